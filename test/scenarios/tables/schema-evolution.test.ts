/** The table of schema evolution: who refuses, who misreads, and the advice that holds. */
import { describe, expect, it } from 'vitest';
import { tables } from '../../../scenarios/tables/index.js';
import { schemaEvolution } from '../../../scenarios/tables/schema-evolution.js';
import { readBy, written } from '../../../scenarios/tables/schema-shapes.js';

const order = { id: 2, cents: 1_250, customer: 'customer 1' };

describe('schema-evolution', () => {
  it('reads euros as cents where only the meaning changed', () => {
    const event = written(order, 2, 'unit changed', 'tolerant');
    expect(readBy(event, 1, 'unit changed', 'tolerant')).toEqual({ kind: 'read', cents: 125_000 });
    expect(readBy(event, 2, 'unit changed', 'tolerant')).toEqual({ kind: 'read', cents: 1_250 });
    expect(readBy({ ...event, version: 2 }, 1, 'unit changed', 'by version')).toEqual({ kind: 'refused' });
  });

  it('finds that versions need consumers first, and expanding does not', async () => {
    const { rows, comparisons } = await schemaEvolution.measure({ seed: 'x', runs: 1 });
    expect(tables).toContain(schemaEvolution);
    for (const { setting, consumersFirst, producersFirst, replay } of rows) {
      const bad = [consumersFirst, producersFirst, replay].map(({ refused, wrong }) => refused + wrong > 0);
      expect(Math.min(consumersFirst.events, producersFirst.events, replay.events)).toBeGreaterThan(300);
      if (setting.style === 'expand, then contract') expect(bad).toEqual([false, false, false]);
      if (setting.style === 'by version') expect(bad).toEqual([false, true, false]);
      if (setting.change === 'unit changed' && setting.style === 'tolerant') {
        expect(bad).toEqual([true, true, true]);
        expect(consumersFirst.refused + producersFirst.refused + replay.refused).toBe(0);
      }
    }
    expect(comparisons.map(({ held }) => held)).toEqual([false]);
  });
});
