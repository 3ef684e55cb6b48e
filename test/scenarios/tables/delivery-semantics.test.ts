/** The table of delivery semantics: a pure function of seed and runs whose figures add up. */
import { beforeAll, describe, expect, it } from 'vitest';
import { deliverySemantics } from '../../../scenarios/tables/delivery-semantics.js';
import { tables } from '../../../scenarios/tables/index.js';
import { seedsOf } from '../../../scenarios/tables/table.js';

let table: Awaited<ReturnType<typeof deliverySemantics.measure>>;
type DeliveryRow = (typeof table.rows)[number];
let runs = 0;

beforeAll(async () => {
  table = await deliverySemantics.measure({ seed: 1, runs: 12 }, () => runs++);
}, 120_000);

const rowsWhere = (setting: object): DeliveryRow[] =>
  table.rows.filter((row) =>
    Object.entries(setting).every(([name, value]) => row.setting[name as keyof typeof row.setting] === value),
  );

describe('delivery-semantics', () => {
  it('has a row for every setting, and three more', () => {
    expect(table.rows).toHaveLength(3 * 3 * 2 + 3);
    expect(new Set(table.rows.map(({ setting }) => JSON.stringify(setting))).size).toBe(table.rows.length);
    expect(runs).toBe(table.rows.length * 12);
    expect(deliverySemantics.settings).toBe(table.rows.length);
    expect(tables.map(({ name }) => name)).toContain('delivery-semantics');
  });

  it('has figures that add up', () => {
    for (const row of table.rows) {
      expect(row.acknowledged).toBeGreaterThan(1000);
      expect(row.lostByLog + row.lostByConsumer).toBe(row.lost);
      expect(row.duplicatedByProducer + row.duplicatedByConsumer).toBeGreaterThanOrEqual(row.duplicated);
      expect(row.availability).toBeGreaterThan(0.8);
      expect(row.availability).toBeLessThanOrEqual(1);
      expect(row.p99Ms).toBeGreaterThan(row.p50Ms);
      expect(row.undecided).toBe(0);
      expect(row.held).toBe(row.claims.every(({ held }) => held));
    }
  });

  it('loses nothing from the log with acks=all, and much with acks=0', () => {
    for (const row of rowsWhere({ acks: 'all' })) expect(row.lostByLog).toBe(0);
    for (const row of rowsWhere({ acks: 0 })) expect(row.lostByLog).toBeGreaterThan(0);
  });

  it('never processes twice what is committed before', () => {
    for (const row of rowsWhere({ commit: 'before' })) expect(row.duplicated).toBe(0);
  });

  it('shows that start from latest is not at most once when commits come after', () => {
    const [row] = rowsWhere({ acks: 'all', commit: 'after', reset: 'latest' });
    expect(row?.lostByConsumer).toBeGreaterThan(0);
    expect(row?.duplicatedByConsumer).toBeGreaterThan(0);
    expect(row?.held).toBe(false);
  });

  it('excludes every duplicate where that is asked for', () => {
    const rows = table.rows.filter(({ setting }) => setting.dedupe !== 'none');
    expect(rows).toHaveLength(2);
    for (const { lost, duplicated, held } of rows) expect([lost, duplicated, held]).toEqual([0, 0, true]);
    const [retried] = rowsWhere({ acks: 'all', idempotent: false, dedupe: 'none' });
    expect(retried?.duplicatedByProducer).toBeGreaterThan(0);
  });

  it('waits longer for stronger acknowledgement', () => {
    const p50 = ([0, 1, 'all'] as const).map(
      (acks) => rowsWhere({ acks, commit: 'after', reset: 'earliest' })[0]?.p50Ms ?? 0,
    );
    expect(p50[0]).toBeLessThan(p50[1] as number);
    expect(p50[1]).toBeLessThan(p50[2] as number);
  });

  it('is a pure function of seed and runs', async () => {
    const [one, other] = [
      await deliverySemantics.measure({ seed: 'x', runs: 1 }),
      await deliverySemantics.measure({ seed: 'x', runs: 1 }),
    ];
    expect(other).toEqual(one);
    expect(one.rows.map(({ acknowledged }) => acknowledged)).not.toEqual(
      table.rows.map(({ acknowledged }) => acknowledged),
    );
  }, 240_000);
});

describe('judging', () => {
  const figures = {
    acknowledged: 10,
    lost: 0,
    lostByLog: 0,
    lostByConsumer: 0,
    duplicated: 0,
    duplicatedByProducer: 0,
    duplicatedByConsumer: 0,
    availability: 1,
    p50Ms: 1,
    p99Ms: 2,
    undecided: 0,
  };
  const setting = {
    acks: 'all',
    idempotent: true,
    commit: 'after',
    reset: 'earliest',
    dedupe: 'none',
  } as const;
  const held = (changes: object) =>
    deliverySemantics.judge(setting, { ...figures, ...changes }).map((claim) => claim.held);

  it('confirms what may happen only where it was seen', () => {
    expect(held({})).toEqual([true, false, true]);
    expect(held({ duplicated: 1, duplicatedByConsumer: 1 })).toEqual([true, true, true]);
  });

  it('holds against each side of the log what happened there', () => {
    expect(held({ lost: 1, lostByLog: 1, duplicatedByConsumer: 1 })).toEqual([false, true, true]);
    expect(held({ lost: 1, lostByConsumer: 1, duplicatedByConsumer: 1 })).toEqual([true, false, false]);
  });

  it('counts seeds as explore does', () => {
    expect(seedsOf({ seed: 7, runs: 3 })).toEqual([7, 8, 9]);
    expect(seedsOf({ seed: 'T', runs: 2 })).toEqual(['T/0', 'T/1']);
  });
});
