/** The account of one replication setting over many runs: what was lost, how fast and how fresh answers were, and what a cut cost. */
import type { Run } from 'seedstorm';
import { TAKE_OVER } from '../replication/primary-backup/replica.js';
import { answered, latencyOf, percentile, shareOf, summing, timesOf } from './sums.js';

type History = Run['history'];

interface Input {
  readonly f: string;
  readonly key?: string;
  readonly value?: number;
}

const nothing = {
  /** Acknowledged writes that are not in the log at the end, and the runs in which there was one. */
  lost: 0,
  runsWithLoss: 0,
  /** Reads that miss a write which was acknowledged before they began and survives. */
  stale: 0,
  /** Reads of a write that is not in the log at the end. */
  dirty: 0,
  /** Runs left out because nobody could look at the log at the end. */
  undecided: 0,
  writes: answered([]),
  reads: answered([]),
  /** Of these, what began while a partition was in force. */
  cutWrites: answered([]),
  cutReads: answered([]),
  tookMs: [] as readonly number[],
  /** Of each run with a fail-over, the longest time in which no write was acknowledged, in ms. */
  pausesMs: [] as readonly number[],
};

export const replicationAccount = () =>
  summing(nothing, sampleOf, ({ writes, reads, cutWrites, cutReads, tookMs, pausesMs, ...sums }) => ({
    ...sums,
    /** Writes that were acknowledged, and reads that were answered. */
    acknowledged: writes.ok,
    reads: reads.ok,
    /** Shares of what was acknowledged or answered, 0 to 1. */
    writeAvailability: shareOf(writes, 1),
    cutWriteAvailability: shareOf(cutWrites, 1),
    cutReadAvailability: shareOf(cutReads, 1),
    /** Time to acknowledgement. */
    ...latencyOf(tookMs),
    /** Runs in which another primary took over, and the pause that half of them do not exceed. */
    failOvers: pausesMs.length,
    pauseMs: percentile(pausesMs, 50),
  }));

export type ReplicationFigures = ReturnType<ReturnType<typeof replicationAccount>['figures']>;

function sampleOf({ history, plan, coverage }: Run): Partial<typeof nothing> {
  const of = (f: string): History => history.filter(({ input }) => (input as Input).f === f);
  const look = of('log').findLast(({ type }) => type === 'ok');
  if (look === undefined) return { undecided: 1 };
  const [writes, reads] = [of('write'), of('read')];
  const duringCut = cutsOf(plan);
  const found = missing(writes, reads, look.output as readonly number[]);
  return {
    ...found,
    runsWithLoss: found.lost > 0 ? 1 : 0,
    writes: answered(writes),
    reads: answered(reads),
    cutWrites: answered(writes.filter(duringCut)),
    cutReads: answered(reads.filter(duringCut)),
    tookMs: timesOf(writes),
    pausesMs: (coverage.sometimes[TAKE_OVER]?.held ?? 0) > 0 ? [longestPause(writes)] : [],
  };
}

/** The longest time between two acknowledged writes. */
function longestPause(writes: History): number {
  const times = writes
    .flatMap(({ type, completedAtMs = 0 }) => (type === 'ok' ? [completedAtMs] : []))
    .sort((a, b) => a - b);
  return times.reduce((longest, time, index) => Math.max(longest, time - (times[index - 1] ?? time)), 0);
}

/** Whether an operation began while a partition was in force. */
function cutsOf({ faults, healAtMs = Infinity }: Run['plan']): (operation: History[number]) => boolean {
  const cuts = faults.filter((fault) => fault.kind === 'partition');
  return ({ invokedAtMs: atMs = 0 }) =>
    atMs < healAtMs && cuts.some((cut) => cut.atMs <= atMs && atMs < cut.atMs + (cut.durationMs ?? Infinity));
}

/**
 * Walks what was done in the order of its positions. The log at the end orders the writes that survived: a read is stale
 * if what it returns comes before a write of its key that was acknowledged when it began.
 */
function missing(writes: History, reads: History, log: readonly number[]) {
  const places = new Map(log.map((value, place) => [value, place]));
  const found = { lost: 0, stale: 0, dirty: 0 };
  const newest = new Map<string, number>();
  const events = [
    ...writes.map((operation) => ({ at: operation.complete, operation })),
    ...reads.map((operation) => ({ at: operation.invoke, operation })),
  ].filter(({ operation }) => operation.type === 'ok');
  for (const { operation } of events.sort((a, b) => a.at - b.at)) {
    const { f, key = '', value = 0 } = operation.input as Input;
    const acknowledged = newest.get(key) ?? -1;
    const seen = f === 'write' ? value : (operation.output as number | null);
    const place = seen === null ? -1 : places.get(seen);
    if (f === 'write') newest.set(key, Math.max(acknowledged, place ?? -1));
    if (place === undefined) found[f === 'write' ? 'lost' : 'dirty']++;
    else if (place < acknowledged && f === 'read') found.stale++;
  }
  return found;
}
