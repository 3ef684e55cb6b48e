/** The tables of brokers: what each strategy keeps and costs, with an account that can be checked by hand. */
import { beforeAll, describe, expect, it } from 'vitest';
import { clustering } from '../../../scenarios/tables/clustering.js';
import { tables } from '../../../scenarios/tables/index.js';
import { persistence } from '../../../scenarios/tables/persistence.js';

describe('persistence', () => {
  let rows: Awaited<ReturnType<typeof persistence.measure>>['rows'];
  let comparisons: Awaited<ReturnType<typeof persistence.measure>>['comparisons'];
  beforeAll(async () => {
    ({ rows, comparisons } = await persistence.measure({ seed: 1, runs: 1 }));
  });
  const lostOf = (strategy: string): number[] =>
    rows.filter(({ setting }) => setting.strategy === strategy).map(({ lost }) => lost);

  it('is listed, and every run reached the end of its queue', () => {
    expect(tables).toContain(persistence);
    expect(rows.map(({ undecided }) => undecided)).toEqual(rows.map(() => 0));
    for (const { processed, acknowledged, lost, twice } of rows)
      expect(processed - twice).toBeGreaterThanOrEqual(acknowledged - lost);
  });

  it('loses what is only in memory, and what nobody confirmed', () => {
    for (const strategy of ['memory', 'unconfirmed', 'channel'])
      for (const lost of lostOf(strategy)) expect(lost, strategy).toBeGreaterThan(0);
    for (const strategy of ['durable', 'replicated']) expect(lostOf(strategy), strategy).toEqual([0, 0]);
    expect(
      rows.filter(({ setting }) => setting.strategy === 'channel').map((row) => row.lostImportant),
    ).toEqual([0, 0]);
  });

  it('confirms what is said of speed, availability and bandwidth', () => {
    expect(comparisons.map(({ held }) => held)).toEqual([true, true, true]);
  });
});

describe('clustering', () => {
  let rows: Awaited<ReturnType<typeof clustering.measure>>['rows'];
  let comparisons: Awaited<ReturnType<typeof clustering.measure>>['comparisons'];
  beforeAll(async () => {
    ({ rows, comparisons } = await clustering.measure({ seed: 1, runs: 1 }));
  });
  const row = (strategy: string, event: string) =>
    rows.find(({ setting }) => setting.strategy === strategy && setting.event === event);

  it('is listed, and every run reached the end of its queues', () => {
    expect(tables).toContain(clustering);
    expect(rows.map(({ undecided }) => undecided)).toEqual(rows.map(() => 0));
  });

  it('loses what is confirmed only where both sides of a cut go on', () => {
    const losing = rows
      .filter(({ lost }) => lost > 0)
      .map(({ setting }) => `${setting.strategy}, ${setting.event}`);
    expect(losing.sort()).toEqual(['healed, one is cut off', 'standby, one is cut off']);
  });

  it('counts copies: one for a standby, two for two mirrors, none over a bridge', () => {
    expect(row('standby', 'none')?.copies).toBeCloseTo(1, 1);
    expect(row('mirrored', 'none')?.copies).toBeCloseTo(2, 1);
    expect(row('bridge', 'none')?.copies).toBe(0);
  });

  it('gives nothing twice by itself: only a failure does', () => {
    for (const { setting, twice } of rows)
      if (setting.event === 'none') expect(twice, setting.strategy).toBe(0);
    expect(row('quorum', 'one dies')?.twice).toBe(0);
    expect(row('mirrored', 'one dies')?.twice).toBeGreaterThan(0);
  });

  it('confirms what is said of the strategies together', () => {
    expect(comparisons.filter(({ held }) => !held).map(({ claim }) => claim)).toEqual([]);
  });
});
