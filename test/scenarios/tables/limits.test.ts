/** The table of rate limiters: what each lets in at most, and whom it turns away wrongly. */
import { describe, expect, it } from 'vitest';
import { mostOf } from '../../../scenarios/tables/limits-account.js';
import { limits } from '../../../scenarios/tables/limits.js';
import { tables } from '../../../scenarios/tables/index.js';

describe('limits', () => {
  it('counts the fullest window, and not what is a whole window apart', () => {
    const admitted = (...times: readonly number[]) => times.map((atMs) => ({ atMs, admitted: true }));
    expect(mostOf(admitted(0, 199, 200, 399.9))).toBe(0.2);
    expect(mostOf([...admitted(0, 1, 2), { atMs: 3, admitted: false }])).toBe(0.3);
    expect(mostOf([])).toBe(0);
  });

  it('finds that the log alone keeps the limit and wrongs nobody', async () => {
    const { rows, comparisons } = await limits.measure({ seed: 'x', runs: 3 });
    expect(tables).toContain(limits);
    expect(comparisons.map(({ held }) => held)).toEqual([true, true, true, false]);
    const held = rows.filter((row) => row.held).map(({ setting }) => setting);
    expect(held).toEqual([{ limiter: 'log', how: 'script' }]);
    const two = rows.find(({ setting }) => setting.limiter === 'two counters')!;
    expect(two.edge).toBeLessThanOrEqual(1.1);
    expect(two.even).toBeGreaterThan(1.5);
    expect(two.wronged.mean).toBeGreaterThan(5);
  });
});
