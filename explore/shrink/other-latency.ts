/**
 * Another time that every message takes: where a round trip has to be slow, a network that is slower throughout needs
 * fewer messages that are late. What is late stays as late as it was.
 */
import { toMicros } from '../../sim/kernel/time.js';
import { beginSlid } from './begin-slid.js';
import { calmed } from './calm.js';
import type { Fate } from './fate.js';
import type { Search } from './search.js';
import { nearestFirst } from './slide.js';

/** @param latenciesMs other times a message may take, as the run that was found has them */
export async function* onOtherNetworks(
  search: Search,
  latenciesMs: readonly number[],
): AsyncGenerator<Search> {
  const { start, aim } = search;
  const { latencyMs: nowMs } = start;
  if (nowMs === undefined) return;
  for (const latencyMs of latenciesMs) {
    if (latencyMs === nowMs) continue;
    const there = { ...start, prepared: calmed(start.prepared, latencyMs), latencyMs };
    const laterUs = toMicros(latencyMs) - toMicros(nowMs);
    const mostUs = aim.longestUs - toMicros(latencyMs);
    const asLate = ({ delayUs, ...fate }: Fate): Fate => ({
      ...fate,
      delayUs: Math.max(0, delayUs - laterUs),
    });
    const latest = (fate: Fate): Fate => (fate.delayUs > 0 ? { ...fate, delayUs: mostUs } : fate);
    for (const changed of [asLate, latest]) {
      if (search.spent) return;
      const fates = new Map([...search.fates].map(([message, fate]) => [message, changed(fate)] as const));
      const other = await beginSlid(search, there, { ...search.case, fates }, nearestFirst);
      if (other === undefined) continue;
      yield other;
      break;
    }
  }
}
