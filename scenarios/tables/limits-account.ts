/** What a limiter let in, whom it turned away, and what that cost. */
import type { Run } from 'seedstorm';
import { meanInterval, type Interval } from 'seedstorm/parts';
import { LIMIT, WINDOW_MS } from './limits-world.js';
import { summing } from './sums.js';

/** A mean, and how sure it is: mean ± half. */
type Sureness = Pick<Interval, 'mean' | 'half'>;

export interface LimitFigures {
  /** The most in any window by the limit: of who asks at an edge, and of who bursts there and goes on evenly. */
  readonly edge: number;
  readonly even: number;
  /** Of a client that keeps the limit in any window: the share of its requests that are turned away, in percent. */
  readonly wronged: Sureness;
  /** Of a careless client: the share of decisions that a log of what was let in would not have made, in percent. */
  readonly wrong: Sureness;
  readonly bytesPerKey: number;
  readonly tripsPerRequest: number;
}

interface Decision {
  readonly atMs: number;
  readonly admitted: boolean;
}

/** What was decided of a key, in order of time. */
function decisionsOf(history: Run['history'], key: string): Decision[] {
  return history.flatMap(({ input, invokedAtMs = 0 }) => {
    const { f, key: of } = input as { readonly f: string; readonly key?: string };
    return of === key && (f === 'admit' || f === 'refuse')
      ? [{ atMs: invokedAtMs, admitted: f === 'admit' }]
      : [];
  });
}

/** The fullest window, by the limit. */
export function mostOf(decisions: readonly Decision[]): number {
  const admitted = decisions.filter((decision) => decision.admitted);
  let most = 0;
  for (let first = 0, last = 0; last < admitted.length; last++) {
    while (admitted[last]!.atMs - admitted[first]!.atMs >= WINDOW_MS) first++;
    most = Math.max(most, last - first + 1);
  }
  return most / LIMIT;
}

const shareOf = (decisions: readonly Decision[], isSo: (decision: Decision, at: number) => boolean): number =>
  (100 * decisions.filter(isSo).length) / Math.max(1, decisions.length);

/** Whether the log would have decided so. */
function isAsTheLog(decisions: readonly Decision[], at: number): boolean {
  const { atMs, admitted } = decisions[at]!;
  const counted = decisions.slice(0, at).filter((one) => one.admitted && atMs - one.atMs < WINDOW_MS);
  return admitted === counted.length < LIMIT;
}

function sampleOf(run: Run) {
  const of = (key: string) => decisionsOf(run.history, key);
  const [edge, even, fair, careless] = [of('edge'), of('even'), of('fair'), of('careless')];
  const looks = run.history.flatMap(({ input, output, process, type }) =>
    (input as { f: string }).f === 'keys' && process !== 'final' && type === 'ok'
      ? [output as { bytes: number }]
      : [],
  );
  const { counts } = run.figures();
  return {
    edge: [mostOf(edge)],
    even: [mostOf(even)],
    wronged: [shareOf(fair, ({ admitted }) => !admitted)],
    wrong: [shareOf(careless, (_, at) => !isAsTheLog(careless, at))],
    bytes: looks.reduce((sum, { bytes }) => sum + bytes, 0),
    looks: looks.length,
    decisions: edge.length + even.length + fair.length + careless.length,
    trips: counts.reduce((sum, { name, total }) => sum + (name === 'asked' ? total : 0), 0),
  };
}

/** One value for each run; of fewer than ten nobody can say how sure the mean is. */
function intervalOf(values: readonly number[]): Sureness {
  if (values.length >= 10) return meanInterval(values, 0.99);
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, half: Infinity };
}

const KEYS = 4;

export const limitsAccount = () =>
  summing(
    {
      ...{ edge: [] as number[], even: [] as number[], wronged: [] as number[], wrong: [] as number[] },
      ...{ bytes: 0, looks: 0, decisions: 0, trips: 0 },
    },
    sampleOf,
    ({ edge, even, wronged, wrong, bytes, looks, decisions, trips }): LimitFigures => ({
      edge: Math.max(...edge),
      even: Math.max(...even),
      wronged: intervalOf(wronged),
      wrong: intervalOf(wrong),
      bytesPerKey: bytes / looks / KEYS,
      tripsPerRequest: trips / decisions,
    }),
  );
