/** Takes faults away, large pieces first, then two at a time. */
import type { Fault } from '../../sim/faults/fault.js';
import { cutList, cutPairs } from './cut-list.js';
import type { Search } from './search.js';

const MAX_FOR_PAIRS = 12;

export async function cutFaults(search: Search): Promise<void> {
  search.pass = 'faults';
  const faults = [...search.plan.faults].sort((a, b) => a.atMs - b.atMs);
  await cutList(faults, (kept) => failsWith(search, kept));
}

export async function cutFaultPairs(search: Search): Promise<void> {
  search.pass = 'pairs of faults';
  const { faults } = search.plan;
  if (faults.length <= MAX_FOR_PAIRS) await cutPairs(faults, (kept) => failsWith(search, kept));
}

function failsWith(search: Search, kept: readonly Fault[]): Promise<boolean> {
  const chosen = new Set(kept);
  return search.fails({ faults: search.plan.faults.filter((fault) => chosen.has(fault)) });
}
