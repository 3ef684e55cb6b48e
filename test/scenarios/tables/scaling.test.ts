/** The tables of scaling and latency: theory agrees, and the claims that fail are those of their chapters. */
import { describe, expect, it } from 'vitest';
import { tables } from '../../../scenarios/tables/index.js';
import { latency } from '../../../scenarios/tables/latency.js';
import { speedUpByLaw, speedUpByTheory, tookByTheory } from '../../../scenarios/tables/scaling-theory.js';
import { scaling } from '../../../scenarios/tables/scaling.js';

describe('scaling', () => {
  it('knows the laws', () => {
    expect(speedUpByLaw({ spread: 'one job, even pieces', servers: 16 })).toBeCloseTo(1 / (0.05 + 0.95 / 16));
    expect(speedUpByTheory({ spread: 'one job, even pieces', servers: 16 })).toBeCloseTo(9.143, 3);
    expect(tookByTheory({ spread: 'up', servers: 4 })).toBeCloseTo(12.5);
    expect(tookByTheory({ spread: 'out, own lines', servers: 4 })).toBeCloseTo(50);
    // A shared part of 0.5 ms is done 20 times in 10 ms, however many ask for it.
    expect(speedUpByTheory({ spread: 'own work, shared part', servers: 1_000 })).toBeCloseTo(20, 3);
    expect(speedUpByLaw({ spread: 'own work, shared part', servers: 1_000_000 })).toBeCloseTo(20, 2);
  });

  it('finds what theory says, and that one law is a lower bound', async () => {
    const { rows, comparisons } = await scaling.measure({ seed: 'x', runs: 2 });
    expect(tables).toContain(scaling);
    for (const { setting, tookMs } of rows)
      expect([setting, Math.abs(tookMs / tookByTheory(setting) - 1) < 0.15]).toEqual([setting, true]);
    for (const { setting, speedUp } of rows)
      if (setting.spread.startsWith('own work')) expect(speedUp).toBeGreaterThan(speedUpByLaw(setting));
      else if (setting.spread === 'one job, uneven pieces')
        expect(speedUp).toBeLessThan(speedUpByLaw(setting));
    expect(comparisons.map(({ held }) => held)).toEqual([false, true, false, false]);
  });
});

describe('latency', () => {
  it('adds up in turn, and waits for the slowest at once', async () => {
    const { rows, comparisons } = await latency.measure({ seed: 'x', runs: 2 });
    expect(tables).toContain(latency);
    for (const { setting, held } of rows)
      expect([setting, held]).toEqual([
        setting,
        setting.how !== 'at once' || setting.place === 'same data centre',
      ]);
    expect(comparisons.map(({ held }) => held)).toEqual([false, false, true]);
  });
});
