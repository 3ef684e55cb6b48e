/** The account of one replication setting over many runs: what was lost, how fast and how fresh answers were, and what a cut cost. */
import type { Run } from 'seedstorm';
import { TAKE_OVER } from '../replication/primary-backup/replica.js';
import { percentile, type Account } from './table.js';

export interface ReplicationFigures {
  /** Writes that were acknowledged. */
  readonly acknowledged: number;
  /** Of these, writes that are not in the log at the end. */
  readonly lost: number;
  /** Runs in which one was lost. */
  readonly runsWithLoss: number;
  /** Reads that were answered. */
  readonly reads: number;
  /** Of these, reads that miss a write which was acknowledged before they began and survives. */
  readonly stale: number;
  /** Of these, reads of a write that is not in the log at the end. */
  readonly dirty: number;
  /** Share of writes that were acknowledged, 0 to 1. */
  readonly writeAvailability: number;
  /** As above, of those that began while a partition was in force. */
  readonly cutWriteAvailability: number;
  /** Share of reads that were answered, of those that began while a partition was in force. */
  readonly cutReadAvailability: number;
  /** Time to acknowledgement in ms of virtual time; half of the writes are faster. */
  readonly p50Ms: number;
  /** As above; all but one in a hundred are faster. */
  readonly p99Ms: number;
  /** Runs in which another primary took over. */
  readonly failOvers: number;
  /** The longest time in which no write was acknowledged, in ms, in half of those runs no longer than this. */
  readonly pauseMs: number;
  /** Runs left out because nobody could look at the log at the end. */
  readonly undecided: number;
}

interface Asked {
  readonly f: string;
  readonly key?: string;
  readonly value?: number;
}

type Operation = Run['history'][number];

class Share {
  asked = 0;
  answered = 0;

  add(type: Operation['type']): void {
    this.asked++;
    if (type === 'ok') this.answered++;
  }

  get value(): number {
    return this.asked === 0 ? 1 : this.answered / this.asked;
  }
}

export class ReplicationAccount implements Account<ReplicationFigures> {
  private readonly sums = { lost: 0, runsWithLoss: 0, stale: 0, dirty: 0, undecided: 0 };
  private readonly latencies: number[] = [];
  /** Of each run with a fail-over, the longest. */
  private readonly pauses: number[] = [];
  private readonly writes = new Share();
  private readonly reads = new Share();
  private readonly cutWrites = new Share();
  private readonly cutReads = new Share();

  add({ history, plan, coverage }: Run): void {
    const { sums } = this;
    const places = placesInLog(history);
    if (places === undefined) {
      sums.undecided++;
      return;
    }
    const isCut = cutsOf(plan);
    for (const { input, type, invokedAtMs = 0, completedAtMs = 0 } of history) {
      const { f } = input as Asked;
      if (f === 'log') continue;
      const isWrite = f === 'write';
      (isWrite ? this.writes : this.reads).add(type);
      if (isCut(invokedAtMs)) (isWrite ? this.cutWrites : this.cutReads).add(type);
      if (isWrite && type === 'ok') this.latencies.push(completedAtMs - invokedAtMs);
    }
    const { lost, stale, dirty } = missing(history, places);
    sums.lost += lost;
    sums.stale += stale;
    sums.dirty += dirty;
    if (lost > 0) sums.runsWithLoss++;
    if ((coverage.sometimes[TAKE_OVER]?.held ?? 0) > 0) this.pauses.push(longestPause(history));
  }

  figures(): ReplicationFigures {
    const { sums, latencies, pauses } = this;
    return {
      acknowledged: latencies.length,
      lost: sums.lost,
      runsWithLoss: sums.runsWithLoss,
      reads: this.reads.answered,
      stale: sums.stale,
      dirty: sums.dirty,
      writeAvailability: this.writes.value,
      cutWriteAvailability: this.cutWrites.value,
      cutReadAvailability: this.cutReads.value,
      p50Ms: percentile(latencies, 50),
      p99Ms: percentile(latencies, 99),
      failOvers: pauses.length,
      pauseMs: percentile(pauses, 50),
      undecided: sums.undecided,
    };
  }
}

/** The longest time between two acknowledged writes. */
function longestPause(history: Run['history']): number {
  const times = history
    .filter(({ input, type }) => (input as Asked).f === 'write' && type === 'ok')
    .map(({ completedAtMs = 0 }) => completedAtMs)
    .sort((a, b) => a - b);
  return times.reduce((longest, time, index) => Math.max(longest, time - (times[index - 1] ?? time)), 0);
}

/** Where each value is in the log, as the last look at it found them. */
function placesInLog(history: Run['history']): ReadonlyMap<number, number> | undefined {
  const look = history.findLast(({ input, type }) => (input as Asked).f === 'log' && type === 'ok');
  return look && new Map((look.output as readonly number[]).map((value, place) => [value, place]));
}

/** Whether a partition is in force at a moment. */
function cutsOf({ faults, healAtMs = Infinity }: Run['plan']): (atMs: number) => boolean {
  const cuts = faults.filter((fault) => fault.kind === 'partition');
  return (atMs) =>
    atMs < healAtMs && cuts.some((cut) => cut.atMs <= atMs && atMs < cut.atMs + (cut.durationMs ?? Infinity));
}

/**
 * Walks a history in the order of its positions. The log at the end orders the writes that survived: a read is stale
 * if what it returns comes before a write of its key that was acknowledged when it began.
 */
function missing(
  history: Run['history'],
  places: ReadonlyMap<number, number>,
): { readonly lost: number; readonly stale: number; readonly dirty: number } {
  const ended = history.filter(({ type }) => type === 'ok');
  const writes = ended.filter(({ input }) => (input as Asked).f === 'write');
  const lost = writes.filter(({ input }) => !places.has((input as Asked).value ?? 0)).length;
  const events = [
    ...writes.map((operation) => ({ at: operation.complete, operation })),
    ...ended
      .filter(({ input }) => (input as Asked).f === 'read')
      .map((operation) => ({ at: operation.invoke, operation })),
  ].sort((a, b) => a.at - b.at);
  const newest = new Map<string, number>();
  let stale = 0;
  let dirty = 0;
  for (const { operation } of events) {
    const { f, key = '', value = 0 } = operation.input as Asked;
    const acknowledged = newest.get(key) ?? -1;
    if (f === 'write') newest.set(key, Math.max(acknowledged, places.get(value) ?? -1));
    else {
      const read = operation.output as number | null;
      const place = read === null ? -1 : places.get(read);
      if (place === undefined) dirty++;
      else if (place < acknowledged) stale++;
    }
  }
  return { lost, stale, dirty };
}
