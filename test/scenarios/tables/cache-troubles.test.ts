/** The table of the troubles of caches: what each remedy leaves for the store. */
import { describe, expect, it } from 'vitest';
import { loadsAnExpiry } from '../../../scenarios/cache/stampede/early.js';
import { cacheTroubles } from '../../../scenarios/tables/cache-troubles.js';
import { tables } from '../../../scenarios/tables/index.js';

describe('cache-troubles', () => {
  it('finds what each remedy keeps away', async () => {
    const { rows, comparisons } = await cacheTroubles.measure({ seed: 'x', runs: 2 });
    expect(tables).toContain(cacheTroubles);
    expect(comparisons.map(({ held }) => held)).toEqual([true, true]);
    const refuted = rows.filter(({ held }) => !held).map(({ setting }) => Object.values(setting).join(', '));
    expect(refuted).toEqual([
      'stampede, own-lock',
      'ever new ones, negative',
      'filled together, jitter 10 %',
      'empty cache, jitter 100 %',
      'empty cache, all at once',
    ]);
  });
});

describe('early refresh', () => {
  it('costs e loads an expiry, and fewer if it looks further ahead', () => {
    expect(loadsAnExpiry()).toBeCloseTo(2.71828, 4);
    expect(loadsAnExpiry(2)).toBeCloseTo(1.6487, 3);
  });
});
