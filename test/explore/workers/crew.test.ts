/** What a crew does when workers are lost, are late, or are no longer wanted. The workers here are made up. */
import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../../explore/campaign-coverage.js';
import { campaignSeeds } from '../../../explore/seeds.js';
import { emptyTally, type Tally } from '../../../explore/tally.js';
import type { ToldRun } from '../../../sim/run/capsule/told-run.js';
import { Crew, NotLoaded } from '../../../explore/workers/crew.js';
import type { Answer, Task } from '../../../explore/workers/task.js';
import type { End, Loss, Worker } from '../../../explore/workers/worker.js';

type Mood = 'valid' | 'invalid' | 'deadly' | 'deadly at second hand' | 'endless';

interface Log {
  hired: number;
  runs: number;
}

const plan = { schema: 1 as const, faults: [], operations: [] };

/** Why a worker cannot begin, if it cannot; workers count from 1. */
type Start = (worker: number) => Loss | undefined;

/** A worker whose runs go as `moods` says of their seeds. */
function fakeWorker(moods: Readonly<Record<number, Mood>>, starts: Start, log: Log): Worker {
  const failedStart = starts(++log.hired);
  let fresh = true;
  let stopped = false;
  let closed: (() => void) | undefined;
  return {
    get fresh() {
      return fresh;
    },
    gone: false,
    async run(task: Task, heard: (answer: Answer) => void): Promise<End> {
      const wasFresh = fresh;
      fresh = false;
      stopped = false;
      if (failedStart !== undefined) return { kind: 'lost', at: -1, loss: failedStart };
      if (task.kind === 'draw') {
        heard({ kind: 'drawn', drawn: { params: {}, bug: undefined, profile: 'drawn', plan } });
        return { kind: 'done' };
      }
      if (task.kind !== 'seeds') throw new Error('not made up');
      for (const [at, { seed }] of task.seeds.entries()) {
        if (at > 0 && stopped) break;
        await new Promise((resolve) => setImmediate(resolve));
        log.runs++;
        const mood = moods[Number(seed)] ?? 'valid';
        if (mood === 'deadly' || (mood === 'deadly at second hand' && !(wasFresh && at === 0)))
          return { kind: 'lost', at, loss: { kind: 'exit', code: 5 } };
        if (mood === 'endless') {
          await new Promise<void>((resolve) => (closed = resolve));
          return { kind: 'lost', at, loss: { kind: 'stopped' } };
        }
        const failed = mood === 'invalid';
        const tally: Tally = { ...emptyTally(), runs: 1 };
        tally.verdicts[failed ? 'invalid' : 'valid']++;
        const run = { scenario: 'x', seed, plan, verdict: mood, checks: [] } as unknown as ToldRun;
        heard({ kind: 'batch', tally, coverage: coverageOf([]), ...(failed ? { failure: run } : {}) });
        if (failed && !task.keepGoing) break;
      }
      return { kind: 'done' };
    },
    stop: () => void (stopped = true),
    close: () => closed?.(),
  };
}

async function explored(
  moods: Readonly<Record<number, Mood>>,
  {
    size = 3,
    keepGoing = true,
    total = 40,
    signal = new AbortController().signal,
    starts = (() => undefined) as Start,
  } = {},
): Promise<{
  failures: [unknown, string | undefined][];
  runs: number;
  log: Log;
  notRun: [number | null, string][];
}> {
  const log = { hired: 0, runs: 0 };
  const crew = new Crew({ size, eager: true, hire: () => fakeWorker(moods, starts, log) });
  const failures: [unknown, string | undefined][] = [];
  const notRun: [number | null, string][] = [];
  let runs = 0;
  await crew.explore({
    scenario: { name: 'x' },
    options: {},
    seeds: campaignSeeds(1, total),
    total,
    keepGoing,
    signal,
    givenUp: (seeds, why) => notRun.push([seeds, why]),
    commit({ tally, failure }) {
      runs += tally.runs;
      if (failure !== undefined) failures.push([failure.seed, failure.checks[0]?.anomalies[0]?.kind]);
    },
  });
  crew.close();
  return { failures, runs, log, notRun };
}

describe('a crew', () => {
  it.each([1, 2, 5])(
    'of %d goes on when runs take their workers along, in the order of seeds',
    async (size) => {
      const { failures, runs } = await explored(
        { 3: 'invalid', 9: 'deadly', 10: 'deadly', 31: 'invalid' },
        { size },
      );
      expect(runs).toBe(40);
      expect(failures).toEqual([
        [3, undefined],
        [9, 'process-exit'],
        [10, 'process-exit'],
        [31, undefined],
      ]);
    },
  );

  it('blames no seed for a worker that was at its end', async () => {
    const { failures, runs, log } = await explored({ 7: 'deadly at second hand' }, { size: 1 });
    expect([failures, runs]).toEqual([[], 40]);
    expect(log.hired).toBeGreaterThan(1);
  });

  it.each([1, 2, 5])('of %d ends at the first failure in the order of seeds', async (size) => {
    const { failures, runs } = await explored(
      { 6: 'deadly', 5: 'invalid', 20: 'invalid' },
      { size, keepGoing: false },
    );
    expect([failures, runs]).toEqual([[[5, undefined]], 5]);
  });

  it('does not wait for a run without an end after the first failure', async () => {
    const { failures, runs } = await explored({ 2: 'invalid', 6: 'endless' }, { keepGoing: false });
    expect([failures, runs]).toEqual([[[2, undefined]], 2]);
  });

  it.each([
    ['the first', 3, (worker) => worker === 1],
    ['the second', 1, (worker) => worker === 2],
    ['every one but the first', 3, (worker) => worker > 1],
    ['every one but the last', 3, (worker) => worker < 3],
  ] as [string, number, (worker: number) => boolean][])(
    'loses no seed where %s of its workers cannot begin',
    async (_which, size, dead) => {
      const starts: Start = (worker) => (dead(worker) ? { kind: 'exit', code: 3 } : undefined);
      const { runs, failures, notRun } = await explored({ 5: 'invalid', 30: 'invalid' }, { size, starts });
      expect([runs, failures.map(([seed]) => seed), notRun]).toEqual([40, [5, 30], []]);
    },
  );

  it.each([40, Infinity])('says how many of %d seeds were not run where workers die out', async (total) => {
    const starts: Start = (worker) => (worker > 1 ? { kind: 'load', message: 'no' } : undefined);
    const { runs, notRun, failures } = await explored({ 7: 'deadly' }, { size: 1, total, starts });
    expect([runs, failures, notRun]).toEqual([6, [], [[total === 40 ? 34 : null, 'in a worker, no']]]);
  });

  it('says why where none can begin, and tries a slow start once', async () => {
    const dead = explored({}, { size: 1, starts: () => ({ kind: 'memory', limitMb: 64 }) });
    await expect(dead).rejects.toThrow(NotLoaded);
    await expect(dead).rejects.toThrow(
      'x cannot be run: a worker wanted more than 64 MB of memory to load it',
    );
    let hired = 0;
    const slow: Start = (worker) => {
      hired = worker;
      return { kind: 'hung', afterMs: 120_000 };
    };
    await expect(explored({}, { size: 1, starts: slow })).rejects.toThrow('had not loaded it after 120 s');
    expect(hired).toBe(1);
  });

  it('ends with what it has when it is told to, even where a run has no end', async () => {
    const ending = new AbortController();
    setTimeout(() => ending.abort(), 30);
    const { runs } = await explored({ 6: 'endless' }, { total: 1_000_000, signal: ending.signal });
    expect(runs).toBeGreaterThan(4);
    expect(runs).toBeLessThan(1_000_000);
  });
});
