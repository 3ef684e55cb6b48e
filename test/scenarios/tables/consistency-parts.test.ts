/** What the consistency ladder is made of: the workload, the account, and what is said of the notes' claims. */
import type { Run } from 'seedstorm';
import type { Level } from 'seedstorm/checkers';
import { describe, expect, it } from 'vitest';
import {
  consistencyAccount,
  type ConsistencyFigures,
} from '../../../scenarios/tables/consistency-account.js';
import { consistency } from '../../../scenarios/tables/consistency.js';
import { clientNames, homeOf, splitPlan, times } from '../../../scenarios/tables/consistency-world.js';

describe('the workload', () => {
  const { plan, majority } = splitPlan(7);

  it('is a pure function of the seed', () => {
    expect(splitPlan(7)).toEqual({ plan, majority });
    expect(splitPlan(8).plan.operations).not.toEqual(plan.operations);
  });

  it('splits three nodes from two', () => {
    const [fault] = plan.faults;
    if (fault?.kind !== 'partition') throw new Error('no partition');
    expect(fault.groups.map((group) => group.length)).toEqual([3, 2]);
    expect(new Set(fault.groups.flat()).size).toBe(5);
    expect([...majority]).toEqual(fault.groups[0]);
  });

  it('has clients that keep to their nodes, write distinct values, and only read in the end', () => {
    const values = new Set<number>();
    for (const { process, to, input, atMs } of plan.operations) {
      expect(to).toBe(homeOf(clientNames.indexOf(process)));
      const { f, value } = input as { f: string; value?: number };
      if (f === 'put') {
        expect(values).not.toContain(value);
        values.add(value as number);
        expect(atMs).toBeLessThan(times.healMs);
      }
    }
    expect(values.size).toBeGreaterThan(100);
  });
});

interface Did {
  readonly process: string;
  readonly f: 'get' | 'put';
  readonly value: number | null;
  readonly atMs: number;
  readonly tookMs?: number;
  readonly type?: 'ok' | 'info';
}

/** A run in which this happened, one operation after the other. */
function runOf(...did: readonly Did[]): Run {
  return {
    history: did.map(({ process, f, value, atMs, tookMs = 1, type = 'ok' }, index) => ({
      process,
      input: f === 'put' ? { f, key: 'a', value } : { f, key: 'a' },
      ...(f === 'get' ? { output: value } : {}),
      type,
      invoke: 2 * index,
      complete: type === 'ok' ? 2 * index + 1 : Infinity,
      invokedAtMs: atMs,
      completedAtMs: atMs + tookMs,
    })),
  } as unknown as Run;
}

describe('the account', () => {
  const majority = new Set(['n1', 'n2', 'n3']);
  const figuresOf = (...did: readonly Did[]): ConsistencyFigures => {
    const account = consistencyAccount();
    account.add({ run: runOf(...did), majority });
    return account.figures();
  };
  const { beginMs, splitMs, healMs } = times;

  it('times what is answered in the quiet', () => {
    const { get, put } = figuresOf(
      { process: 'c1', f: 'put', value: 1, atMs: beginMs, tookMs: 7 },
      { process: 'c1', f: 'get', value: 1, atMs: beginMs + 10, tookMs: 3 },
      { process: 'c1', f: 'get', value: 1, atMs: splitMs + 10, tookMs: 90 },
    );
    expect([get.p50Ms, get.p99Ms, put.p50Ms]).toEqual([3, 3, 7]);
  });

  it('counts what is answered during the split, on each side', () => {
    const { majority: larger, minority } = figuresOf(
      { process: 'c1', f: 'put', value: 1, atMs: splitMs },
      { process: 'c4', f: 'put', value: 2, atMs: splitMs + 1, type: 'info' },
      { process: 'c4.1', f: 'put', value: 3, atMs: splitMs + 2 },
      { process: 'c4.1', f: 'get', value: 3, atMs: splitMs + 3 },
      { process: 'c4.1', f: 'put', value: 4, atMs: healMs - 1, type: 'info' },
    );
    expect(larger).toEqual({ get: 0, put: 1 });
    expect(minority).toEqual({ get: 1, put: 0.5 });
  });

  it('tells which levels are kept, and whether a value was lost', () => {
    const lost: Did[] = [
      { process: 'c1', f: 'put', value: 1, atMs: splitMs },
      { process: 'c2', f: 'put', value: 2, atMs: splitMs + 5 },
      { process: 'c3', f: 'get', value: 2, atMs: healMs + 10 },
      { process: 'c3', f: 'get', value: 1, atMs: healMs + 30 },
      { process: 'c1', f: 'get', value: 1, atMs: healMs + 800 },
    ];
    const figures = figuresOf(...lost);
    expect(figures.kept).toMatchObject({ linearizable: 0, sequential: 1, 'monotonic-reads': 1 });
    expect(figures).toMatchObject({ runs: 1, sessions: 1, converged: 1, staleMs: 11, lost: 1, keys: 1 });
  });

  it('sees sessions broken and replicas that do not agree', () => {
    const figures = figuresOf(
      { process: 'c1', f: 'put', value: 1, atMs: beginMs },
      { process: 'c1', f: 'get', value: null, atMs: healMs + 10 },
      { process: 'c2', f: 'get', value: null, atMs: healMs + 700 },
      { process: 'c3', f: 'get', value: 1, atMs: healMs + 710 },
    );
    expect(figures).toMatchObject({ sessions: 0, converged: 0, lost: 0 });
    expect(figures.kept['read-your-writes']).toBe(0);
  });
});

type Promised = keyof typeof storeOf;
const storeOf = {
  linearizable: 'raft',
  sequential: 'sequenced-log',
  causal: 'causal-broadcast',
  eventual: 'anti-entropy',
} as const;

const levels: Level[] = ['linearizable', 'sequential', 'causal', 'regular'];

/** Figures of a store that keeps these levels in all of ten runs, is available or not, and takes so long. */
function figures(
  kept: readonly Level[],
  available: boolean,
  ms: number,
  changes: object = {},
): ConsistencyFigures {
  const share = { get: available ? 1 : 0.5, put: available ? 1 : 0.5 };
  const latency = { p50Ms: ms, p99Ms: 2 * ms };
  return {
    runs: 10,
    kept: Object.fromEntries(levels.map((level) => [level, kept.includes(level) ? 10 : 4])) as Record<
      Level,
      number
    >,
    undecided: {} as Record<Level, number>,
    sessions: 10,
    get: latency,
    put: latency,
    majority: share,
    minority: share,
    converged: 10,
    staleMs: 5,
    lost: 1,
    keys: 80,
    ...changes,
  };
}

const settingOf = <P extends Promised>(promised: P) => ({ promised, store: storeOf[promised] }) as never;

describe('claims of one store', () => {
  const held = (promised: Promised, of: ConsistencyFigures): boolean[] =>
    consistency.judge(settingOf(promised), of).map((claim) => claim.held);

  it('hold for what the theory says', () => {
    expect(held('linearizable', figures(levels, false, 9))).toEqual([true, true]);
    expect(held('sequential', figures(['sequential', 'causal'], false, 5))).toEqual([true, false, false]);
    expect(held('causal', figures(['causal'], true, 1))).toEqual([true, true, true]);
    expect(held('eventual', figures([], true, 1))).toEqual([true, true, true, true]);
  });

  it('do not hold where the figures say otherwise', () => {
    expect(held('linearizable', figures([], true, 9))).toEqual([false, false]);
    expect(held('sequential', figures([], true, 9))).toEqual([false, true, false]);
    expect(held('causal', figures(['sequential'], false, 9))).toEqual([false, false, false]);
    expect(held('eventual', figures(levels, false, 9, { converged: 9, lost: 0 }))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('claims of several stores', () => {
  const row = (promised: Promised, of: ConsistencyFigures) => ({
    ...of,
    setting: settingOf(promised),
  });
  const usual = [
    row('linearizable', figures(levels, false, 9)),
    row('sequential', figures(['sequential', 'causal'], false, 5)),
    row('causal', figures(['causal'], true, 1)),
    row('eventual', figures([], true, 1)),
  ];
  const held = (rows: typeof usual): boolean[] => consistency.compare(rows).map((claim) => claim.held);

  it('hold for what the theory says, except that a store can be neither CP nor AP', () => {
    expect(held(usual)).toEqual([true, true, true, true, false, true]);
    expect(consistency.compare(usual)[4]?.measured).toMatch(/^sequenced-log is neither: /);
    expect(held(usual.filter((_, index) => index !== 1))[4]).toBe(true);
  });

  it('do not hold where the figures say otherwise', () => {
    const magic = row('linearizable', figures(levels, true, 0.5));
    expect(held([magic, ...usual.slice(1)])).toEqual([true, false, false, false, false, false]);
    const [first, second, third, fourth] = usual as [never, never, never, never];
    expect(held([second, first, third, fourth])[0]).toBe(false);
  });
});
