/** Lets single messages go their ordinary way: all of them if possible, large pieces first. */
import { cutList, type Grain } from './cut-list.js';
import type { Fate } from './fate.js';
import type { Search } from './search.js';

/** Whether the failure needs no message to fare other than the rest. */
export async function cutAllFates(search: Search): Promise<boolean> {
  search.pass = 'delays';
  return search.fates.size === 0 || search.fails({ fates: new Map() });
}

export async function cutFates(search: Search, grain: Grain): Promise<void> {
  search.pass = 'delays and losses of single messages';
  await cutList([...search.fates.values()], (kept) => search.fails({ fates: fatesOf(kept) }), grain);
}

export function fatesOf(list: readonly Fate[]): ReadonlyMap<number, Fate> {
  return new Map(list.map((fate) => [fate.message, fate]));
}
