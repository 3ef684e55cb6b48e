/** The fullest window: the one of a given length, anywhere in time, that certainly held most. */
import { getOrMake } from '../grouping.js';
import { fieldsOf } from '../selectors.js';
import { identityOf } from '../identity.js';
import { byUntil, type Admission } from './admissions.js';

/** A window, or for a bucket a span of time: how much it held, and what. */
export interface Fullest {
  readonly weight: number;
  readonly admissions: readonly Admission[];
}

/** Two admissions a whole window apart are in two windows; a sum of fractions may miss that by far less than this. */
export const EDGE_MS = 1e-6;

/**
 * Windows that begin with an admission are enough. They are gone through from the last to the first: then what ends too late for
 * a window does so for all that come before, and each admission is added once and taken away once.
 */
export function fullestWindow(admissions: readonly Admission[], windowMs: number): Fullest {
  const ending = byUntil(admissions);
  const tooLate = new Set<Admission>();
  const held = new Set<Admission>();
  let weight = 0;
  let most = 0;
  let beginsMs = 0;
  for (let next = admissions.length - 1; next >= 0; next--) {
    const admission = admissions[next]!;
    const endsMs = admission.fromMs + windowMs - EDGE_MS;
    for (let last = ending.at(-1); last !== undefined && last.untilMs >= endsMs; last = ending.at(-1)) {
      ending.pop();
      tooLate.add(last);
      if (held.delete(last)) weight -= last.weight;
    }
    if (!tooLate.has(admission)) {
      held.add(admission);
      weight += admission.weight;
    }
    if (weight <= most) continue;
    most = weight;
    beginsMs = admission.fromMs;
  }
  return { weight: most, admissions: most === 0 ? [] : heldIn(admissions, beginsMs, beginsMs + windowMs) };
}

const heldIn = (admissions: readonly Admission[], beginsMs: number, endsMs: number): Admission[] =>
  admissions.filter(({ fromMs, untilMs }) => fromMs >= beginsMs && untilMs < endsMs - EDGE_MS);

/**
 * The fullest of the limiter's own windows: as operations name them, or those that begin at the multiples of their length.
 * What may have been decided in one or the next counts for neither.
 */
export function fullestOwnWindow(admissions: readonly Admission[], windowMs: number): Fullest {
  const windows = new Map<unknown, { weight: number; admissions: Admission[] }>();
  let most: Fullest = { weight: 0, admissions: [] };
  for (const admission of admissions) {
    if (admission.operation.type === 'info') continue;
    const name = windowOf(admission, windowMs);
    if (name === undefined) continue;
    const window = getOrMake(windows, name, () => ({ weight: 0, admissions: [] }));
    window.weight += admission.weight;
    window.admissions.push(admission);
    if (window.weight > most.weight) most = window;
  }
  return most;
}

/** Which window it certainly was; `undefined` where that is not sure. */
function windowOf({ operation, fromMs, untilMs }: Admission, windowMs: number): unknown {
  const { window } = fieldsOf(operation);
  if (window !== undefined) return identityOf(window);
  const first = Math.floor((fromMs + EDGE_MS) / windowMs);
  return first === Math.floor((untilMs + EDGE_MS) / windowMs) ? first : undefined;
}
