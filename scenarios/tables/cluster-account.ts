/** The account of one strategy over many runs: what was lost, doubled, out of order, how fast it was, and what it sent. */
import type { Run } from 'seedstorm';
import { matters } from './cluster-world.js';
import { answered, latencyOf, percentile, shareOf, summing, timesOf } from './sums.js';

interface Sent {
  readonly f: string;
  readonly value: string;
}

const nothing = {
  /** Messages whose sender was told that they were sent or confirmed; of these, what was never processed. */
  acknowledged: 0,
  lost: 0,
  /** Of the lost, those that mattered. */
  lostImportant: 0,
  twice: 0,
  processed: 0,
  /** Messages processed for the first time after a later one of their sender. */
  late: 0,
  /** Bodies that brokers sent to each other. */
  bodies: 0,
  undecided: 0,
  sent: answered([]),
  tookMs: [] as readonly number[],
  /** Of each run the longest time in which nothing was acknowledged. */
  pausesMs: [] as readonly number[],
};

export const clusterAccount = () =>
  summing(nothing, sampleOf, ({ sent, tookMs, pausesMs, ...sums }) => ({
    ...sums,
    availability: shareOf(sent),
    ...latencyOf(tookMs),
    pauseMs: percentile(pausesMs, 50),
    /** Bodies between brokers for each message. */
    copies: sums.acknowledged === 0 ? 0 : sums.bodies / sums.acknowledged,
  }));

export type ClusterFigures = ReturnType<ReturnType<typeof clusterAccount>['figures']>;

function sampleOf({ history }: Run): Partial<typeof nothing> {
  const of = (f: string) => history.filter(({ input }) => (input as Sent).f === f);
  const drained = of('drain').some(({ type }) => type === 'ok');
  if (!drained) return { undecided: 1 };
  const sent = of('send');
  const ok = sent.filter(({ type }) => type === 'ok');
  const processed = of('process').map(({ input }) => (input as Sent).value);
  const done = new Set(processed);
  const lost = ok.map(({ input }) => (input as Sent).value).filter((value) => !done.has(value));
  const figures = of('figures').flatMap(({ type, output }) =>
    type === 'ok' ? [(output as { readonly sentBodies: number }).sentBodies] : [],
  );
  return {
    acknowledged: ok.length,
    lost: lost.length,
    lostImportant: lost.filter(matters).length,
    twice: processed.length - done.size,
    processed: processed.length,
    late: lateIn([...done]),
    bodies: figures.reduce((sum, count) => sum + count, 0),
    sent: answered(sent),
    tookMs: timesOf(sent),
    pausesMs: [longestPause(ok)],
  };
}

/** Values are `c1-17`: the sender and its count. */
function lateIn(values: readonly string[]): number {
  const newest = new Map<string, number>();
  let late = 0;
  for (const value of values) {
    const [sender = '', count = '0'] = value.split('-');
    const before = newest.get(sender) ?? -1;
    if (Number(count) < before) late++;
    else newest.set(sender, Number(count));
  }
  return late;
}

function longestPause(ok: Run['history']): number {
  const times = ok.map(({ completedAtMs = 0 }) => completedAtMs).sort((a, b) => a - b);
  return times.reduce((longest, time, index) => Math.max(longest, time - (times[index - 1] ?? time)), 0);
}
