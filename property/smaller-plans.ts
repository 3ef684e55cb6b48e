/**
 * Smaller plans, one after another: whole pieces of faults and operations away first, then single ones, then shorter
 * windows. Each comes with the place where to go on if it still fails, so that nothing is tried twice in a round.
 */
import { lasts, type Fault } from '../sim/faults/fault.js';
import type { Plan } from '../sim/faults/plan.js';

type Pass = 'faults' | 'operations' | 'windows';

/** Where the search stands: the `size` items that end before number `end` are next to go. */
export interface Place {
  readonly pass: Pass;
  readonly size: number;
  readonly end: number;
  /** Something was taken away in this round, so that another may find more. */
  readonly found: boolean;
  /** Not the first round: what is left is tried one by one. */
  readonly again: boolean;
}

interface SmallerPlan {
  readonly plan: Plan;
  /** Where to go on, if this plan still fails. */
  readonly next: Place | undefined;
}

const SHORTEST_MS = 1;

/** Where a fresh plan begins. */
export function firstPlace(plan: Plan): Place {
  return begin('faults', plan, { found: false, again: false });
}

/** What may be tried instead of the plan, the boldest first. */
export function* smallerPlans(plan: Plan, from: Place | undefined): Generator<SmallerPlan> {
  for (let place = from; place !== undefined; place = after(place, plan)) {
    const smaller = place.pass === 'windows' ? shortened(plan, place.end - 1) : without(plan, place);
    if (smaller === undefined) continue;
    // A window that could be halved may be halved again; what is gone is gone.
    const next = place.pass === 'windows' ? place : after({ ...place, found: true }, smaller);
    yield { plan: smaller, next };
  }
}

function without(plan: Plan, { pass, size, end }: Place): Plan | undefined {
  if (pass === 'windows' || size === 0 || end === 0) return undefined;
  const stays = (_: unknown, index: number): boolean => index < end - size || index >= end;
  return pass === 'faults'
    ? { ...plan, faults: plan.faults.filter(stays) }
    : { ...plan, operations: plan.operations.filter(stays) };
}

function shortened(plan: Plan, index: number): Plan | undefined {
  const fault = plan.faults[index];
  if (fault === undefined || !lasts(fault)) return undefined;
  const durationMs =
    fault.durationMs ?? (plan.healAtMs === undefined ? undefined : plan.healAtMs - fault.atMs);
  if (durationMs === undefined || durationMs <= SHORTEST_MS) return undefined;
  const shorter: Fault = { ...fault, durationMs: Math.max(SHORTEST_MS, Math.round(durationMs / 2)) };
  return { ...plan, faults: plan.faults.with(index, shorter) };
}

/** The piece before this one, then pieces of half the size, then the next pass, then another round, then windows. */
function after(place: Place, plan: Plan): Place | undefined {
  const { pass, size, end, found } = place;
  if (size > 0 && end > size) return { ...place, end: end - size };
  if (pass === 'windows') return undefined;
  const { length } = plan[pass];
  if (size > 1 && length > 0) return { ...place, size: Math.min(Math.floor(size / 2), length), end: length };
  if (pass === 'faults') return begin('operations', plan, place);
  if (found) return begin('faults', plan, { found: false, again: true });
  return { ...place, pass: 'windows', size: 1, end: plan.faults.length };
}

function begin(
  pass: 'faults' | 'operations',
  plan: Plan,
  { found, again }: Pick<Place, 'found' | 'again'>,
): Place {
  const { length } = plan[pass];
  return { pass, size: again ? Math.min(1, length) : length, end: length, found, again };
}
