/** What was admitted and refused, by key, with the times between which it was decided. */
import { getOrMake } from '../grouping.js';
import type { Operation } from '../history.js';
import { identityOf } from '../identity.js';

export interface Admission {
  readonly operation: Operation;
  readonly weight: number;
  /** It was decided no earlier than this. */
  readonly fromMs: number;
  /** And no later; `Infinity` where nobody knows whether and when. */
  readonly untilMs: number;
}

/** All that was decided of a key, by `fromMs`. */
export interface Group {
  readonly key: unknown;
  readonly admissions: Admission[];
  readonly refusals: Admission[];
}

/** Groups by key. Histories come in order of invocation, so that there is little to sort. */
export function groupsOf(
  decisions: Iterable<{ readonly admission: Admission; readonly isRefusal: boolean }>,
  keyOf: (operation: Operation) => unknown,
): Group[] {
  const groups = new Map<unknown, Group>();
  for (const { admission, isRefusal } of decisions) {
    const key = keyOf(admission.operation);
    const group = getOrMake(groups, identityOf(key), () => ({ key, admissions: [], refusals: [] }));
    (isRefusal ? group.refusals : group.admissions).push(admission);
  }
  for (const { admissions } of groups.values()) admissions.sort((a, b) => a.fromMs - b.fromMs);
  return [...groups.values()];
}

/** The same admissions by `untilMs`. */
export const byUntil = (admissions: readonly Admission[]): Admission[] =>
  [...admissions].sort((a, b) => (a.untilMs < b.untilMs ? -1 : a.untilMs > b.untilMs ? 1 : 0));
