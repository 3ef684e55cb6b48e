/** How much of a limit may have been used up when somebody was refused. */
import { getOrMake } from '../grouping.js';
import { fieldsOf } from '../selectors.js';
import { identityOf } from '../identity.js';
import { byUntil, type Admission } from './admissions.js';
import { EDGE_MS } from './fullest-window.js';
import type { Rate } from './rate.js';

interface Against {
  readonly weight: number;
  readonly counted: () => readonly Admission[];
}

/**
 * What may count against a refusal: what may have been admitted before it, and no longer ago than `countsForMs`. So for a
 * bucket, too: what was taken longer ago than a bucket takes to fill has been refilled. Of own windows only the refusal's
 * own counts, and what may have been in it: where one of the two has no name of its window, nobody knows.
 */
export function roomFor(
  rate: Rate,
  admissions: readonly Admission[],
  countsForMs: number,
): (refusal: Admission) => Against {
  if (rate.kind !== 'own-windows') {
    const between = weighing(admissions);
    return ({ fromMs, untilMs }) => between(fromMs - countsForMs + EDGE_MS, untilMs);
  }
  const named = new Map<unknown, Admission[]>();
  const unnamed: Admission[] = [];
  for (const admission of admissions) {
    const { window } = fieldsOf(admission.operation);
    if (window === undefined) unnamed.push(admission);
    else getOrMake(named, identityOf(window), () => []).push(admission);
  }
  const inNamed = new Map([...named].map(([window, held]) => [window, weighing(held)]));
  const inAnyNamed = weighing([...named.values()].flat().sort((a, b) => a.fromMs - b.fromMs));
  const byTime = weighing(unnamed);
  return ({ operation, fromMs, untilMs }) => {
    const { window } = fieldsOf(operation);
    if (window !== undefined)
      return both(
        (inNamed.get(identityOf(window)) ?? nothing)(-Infinity, untilMs),
        byTime(-Infinity, untilMs),
      );
    const beginsMs = Math.floor((fromMs + EDGE_MS) / rate.windowMs) * rate.windowMs;
    const sinceMs = untilMs < beginsMs + rate.windowMs ? beginsMs - EDGE_MS : -Infinity;
    return both(byTime(sinceMs, untilMs), inAnyNamed(-Infinity, untilMs));
  };
}

const both = (a: Against, b: Against): Against => ({
  weight: a.weight + b.weight,
  counted: () => [...a.counted(), ...b.counted()],
});

const nothing = (): Against => ({ weight: 0, counted: () => [] });

/** The weight of what may lie in a span of time: all that began before its end, less what ended before its beginning. */
function weighing(admissions: readonly Admission[]): (sinceMs: number, untilMs: number) => Against {
  const ending = byUntil(admissions);
  const begun = sumsOf(admissions);
  const ended = sumsOf(ending);
  return (sinceMs, untilMs) => ({
    weight:
      begun[countUntil(admissions, ({ fromMs }) => fromMs <= untilMs)]! -
      ended[countUntil(ending, (admission) => admission.untilMs < sinceMs)]!,
    counted: () =>
      admissions.filter((admission) => admission.fromMs <= untilMs && admission.untilMs >= sinceMs),
  });
}

function sumsOf(admissions: readonly Admission[]): number[] {
  const sums = [0];
  for (const { weight } of admissions) sums.push(sums.at(-1)! + weight);
  return sums;
}

/** How many at the beginning of the list are so. */
function countUntil(admissions: readonly Admission[], isSo: (admission: Admission) => boolean): number {
  let [low, high] = [0, admissions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSo(admissions[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
