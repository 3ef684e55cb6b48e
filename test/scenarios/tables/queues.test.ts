/** The tables of queues: time to work off a backlog, and one queue for all workers or one for each. */
import { describe, expect, it } from 'vitest';
import { formulaMs } from '../../../scenarios/tables/backlog-account.js';
import { backlog } from '../../../scenarios/tables/backlog.js';
import { tables } from '../../../scenarios/tables/index.js';
import { oneQueueOrMany } from '../../../scenarios/tables/one-queue-or-many.js';

describe('backlog', () => {
  it('knows the formula', () => {
    expect(formulaMs({ spare: 1, event: 'outage' })).toBe(Infinity);
    expect(formulaMs({ spare: 2, event: 'outage' })).toBeCloseTo(100);
    expect(formulaMs({ spare: 1.25, event: 'burst' })).toBeCloseTo(400);
  });

  it('finds that what piled up is worked off as the formula says, and never without anything to spare', async () => {
    const { rows, comparisons } = await backlog.measure({ seed: 'x', runs: 1 });
    expect(tables).toContain(backlog);
    expect(comparisons.map(({ held }) => held)).toEqual([true]);
    for (const { setting, workedOffMs, left, claims } of rows) {
      const idle = setting.spare > 1;
      expect(claims.map(({ held }) => held)).toEqual([true, idle, true]);
      expect(workedOffMs < Infinity).toBe(idle);
      expect(left < 8).toBe(idle);
    }
  });
});

describe('one-queue-or-many', () => {
  it('finds that one queue waits least, and that queues by what belongs together keep its order', async () => {
    const { rows, comparisons } = await oneQueueOrMany.measure({ seed: 'x', runs: 3 });
    expect(tables).toContain(oneQueueOrMany);
    expect(comparisons.map(({ held }) => held)).toEqual([true, true]);
    expect(rows.map(({ undone }) => undone)).toEqual(rows.map(() => 0));
    const slow = rows.filter(({ setting }) => setting.work === 'some slow');
    expect(slow.map(({ setting, orderedOvertaken }) => [setting.queues, orderedOvertaken > 0])).toEqual([
      ['one for all', true],
      ['in turns', true],
      ['shortest', true],
      ['by key', false],
      ['apart', false],
    ]);
    expect(slow.map(({ setting, overtaken }) => [setting.queues, overtaken > 0])).toContainEqual([
      'apart',
      true,
    ]);
  });
});
