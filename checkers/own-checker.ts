/** A checker of one's own, written as what it looks for: the verdict, with counts, examples and a core, is put together here. */
import { scanning } from './findings.js';
import type { Checker, History, Operation } from './history.js';

/** Where a scan reports what it finds. */
export interface Found {
  /**
   * Something that should not have happened.
   * @param kind its name, as the literature gives it where it does: `lost-update`, `double-booking`
   * @param message one plain sentence, or a function that makes it: only the first of each kind are made
   * @param operations those involved, as few as will show it; `undefined` is left out
   */
  anomaly(
    kind: string,
    message: string | (() => string),
    ...operations: readonly (Operation | undefined)[]
  ): void;
  /** What the history cannot decide: without an anomaly the verdict is `unknown`, with this sentence. */
  undecided(reason: string): void;
}

/** A checker as data, for `defineChecker`: its name, what it looks for, and the scan. */
export interface OwnChecker {
  /** What it checks, as it stands before its verdict: `no-double-booking`. */
  readonly name: string;
  /** What it looks at, in words, for a history that shows none of it: `bookings (function book)`. */
  readonly looksFor: string;
  /**
   * Walks the history, in order of invocation, and reports what is wrong. A pure function: it is asked again about parts of
   * the history, to find the smallest that still shows the failure.
   * @returns how many things there were to judge, and the sentence for a history in which nothing is wrong
   */
  scan(history: History, found: Found): { readonly judged: number; readonly reason: string };
}

/**
 * Makes a checker of a scan. `invalid` where it found an anomaly: the reason counts them by kind, and `core` holds the few
 * operations that show it, confirmed by a second scan. `unknown` where something is undecided, nothing succeeded, or there
 * was nothing to judge. Else `valid`.
 *
 * @example
 * defineChecker({
 *   name: 'no-double-booking',
 *   looksFor: 'bookings (function book)',
 *   scan(history, found) {
 *     const taken = new Map<unknown, Operation>();
 *     for (const booking of history.filter(({ type }) => type === 'ok')) {
 *       const before = taken.get(booking.output);
 *       if (before) found.anomaly('double-booking', `seat ${booking.output} is given twice`, before, booking);
 *       taken.set(booking.output, booking);
 *     }
 *     return { judged: taken.size, reason: `${taken.size} seats, each given once` };
 *   },
 * });
 * @throws TypeError in one sentence when a part is missing. Its `check` throws MalformedHistory, and what `scan` throws
 */
export function defineChecker(own: OwnChecker): Checker {
  assertOwn(own);
  const { name, looksFor, scan } = own;
  return scanning({
    name,
    looksFor,
    scan(history, findings) {
      const judged = scan(history, {
        anomaly: (kind, message, ...operations) =>
          findings.add(kind, operations, typeof message === 'function' ? message : () => message),
        undecided: (reason) => findings.undecided(reason),
      });
      assertJudged(name, judged);
      return judged;
    },
  });
}

function assertOwn(own: unknown): void {
  const { name, looksFor, scan } = Object(own) as Partial<Record<keyof OwnChecker, unknown>>;
  for (const [field, value] of Object.entries({ name, looksFor }))
    if (typeof value !== 'string' || value === '')
      throw new TypeError(
        `defineChecker: ${field}: expected a text, got ${value === '' ? 'an empty one' : typeof value}`,
      );
  if (typeof scan !== 'function')
    throw new TypeError(`defineChecker: scan: expected a function of the history, got ${typeof scan}`);
}

function assertJudged(name: string, judged: unknown): void {
  const { judged: count, reason } = Object(judged) as { judged?: unknown; reason?: unknown };
  if (typeof count === 'number' && count >= 0 && typeof reason === 'string') return;
  throw new TypeError(
    `${name}: scan: expected { judged, reason }, how many things there were to judge and a sentence`,
  );
}
