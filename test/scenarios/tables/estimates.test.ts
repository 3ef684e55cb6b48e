/** The table of estimates: means are right, and a peak is no arithmetic. */
import { describe, expect, it } from 'vitest';
import { busiestHour } from '../../../scenarios/tables/estimates-account.js';
import { estimates } from '../../../scenarios/tables/estimates.js';
import { tables } from '../../../scenarios/tables/index.js';

describe('estimates', () => {
  it('finds the busiest hour wherever it begins', () => {
    const day = new Array<number>(1_440).fill(1);
    day.fill(3, 700, 760);
    expect(busiestHour(day)).toBe(180);
    expect(busiestHour([5])).toBe(5);
    expect(busiestHour([])).toBe(0);
  });

  it('finds means as said, a peak below three times the mean, and that four servers have none to lose', async () => {
    expect(tables).toContain(estimates);
    const { rows } = await estimates.measure({ seed: 'x', runs: 1 });
    const broken = rows.flatMap(({ claims }) => claims.filter(({ held }) => !held).map(({ claim }) => claim));
    expect(new Set(broken)).toEqual(
      new Set([
        'the peak is 3 times the mean',
        '10 % of the users are there at once at the peak',
        '4 servers, 1 dead bear the peak of 3,500 a second',
      ]),
    );
    for (const { setting, peak } of rows) if (setting.kind === 'day') expect(peak.mean).toBeLessThan(2.1);
  });
});
