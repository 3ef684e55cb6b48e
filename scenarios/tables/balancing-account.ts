/** What balancing comes to: how long requests take, who is overloaded, and what a death costs. */
import type { Run } from 'seedstorm';
import { meanInterval, type Interval } from 'seedstorm/parts';
import { SERVERS, type BalancingSeen } from './balancing-world.js';
import { percentile, summing } from './sums.js';

type Sureness = Pick<Interval, 'mean' | 'half'>;

export interface BalancingFigures {
  readonly p50Ms: Sureness;
  readonly p99Ms: Sureness;
  /** Of the requests, the share that the slow server gets, in percent: a tenth is what it can bear like the others. */
  readonly slow: Sureness;
  /** Requests that went to the dead server. */
  readonly lost: Sureness;
  /** The share of choices for a source that was known, and that fell on the same server, in percent. */
  readonly sticky: Sureness;
  /** Of those who were at a server that lives, the share that is at another one after the death, in percent. */
  readonly moved: Sureness;
}

function sampleOf({ history }: Run) {
  const { tookMs, got, lost, again, same, stayed, moved } = history.at(-1)?.output as BalancingSeen;
  const all = Object.values(got).reduce((sum, count) => sum + count, 0);
  return {
    p50Ms: [percentile(tookMs, 50)],
    p99Ms: [percentile(tookMs, 99)],
    slow: [(100 * (got[SERVERS.at(-1) as string] ?? 0)) / all],
    lost: [lost],
    sticky: [(100 * same) / again],
    moved: [(100 * moved) / stayed],
  };
}

function intervalOf(values: readonly number[]): Sureness {
  if (values.length >= 10) return meanInterval(values, 0.99);
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, half: Infinity };
}

const lists = () => ({
  ...{ p50Ms: [] as number[], p99Ms: [] as number[], slow: [] as number[] },
  ...{ lost: [] as number[], sticky: [] as number[], moved: [] as number[] },
});

export const balancingAccount = () =>
  summing(lists(), sampleOf, (all): BalancingFigures => ({
    ...{ p50Ms: intervalOf(all.p50Ms), p99Ms: intervalOf(all.p99Ms), slow: intervalOf(all.slow) },
    ...{ lost: intervalOf(all.lost), sticky: intervalOf(all.sticky), moved: intervalOf(all.moved) },
  }));
