/** What clients and the service in trouble saw, in the trouble and after it, over the runs of one setting. */
import type { Operation } from 'seedstorm/checkers';
import type { Interval } from 'seedstorm/parts';
import { PATIENCE_MS } from './resilience-edge.js';
import { END_MS, type Observed } from './resilience-world.js';
import { intervalOf, percentile, summing } from './sums.js';
import type { Account } from './table.js';

/** Intervals are Student's at 99 %, over the runs; shares are in percent. */
export interface ResilienceFigures {
  /** In the trouble: answered in time by the service. */
  readonly goodput: Interval;
  /** In the trouble: answered in time with something older. */
  readonly stale: Interval;
  /** From the end of the trouble on: answered in time by the service. */
  readonly after: Interval;
  /** In the trouble: until an answer or a refusal came; who was told nothing waited for as long as he was patient. */
  readonly p99Ms: Interval;
  /** In the trouble: calls that came to the service for each request. */
  readonly calls: Interval;
  /** From the end of the trouble until the last request came that failed. */
  readonly recoverMs: Interval;
  /** Runs that had not recovered half a second before their end. */
  readonly never: number;
  /** Of the requests for the other service, from the beginning of the trouble on: answered in time. */
  readonly others: Interval;
  readonly runs: number;
}

const fOf = ({ input }: Operation): string => (input as { f: string }).f;
const isIn = ({ invokedAtMs = 0 }: Operation, fromMs: number, untilMs = Infinity): boolean =>
  invokedAtMs >= fromMs && invokedAtMs < untilMs;
const tookMs = ({ type, invokedAtMs = 0, completedAtMs = Infinity }: Operation): number =>
  type === 'info' && completedAtMs - invokedAtMs >= PATIENCE_MS ? PATIENCE_MS : completedAtMs - invokedAtMs;
const isAnswered = (operation: Operation, output: string): boolean =>
  operation.type === 'ok' && operation.output === output;
const percentOf = (operations: readonly Operation[], output: string): number =>
  (100 * operations.filter((one) => isAnswered(one, output)).length) / Math.max(1, operations.length);

function sample({ run: { history }, window: { fromMs, untilMs } }: Observed): typeof NOTHING {
  const first = history.filter((one) => fOf(one) === 'first');
  const during = first.filter((one) => isIn(one, fromMs, untilMs));
  const after = first.filter((one) => isIn(one, untilMs));
  const others = history.filter((one) => fOf(one) === 'other' && isIn(one, fromMs));
  const calls = history.filter((one) => fOf(one) === 'call' && isIn(one, fromMs, untilMs));
  const lastFailed = after.findLast((one) => !isAnswered(one, 'fresh'))?.invokedAtMs ?? untilMs;
  return {
    goodput: [percentOf(during, 'fresh')],
    stale: [percentOf(during, 'stale')],
    after: untilMs < END_MS ? [percentOf(after, 'fresh')] : [],
    p99Ms: [percentile(during.map(tookMs), 99)],
    calls: [calls.length / Math.max(1, during.length)],
    recoverMs: [lastFailed - untilMs],
    never: untilMs < END_MS && lastFailed > END_MS - 500 ? 1 : 0,
    others: [percentOf(others, 'fresh')],
    runs: 1,
  };
}

const NOTHING = {
  ...{ goodput: [] as number[], stale: [] as number[], after: [] as number[], p99Ms: [] as number[] },
  ...{ calls: [] as number[], recoverMs: [] as number[], never: 0, others: [] as number[], runs: 0 },
};

export const resilienceAccount = (): Account<ResilienceFigures, Observed> =>
  summing(NOTHING, sample, ({ goodput, stale, after, p99Ms, calls, recoverMs, others, never, runs }) => ({
    ...{ goodput: intervalOf(goodput), stale: intervalOf(stale), after: intervalOf(after) },
    ...{ calls: intervalOf(calls), recoverMs: intervalOf(recoverMs), others: intervalOf(others) },
    ...{ p99Ms: intervalOf(p99Ms), never, runs },
  }));
