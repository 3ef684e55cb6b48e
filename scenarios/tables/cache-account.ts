/** What a cache costs its store and its clients, over the runs of one setting. */
import type { Run } from 'seedstorm';
import type { Interval } from 'seedstorm/parts';
import { intervalOf, latencyOf, summing, timesOf } from './sums.js';
import type { Account } from './table.js';

/** Intervals are Student's at 99 %, over the runs. */
export interface CacheFigures {
  /** The most that the store had at hand at a time, a run. */
  readonly peak: Interval;
  /** How much it had at hand on average. */
  readonly mean: Interval;
  readonly loads: Interval;
  /** Loads that belong together: those that begin while the first of them may be under way. */
  readonly together: Interval;
  readonly p99Ms: number;
  readonly asked: number;
  /** Refused, or not answered in time. */
  readonly failed: number;
  /** How old the oldest answer was, at least. */
  readonly stalestMs: number;
}

const fOf = ({ input }: Run['history'][number]): string => (input as { f: string }).f;

function sample(run: Run) {
  const figures = run.figures();
  const store = figures.gauges.find(({ name }) => name === 'at the store');
  const gets = run.history.filter((operation) => fOf(operation) === 'get');
  const begunMs = run.history
    .filter((operation) => fOf(operation) === 'load')
    .map((load) => load.invokedAtMs ?? 0);
  return {
    peaks: [store?.most ?? 0],
    means: [store?.mean ?? 0],
    loads: [begunMs.length],
    together: [begunMs.length / heapsOf(begunMs)],
    tookMs: timesOf(gets),
    asked: gets.length,
    failed: gets.filter(({ type }) => type !== 'ok').length,
    stale: [stalestMs(run.history)],
  };
}

/** A heap begins with a load that comes 100 ms after the one with which the last began. */
function heapsOf(begunMs: readonly number[]): number {
  let heaps = 0;
  let fromMs = -Infinity;
  for (const atMs of begunMs)
    if (atMs - fromMs > 100) {
      heaps++;
      fromMs = atMs;
    }
  return Math.max(1, heaps);
}

/** How long before a question a value had been written that is newer than the answer. */
function stalestMs(history: Run['history']): number {
  const puts = history.filter((operation) => fOf(operation) === 'put' && operation.type === 'ok');
  let most = 0;
  for (const { input, type, output, invokedAtMs = 0 } of history) {
    if ((input as { f: string }).f !== 'get' || type !== 'ok' || output === null) continue;
    const newer = puts.find((put) => (put.input as { value: number }).value > (output as number));
    if (newer !== undefined) most = Math.max(most, invokedAtMs - (newer.completedAtMs ?? Infinity));
  }
  return most;
}

const nothing = {
  ...{ peaks: [] as number[], means: [] as number[], loads: [] as number[], together: [] as number[] },
  ...{ tookMs: [] as number[], asked: 0, failed: 0, stale: [] as number[] },
};

export const cacheAccount = (): Account<CacheFigures> =>
  summing(
    nothing,
    sample,
    ({ peaks, means, loads, together, tookMs, asked, failed, stale }): CacheFigures => ({
      peak: intervalOf(peaks),
      mean: intervalOf(means),
      loads: intervalOf(loads),
      together: intervalOf(together),
      p99Ms: latencyOf(tookMs).p99Ms,
      asked,
      failed,
      stalestMs: Math.max(0, ...stale),
    }),
  );
