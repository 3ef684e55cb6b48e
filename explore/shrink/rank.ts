/** Which of several small failures is the easiest to understand: a calm one comes before a shorter list of dice. */
import type { Fault } from '../../sim/faults/fault.js';
import type { Search } from './search.js';

/** So many operations and faults are a short story. */
const FEW_OPERATIONS = 5;
const FEW_FAULTS = 3;

export function isShort(search: Search): boolean {
  return excess(search) === 0;
}

/** Whether nothing is left to chance but what programs and disks draw themselves. */
export function isCalm({ start, plan }: Search): boolean {
  return start.latencyMs !== undefined && plan.schedule === undefined && !plan.faults.some(isByChance);
}

/** The easiest first. Of two that are equally small the later one says more. */
export function inOrderOfEase(found: readonly Search[]): Search[] {
  const unease = (search: Search): number => (isCalm(search) ? 0 : 1);
  return found
    .toReversed()
    .sort((a, b) => excess(a) - excess(b) || (isShort(a) ? unease(a) - unease(b) : 0) || a.size - b.size);
}

/** By how much a story is too long to be short: seven faults without an operation are harder to follow than four and four. */
export function excess({ plan, fates }: Search): number {
  const faults = plan.faults.length + fates.size;
  return Math.max(0, faults - FEW_FAULTS) + Math.max(0, plan.operations.length - FEW_OPERATIONS);
}

function isByChance(fault: Fault): boolean {
  // How long messages are held back, and what is damaged in them, is drawn even where it is certain that it happens.
  if (fault.kind === 'reordering' || fault.kind === 'corruption') return true;
  if ('probability' in fault) return fault.probability < 1;
  if (fault.kind === 'latency') return (fault.jitterMs ?? 0) > 0;
  return fault.kind === 'crash' && fault.unsynced === 'random';
}
