/** The table of replication modes: a pure function of seed and runs, with an account that can be checked by hand. */
import type { Run } from 'seedstorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { TAKE_OVER } from '../../../scenarios/replication/primary-backup/replica.js';
import { tables } from '../../../scenarios/tables/index.js';
import {
  replicationAccount,
  type ReplicationFigures,
} from '../../../scenarios/tables/replication-account.js';
import { replicationModes } from '../../../scenarios/tables/replication-modes.js';
import { percentile } from '../../../scenarios/tables/sums.js';

const RUNS = 10;
let table: Awaited<ReturnType<typeof replicationModes.measure>>;
type ReplicationRow = (typeof table.rows)[number];
let runs = 0;

beforeAll(async () => {
  table = await replicationModes.measure({ seed: 1, runs: RUNS }, () => runs++);
}, 120_000);

const rowsWhere = (setting: object): ReplicationRow[] =>
  table.rows.filter((row) =>
    Object.entries(setting).every(([name, value]) => row.setting[name as keyof typeof row.setting] === value),
  );

describe('replication-modes', () => {
  it('has a row for every setting', () => {
    expect(table.rows).toHaveLength(3 * 2 * 2);
    expect(new Set(table.rows.map(({ setting }) => JSON.stringify(setting))).size).toBe(table.rows.length);
    expect(runs).toBe(table.rows.length * RUNS);
    expect(replicationModes.settings).toBe(table.rows.length);
    expect(tables.map(({ name }) => name)).toContain('replication-modes');
    expect(table.comparisons).toEqual(replicationModes.compare(table.rows));
  });

  it('has figures that add up', () => {
    for (const row of table.rows) {
      expect(row.acknowledged).toBeGreaterThan(100 * RUNS);
      expect(row.reads).toBeGreaterThan(100 * RUNS);
      expect(row.stale + row.dirty).toBeLessThan(row.reads);
      expect(row.lost === 0).toBe(row.runsWithLoss === 0);
      expect(row.runsWithLoss).toBeLessThanOrEqual(RUNS);
      expect(row.cutWriteAvailability).toBeLessThan(row.writeAvailability);
      expect(row.p99Ms).toBeGreaterThan(row.p50Ms);
      expect(row.failOvers).toBeGreaterThan(0);
      expect(row.pauseMs).toBeGreaterThan(100);
      expect(row.undecided).toBe(0);
      expect(row.held).toBe(row.claims.every(({ held }) => held));
      expect(row.claims).toHaveLength(3);
    }
  });

  it('loses nothing acknowledged by backups that are fenced, and something otherwise', () => {
    for (const mode of ['synchronous', 'semi-synchronous'])
      for (const { lost, dirty } of rowsWhere({ mode, fencing: true })) expect([lost, dirty]).toEqual([0, 0]);
    for (const { lost } of rowsWhere({ mode: 'asynchronous' })) expect(lost).toBeGreaterThan(0);
    expect(rowsWhere({ mode: 'semi-synchronous', fencing: false }).some(({ lost }) => lost > 0)).toBe(true);
  });

  it('reads the past at backups, and only there where fencing holds', () => {
    for (const { stale } of rowsWhere({ reads: 'backup' })) expect(stale).toBeGreaterThan(100);
    for (const { stale } of rowsWhere({ reads: 'primary', fencing: true })) expect(stale).toBe(0);
  });

  it('pays for safety with time and availability', () => {
    const [all, some, none] = (['synchronous', 'semi-synchronous', 'asynchronous'] as const).map(
      (mode) => rowsWhere({ mode, fencing: true, reads: 'primary' })[0] as ReplicationRow,
    ) as [ReplicationRow, ReplicationRow, ReplicationRow];
    expect(all.p50Ms).toBeGreaterThan(some.p50Ms);
    expect(some.p50Ms).toBeGreaterThan(none.p50Ms);
    expect(all.cutWriteAvailability).toBeLessThan(some.cutWriteAvailability - 0.1);
  });

  it('is a pure function of seed and runs', async () => {
    const [one, other] = [
      await replicationModes.measure({ seed: 'x', runs: 1 }),
      await replicationModes.measure({ seed: 'x', runs: 1 }),
    ];
    expect(other).toEqual(one);
    expect(one.rows.map(({ acknowledged }) => acknowledged)).not.toEqual(
      table.rows.map(({ acknowledged }) => acknowledged),
    );
  });
});

type Done = Run['history'][number];

/** A run of operations that each begin and end at the given ms. */
function runOf(operations: readonly (readonly [object, number, number, unknown?, Done['type']?])[]): Run {
  const history = operations.map(([input, invoke, complete, output, type = 'ok'], index): Done => ({
    process: `c${index}`,
    input,
    output,
    type,
    invoke,
    complete,
    invokedAtMs: invoke,
    completedAtMs: complete,
  }));
  const cut = { kind: 'partition', atMs: 30, durationMs: 100, groups: [['n1'], ['n2']] };
  const coverage = { sometimes: { [TAKE_OVER]: { reached: 1, held: 1 } } };
  return { history, plan: { faults: [cut], healAtMs: 50 }, coverage } as unknown as Run;
}

const write = (value: number) => ({ f: 'write', key: 'a', value });
const read = { f: 'read', key: 'a' };

describe('the account', () => {
  const figuresOf = (...operations: Parameters<typeof runOf>[0]): ReplicationFigures => {
    const account = replicationAccount();
    account.add(runOf(operations));
    return account.figures();
  };

  it('tells lost, stale and dirty apart', () => {
    const figures = figuresOf(
      [write(1), 0, 4],
      [read, 5, 6, null], // stale: 1 was acknowledged
      [read, 3, 6, null], // not stale: 1 was not acknowledged when it began
      [write(2), 7, 8],
      [write(3), 9, 12], // lost
      [read, 13, 14, 3], // dirty
      [read, 13, 14, 2],
      [read, 13, 14, 1], // stale
      [{ f: 'log' }, 90, 91, [1, 2]],
    );
    expect(figures).toMatchObject({
      acknowledged: 3,
      lost: 1,
      runsWithLoss: 1,
      reads: 5,
      stale: 2,
      dirty: 1,
    });
    expect([figures.p50Ms, figures.p99Ms]).toEqual([3, 4]);
    expect([figures.failOvers, figures.pauseMs]).toEqual([1, 4]);
  });

  it('counts what began during the partition, until everything is healed', () => {
    const figures = figuresOf(
      [write(1), 10, 11, undefined, 'info'],
      [write(2), 30, 31, undefined, 'fail'],
      [write(3), 40, 41],
      [write(4), 50, 51],
      [read, 45, 46, 3],
      [{ f: 'log' }, 90, 91, [3, 4]],
    );
    expect(figures.writeAvailability).toBe(0.5);
    expect([figures.cutWriteAvailability, figures.cutReadAvailability]).toEqual([0.5, 1]);
  });

  it('leaves out a run whose log nobody saw', () => {
    expect(figuresOf([write(1), 1, 2], [{ f: 'log' }, 90, 91, undefined, 'fail'])).toMatchObject({
      undecided: 1,
      acknowledged: 0,
    });
  });

  it('takes percentiles from what there is', () => {
    expect([percentile([], 50), percentile([7], 99), percentile([1, 2, 3, 4], 50)]).toEqual([0, 7, 2]);
  });
});

describe('judging', () => {
  const figures: ReplicationFigures = {
    acknowledged: 10,
    lost: 0,
    runsWithLoss: 0,
    reads: 10,
    stale: 0,
    dirty: 0,
    writeAvailability: 1,
    cutWriteAvailability: 1,
    cutReadAvailability: 1,
    p50Ms: 1,
    p99Ms: 2,
    failOvers: 0,
    pauseMs: 0,
    undecided: 0,
  };
  const setting = { mode: 'asynchronous', fencing: true, reads: 'primary' } as const;
  const held = (changes: object, of: object = {}) =>
    replicationModes.judge({ ...setting, ...of }, { ...figures, ...changes }).map((claim) => claim.held);

  it('confirms a risk only where something was lost', () => {
    expect(held({})).toEqual([false, true, true]);
    expect(held({ lost: 1 })).toEqual([true, false, true]);
    expect(held({ lost: 1 }, { mode: 'synchronous' })).toEqual([false, false, true]);
  });

  it('holds old reads against a primary, and expects them of backups', () => {
    expect(held({ stale: 1 })).toEqual([false, true, false]);
    expect(held({ stale: 1 }, { reads: 'backup' })).toEqual([false, true, true]);
    expect(held({ dirty: 1 })).toEqual([false, false, false]);
  });

  it('compares modes with fencing only', () => {
    const row = (
      mode: 'synchronous' | 'semi-synchronous' | 'asynchronous',
      reads: 'primary' | 'backup',
      p50Ms: number,
    ) => ({
      ...figures,
      p50Ms,
      setting: { mode, fencing: true, reads },
    });
    const rows = (['primary', 'backup'] as const).flatMap((reads) => [
      row('synchronous', reads, 3),
      row('semi-synchronous', reads, 2),
      row('asynchronous', reads, 1),
    ]);
    const [fastest] = replicationModes.compare(rows);
    expect(fastest).toMatchObject({ held: true });
    const unfenced = { ...row('asynchronous', 'primary', 9), setting: { ...setting, fencing: false } };
    expect(replicationModes.compare([unfenced, ...rows])[0]).toEqual(fastest);
    expect(replicationModes.compare([...rows.slice(1), row('synchronous', 'primary', 1.5)])[0]?.held).toBe(
      false,
    );
  });
});
