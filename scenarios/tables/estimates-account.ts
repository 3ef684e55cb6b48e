/** What a small simulation says of the large service: rates, peaks, bytes, and how long requests take. */
import type { Run } from 'seedstorm';
import { meanInterval, type Interval } from 'seedstorm/parts';
import type { EstimateSeen } from './estimates-world.js';
import { percentile, summing } from './sums.js';

type Sureness = Pick<Interval, 'mean' | 'half'>;

/** Figures of what was simulated, not yet multiplied. */
export interface EstimateFigures {
  /** Requests a second, over the day. */
  readonly perSecond: Sureness;
  /** The busiest hour by the mean of the day. */
  readonly peak: Sureness;
  /** Under way at once at the most, in the share of all that come on the day, if each lasts an hour. */
  readonly atOnce: Sureness;
  readonly bytes: Sureness;
  /** How long all but one in a hundred requests take at most, in ms, and which share is refused. */
  readonly p99Ms: Sureness;
  readonly refused: Sureness;
}

const HOUR = 60;

/** The most in any hour. */
export function busiestHour(byMinute: readonly number[]): number {
  let sum = 0;
  let most = 0;
  for (const [minute, count] of byMinute.entries()) {
    sum += count - (byMinute[minute - HOUR] ?? 0);
    most = Math.max(most, sum);
  }
  return most;
}

function sampleOf({ history }: Run) {
  const { asked, bytes, tookMs, refused } = history.at(-1)?.output as EstimateSeen;
  const all = asked.reduce((sum, count) => sum + count, 0);
  const hour = busiestHour(asked);
  const isDay = asked.length > 0;
  return {
    perSecond: isDay ? [all / 86_400] : [],
    peak: isDay ? [(hour * 24) / all] : [],
    atOnce: isDay ? [hour / all] : [],
    bytes: isDay ? [bytes] : [],
    p99Ms: isDay ? [] : [percentile(tookMs, 99)],
    refused: isDay ? [] : [refused / (refused + tookMs.length)],
  };
}

function intervalOf(values: readonly number[]): Sureness {
  if (values.length >= 10) return meanInterval(values, 0.99);
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, half: Infinity };
}

const lists = () => ({
  ...{ perSecond: [] as number[], peak: [] as number[], atOnce: [] as number[] },
  ...{ bytes: [] as number[], p99Ms: [] as number[], refused: [] as number[] },
});

export const estimatesAccount = () =>
  summing(lists(), sampleOf, (all): EstimateFigures => ({
    ...{ perSecond: intervalOf(all.perSecond), peak: intervalOf(all.peak), atOnce: intervalOf(all.atOnce) },
    ...{ bytes: intervalOf(all.bytes), p99Ms: intervalOf(all.p99Ms), refused: intervalOf(all.refused) },
  }));
