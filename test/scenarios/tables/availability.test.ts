/** The table of availability: where the arithmetic is right, and where it lies. */
import { describe, expect, it } from 'vitest';
import { arithmetic, availability } from '../../../scenarios/tables/availability.js';
import { tables } from '../../../scenarios/tables/index.js';

describe('availability', () => {
  it('knows the sums of the notes', () => {
    expect(arithmetic({ layout: 'one', outages: 'own', change: '-' })).toBeCloseTo(98);
    expect(arithmetic({ layout: 'series of 3', outages: 'own', change: '-' })).toBeCloseTo(94.119);
    expect(arithmetic({ layout: '2 side by side', outages: 'own', change: 'at once' })).toBeCloseTo(99.96);
  });

  it('finds that sums hold for outages that know nothing of each other, and a change at once', async () => {
    const { rows, comparisons } = await availability.measure({ seed: 'x', runs: 6 });
    expect(tables).toContain(availability);
    expect(comparisons.map(({ held }) => held)).toEqual([true, true, false, false]);
    for (const { setting, available, half, held } of rows)
      if (setting.outages === 'own' && setting.change !== 'after a check')
        expect([setting, available, half, held]).toEqual([setting, available, half, true]);
      else if (setting.layout === '2 side by side')
        expect(available + half).toBeLessThan(arithmetic(setting));
  });
});
