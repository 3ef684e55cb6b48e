/** The table of caching strategies: what is stale, what is lost, and who waits for what. */
import { describe, expect, it } from 'vitest';
import { caching } from '../../../scenarios/tables/caching.js';
import { tables } from '../../../scenarios/tables/index.js';

describe('caching', () => {
  it('finds what is fast, what is stale, and what is lost', async () => {
    expect(tables).toContain(caching);
    // In the run of seed 9 an application fills too late.
    const { rows, comparisons } = await caching.measure({ seed: 9, runs: 1 });
    const told = rows.map(({ setting, stale, lost, failed }) => [
      `${setting.strategy}, ${setting.how}`,
      stale > 0,
      lost.mean > 0,
      failed > 0,
    ]);
    expect(told).toEqual([
      ['no cache, -', false, false, false],
      ['aside, notes', true, false, false],
      ['aside, leases', false, false, false],
      ['through, -', false, false, true],
      ['through, around', true, false, true],
      ['behind, no journal', false, true, true],
      ['behind, journal', false, false, true],
    ]);
    // One run is too short for narrow intervals: what is far apart is confirmed all the same.
    const held = comparisons.filter((one) => one.held).map(({ claim }) => claim);
    expect(held).toEqual(
      expect.arrayContaining([
        'behind: writes take less than half of what through takes',
        'behind: writes come to the database in batches',
      ]),
    );
  });
});
