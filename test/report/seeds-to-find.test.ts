import { expect, it } from 'vitest';
import { seedsToFind } from '../../report/data/seeds-to-find.js';

it.each([
  // Clopper–Pearson intervals as tables of the binomial distribution have them.
  [10, 1, 0.0025, 0.445],
  [100, 1, 0.00025, 0.0545],
  [100, 10, 0.049, 0.1762],
  [100, 50, 0.3983, 0.6017],
  [20, 20, 0.8316, 1],
  [1, 1, 0.025, 1],
])('%i runs of which %i fail', (runs, failing, low, high) => {
  const found = seedsToFind(runs, failing);
  expect(found.mean).toBe(runs / failing);
  expect(1 / found.high).toBeCloseTo(low, 3);
  expect(1 / found.low).toBeCloseTo(high, 3);
});

it('no failure says only how many seeds it takes at least', () => {
  const { mean, low, high } = seedsToFind(50, 0);
  expect([mean, high]).toEqual([Infinity, Infinity]);
  // The rule of three, for one side: 1 - 0.025^(1/50).
  expect(1 / low).toBeCloseTo(0.0711, 4);
});

it('many runs cost little and stay exact', () => {
  const { mean, low, high } = seedsToFind(1_000_000, 250_000);
  expect(mean).toBe(4);
  expect(low).toBeGreaterThan(3.98);
  expect(high).toBeLessThan(4.02);
});
