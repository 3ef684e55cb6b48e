/** The account of one store over many runs: what its histories keep, how fast it is, and what a split network leaves. */
import type { Run } from 'seedstorm';
import { ladder, regular, type Level, type Operation } from 'seedstorm/checkers';
import { sessionsOf } from '../replication/registers.js';
import { clientNames, homeOf, times } from './consistency-workload.js';
import { percentile, type Account } from './table.js';

/** Time to the answer in ms of virtual time. */
interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Share of operations that were answered in time, 0 to 1. */
interface Availability {
  readonly get: number;
  readonly put: number;
}

export interface ConsistencyFigures {
  readonly runs: number;
  /** In how many runs each level was kept. */
  readonly kept: Readonly<Record<Level, number>>;
  /** In how many runs all four session guarantees were kept. */
  readonly sessions: number;
  /** In how many runs the budget of a level's checker was spent: they are not among those kept. */
  readonly undecided: Readonly<Record<Level, number>>;
  /** Without faults. */
  readonly get: Latency;
  readonly put: Latency;
  /** While the network is split. */
  readonly majority: Availability;
  readonly minority: Availability;
  /** Runs in whose last half second all nodes gave the same answers. */
  readonly converged: number;
  /** How long after the split the last answer came that was not the final one: the median of the runs. */
  readonly staleMs: number;
  /** Keys whose final value an acknowledged later write had replaced; of `keys`. */
  readonly lost: number;
  readonly keys: number;
}

type Access = Operation<{ readonly f: string; readonly key: string; readonly value?: number }, number | null>;

const sessionGuarantees: ReadonlySet<Level> = new Set<Level>([
  'read-your-writes',
  'monotonic-reads',
  'monotonic-writes',
  'writes-follow-reads',
]);

/** Enough for histories of these sizes; a count of steps is the same on every machine. */
const BUDGET = { steps: 2_000_000 };

/** A run, and the nodes on the larger side of its split. */
interface SplitRun {
  readonly run: Run;
  readonly majority: ReadonlySet<string>;
}

export class ConsistencyAccount implements Account<ConsistencyFigures, SplitRun> {
  private runs = 0;
  private readonly kept: Partial<Record<Level, number>> = {};
  private readonly undecided: Partial<Record<Level, number>> = {};
  private readonly latencies = { get: [] as number[], put: [] as number[] };
  private readonly asked = { majority: tally(), minority: tally() };
  private readonly staleMs: number[] = [];
  private sessions = 0;
  private converged = 0;
  private lost = 0;
  private keys = 0;

  add({ run: { history }, majority }: SplitRun): void {
    const accesses = sessionsOf(history).filter(({ input }) => isAccess(input)) as Access[];
    this.runs++;
    const { rungs } = ladder(accesses, { budget: BUDGET });
    if (rungs.every(({ level, verdict }) => verdict === 'valid' || !sessionGuarantees.has(level)))
      this.sessions++;
    for (const { level, verdict } of rungs) {
      this.kept[level] = (this.kept[level] ?? 0) + (verdict === 'valid' ? 1 : 0);
      this.undecided[level] = (this.undecided[level] ?? 0) + (verdict === 'unknown' ? 1 : 0);
    }
    for (const access of accesses) this.time(access, majority);
    this.end(accesses);
  }

  /** One operation, in the quiet time or during the split. */
  private time(
    { process, input, type, invokedAtMs = 0, completedAtMs = 0 }: Access,
    majority: ReadonlySet<string>,
  ): void {
    const f = input.f as 'get' | 'put';
    if (invokedAtMs < times.splitMs - times.patienceMs && type === 'ok')
      this.latencies[f].push(completedAtMs - invokedAtMs);
    // What is asked at the end of the split may be answered after it.
    if (invokedAtMs < times.splitMs || invokedAtMs > times.healMs - times.patienceMs) return;
    const home = homeOf(clientNames.indexOf(String(process).replace(/\?.*$/, '')));
    const side = this.asked[majority.has(home) ? 'majority' : 'minority'][f];
    side.asked++;
    if (type === 'ok') side.answered++;
  }

  /** What was read once nothing was written any more. */
  private end(accesses: readonly Access[]): void {
    const puts = accesses.filter(({ input }) => input.f === 'put');
    const late = accesses.filter(
      ({ input, type, invokedAtMs = 0 }) => input.f === 'get' && type === 'ok' && invokedAtMs > times.healMs,
    );
    let staleMs = 0;
    for (const key of new Set(late.map(({ input }) => input.key))) {
      const reads = late.filter(({ input }) => input.key === key);
      const final = reads.at(-1) as Access;
      for (const { output, completedAtMs = 0 } of reads)
        if (output !== final.output) staleMs = Math.max(staleMs, completedAtMs - times.healMs);
      this.keys++;
      const ofKey = puts.filter(({ input }) => input.key === key);
      if (regular().check([...ofKey, { ...final, process: 'the end' }]).verdict === 'invalid') this.lost++;
    }
    if (times.healMs + staleMs < times.settledMs) this.converged++;
    this.staleMs.push(staleMs);
  }

  figures(): ConsistencyFigures {
    const { runs, kept, sessions, undecided, latencies, asked, converged, lost, keys } = this;
    return {
      runs,
      kept: kept as Record<Level, number>,
      sessions,
      undecided: undecided as Record<Level, number>,
      get: latencyOf(latencies.get),
      put: latencyOf(latencies.put),
      majority: availabilityOf(asked.majority),
      minority: availabilityOf(asked.minority),
      converged,
      staleMs: percentile(this.staleMs, 50),
      lost,
      keys,
    };
  }
}

interface Tally {
  readonly get: { asked: number; answered: number };
  readonly put: { asked: number; answered: number };
}

function tally(): Tally {
  return { get: { asked: 0, answered: 0 }, put: { asked: 0, answered: 0 } };
}

/** Raft's history also tells what its nodes did. */
function isAccess(input: unknown): boolean {
  const { f } = input as { readonly f: string };
  return f === 'get' || f === 'put';
}

function availabilityOf({ get, put }: Tally): Availability {
  return {
    get: get.answered / Math.max(1, get.asked),
    put: put.answered / Math.max(1, put.asked),
  };
}

function latencyOf(latencies: readonly number[]): Latency {
  return { p50Ms: percentile(latencies, 50), p99Ms: percentile(latencies, 99) };
}
