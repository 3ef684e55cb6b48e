/** The consistency ladder: a pure function of seed and runs, in which every store keeps what it promises. */
import { beforeAll, describe, expect, it } from 'vitest';
import { consistency } from '../../../scenarios/tables/consistency.js';
import { tables } from '../../../scenarios/tables/index.js';

const RUNS = 3;
let table: Awaited<ReturnType<typeof consistency.measure>>;
type ConsistencyRow = (typeof table.rows)[number];
let ran = 0;

beforeAll(async () => {
  table = await consistency.measure({ seed: 1, runs: RUNS }, () => ran++);
}, 120_000);

const rowOf = (store: string): ConsistencyRow =>
  table.rows.find(({ setting }) => setting.store === store) as ConsistencyRow;

describe('consistency', () => {
  it('has a row for every store', () => {
    expect(table.rows.map(({ setting }) => setting.store)).toEqual([
      'raft',
      'sequenced-log',
      'causal-broadcast',
      'anti-entropy',
    ]);
    expect(ran).toBe(4 * RUNS);
    expect(consistency.settings).toBe(4);
    expect(tables.map(({ name }) => name)).toContain('consistency');
  });

  it('finds that each store keeps its level in every run, and no weaker one keeps linearizability', () => {
    const kept = (store: string) => rowOf(store).kept;
    expect(kept('raft').linearizable).toBe(RUNS);
    expect(kept('sequenced-log').sequential).toBe(RUNS);
    expect(kept('causal-broadcast')['causal-convergence']).toBe(RUNS);
    expect(kept('anti-entropy')['monotonic-reads']).toBe(RUNS);
    expect(kept('anti-entropy')['read-your-writes']).toBe(RUNS);
    for (const { converged, undecided } of table.rows) {
      expect(converged).toBe(RUNS);
      expect(Object.values(undecided).every((count) => count === 0)).toBe(true);
    }
    for (const store of ['sequenced-log', 'causal-broadcast', 'anti-entropy'])
      expect(kept(store).linearizable).toBe(0);
  });

  it('finds what answers while the network is split, and where', () => {
    expect(rowOf('raft').minority).toEqual({ get: 0, put: 0 });
    expect(rowOf('raft').majority.put).toBeGreaterThan(0.8);
    const { majority, minority } = rowOf('sequenced-log');
    expect([majority.get, minority.get]).toEqual([1, 1]);
    expect(majority.put + minority.put).toBeLessThan(2);
    for (const store of ['causal-broadcast', 'anti-entropy'])
      expect(rowOf(store)).toMatchObject({ majority: { get: 1, put: 1 }, minority: { get: 1, put: 1 } });
  });

  it('finds what waiting for others costs', () => {
    expect(rowOf('raft').get.p50Ms).toBeGreaterThan(10 * rowOf('sequenced-log').get.p50Ms);
    expect(rowOf('sequenced-log').put.p50Ms).toBeGreaterThan(10 * rowOf('causal-broadcast').put.p50Ms);
    for (const { get, put } of table.rows) {
      expect(get.p99Ms).toBeGreaterThan(get.p50Ms);
      expect(put.p99Ms).toBeGreaterThan(put.p50Ms);
    }
  });

  it('prints every figure in its columns', () => {
    const cells = consistency.columns.map(({ cell }) => cell(rowOf('raft')));
    expect(cells.slice(0, 6)).toEqual(['raft', '3', '3', '3', '3', '3']);
    expect(cells.at(-1)).toBe('0/24');
    expect(new Set(consistency.columns.map(({ cell }) => typeof cell(rowOf('anti-entropy'))))).toEqual(
      new Set(['string']),
    );
  });

  it('is a pure function of seed and runs', async () => {
    const [one, other] = [
      await consistency.measure({ seed: 'x', runs: 1 }),
      await consistency.measure({ seed: 'x', runs: 1 }),
    ];
    expect(other).toEqual(one);
    expect(one.rows.map(({ get }) => get.p50Ms)).not.toEqual(table.rows.map(({ get }) => get.p50Ms));
  }, 240_000);
});
