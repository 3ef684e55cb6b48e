/** The account of one store over many runs: what its histories keep, how fast it is, and what a split network leaves. */
import type { Run } from 'seedstorm';
import { ladder, regular, type Level, type Operation } from 'seedstorm/checkers';
import { sessionsOf } from '../replication/registers.js';
import { clientNames, homeOf, times } from './consistency-world.js';
import { answered, latencyOf, percentile, shareOf, summing, timesOf } from './sums.js';

/** A run, and the nodes on the larger side of its split. */
interface SplitRun {
  readonly run: Run;
  readonly majority: ReadonlySet<string>;
}

type Access = Run['history'][number] &
  Operation<{ readonly f: string; readonly key: string; readonly value?: number }, number | null>;

const sessionGuarantees: readonly Level[] = [
  'read-your-writes',
  'monotonic-reads',
  'monotonic-writes',
  'writes-follow-reads',
];

/** Enough for histories of these sizes; a count of steps is the same on every machine. */
const BUDGET = { steps: 2_000_000 };

const nobody = { get: answered([]), put: answered([]) };
const nothing = {
  runs: 0,
  /** In how many runs each level was kept, and in how many the budget of its checker was spent. */
  kept: {} as Readonly<Record<Level, number>>,
  undecided: {} as Readonly<Record<Level, number>>,
  /** In how many runs all four session guarantees were kept. */
  sessions: 0,
  /** Runs in whose last half second all nodes gave the same answers. */
  converged: 0,
  /** Keys whose final value an acknowledged later write had replaced; of `keys`. */
  lost: 0,
  keys: 0,
  /** Times to the answer in ms of virtual time, without faults. */
  tookMs: { get: [] as readonly number[], put: [] as readonly number[] },
  /** What was asked while the network was split. */
  majority: nobody,
  minority: nobody,
  /** Of each run, how long after the split the last answer came that was not the final one. */
  staleMs: [] as readonly number[],
};

export const consistencyAccount = () =>
  summing(nothing, sampleOf, ({ tookMs, majority, minority, staleMs, ...sums }) => ({
    ...sums,
    get: latencyOf(tookMs.get),
    put: latencyOf(tookMs.put),
    /** Shares of operations that were answered in time, 0 to 1. */
    majority: sharesOf(majority),
    minority: sharesOf(minority),
    staleMs: percentile(staleMs, 50),
  }));

export type ConsistencyFigures = ReturnType<ReturnType<typeof consistencyAccount>['figures']>;

const sharesOf = ({ get, put }: typeof nobody) => ({ get: shareOf(get), put: shareOf(put) });

function sampleOf({ run, majority }: SplitRun): Partial<typeof nothing> {
  // Raft's history also tells what its nodes did.
  const accesses = (sessionsOf(run.history) as Access[]).filter(
    ({ input: { f } }) => f === 'get' || f === 'put',
  );
  const { rungs } = ladder(accesses, { budget: BUDGET });
  const levels = (verdict: string) =>
    Object.fromEntries(
      rungs.map((rung) => [rung.level, rung.verdict === verdict ? 1 : 0]),
    ) as typeof nothing.kept;
  const kept = levels('valid');
  const each = <T>(some: readonly Access[], count: (operations: Access[]) => T) => ({
    get: count(some.filter(({ input }) => input.f === 'get')),
    put: count(some.filter(({ input }) => input.f === 'put')),
  });
  const quiet = accesses.filter(({ invokedAtMs = 0 }) => invokedAtMs < times.splitMs - times.patienceMs);
  // What is asked at the end of the split may be answered after it.
  const split = accesses.filter(
    ({ invokedAtMs = 0 }) => invokedAtMs >= times.splitMs && invokedAtMs <= times.healMs - times.patienceMs,
  );
  const isMajority = ({ process }: Access): boolean =>
    majority.has(homeOf(clientNames.indexOf(String(process).replace(/\?.*$/, ''))));
  return {
    ...endOf(accesses),
    runs: 1,
    kept,
    undecided: levels('unknown'),
    sessions: sessionGuarantees.every((level) => kept[level] === 1) ? 1 : 0,
    tookMs: each(quiet, timesOf),
    majority: each(split.filter(isMajority), answered),
    minority: each(
      split.filter((access) => !isMajority(access)),
      answered,
    ),
  };
}

/** What was read once nothing was written any more. */
function endOf(accesses: readonly Access[]): Partial<typeof nothing> {
  const late = accesses.filter(
    ({ input, type, invokedAtMs = 0 }) => input.f === 'get' && type === 'ok' && invokedAtMs > times.healMs,
  );
  const keys = [...new Set(late.map(({ input }) => input.key))].map((key) => {
    const reads = late.filter(({ input }) => input.key === key);
    const final = reads.at(-1) as Access;
    const old = reads.filter(({ output }) => output !== final.output);
    const puts = accesses.filter(({ input }) => input.f === 'put' && input.key === key);
    return {
      staleMs: Math.max(0, ...old.map(({ completedAtMs = 0 }) => completedAtMs - times.healMs)),
      isLost: regular().check([...puts, { ...final, process: 'the end' }]).verdict === 'invalid',
    };
  });
  const staleMs = Math.max(0, ...keys.map((key) => key.staleMs));
  return {
    keys: keys.length,
    lost: keys.filter(({ isLost }) => isLost).length,
    converged: times.healMs + staleMs < times.settledMs ? 1 : 0,
    staleMs: [staleMs],
  };
}
