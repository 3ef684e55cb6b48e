/** The table of remedies for a service in trouble: what each does, and what it does not. */
import { describe, expect, it } from 'vitest';
import { tables } from '../../../scenarios/tables/index.js';
import { resilience } from '../../../scenarios/tables/resilience.js';

describe('resilience', () => {
  it('finds what keeps a service in trouble, and what helps it out', async () => {
    expect(tables).toContain(resilience);
    const { rows } = await resilience.measure({ seed: 1, runs: 1 });
    const refuted = rows.filter(({ held }) => !held).map(({ setting }) => Object.values(setting).join(': '));
    expect(refuted).toEqual([
      'sick: time-outs',
      'sick: retries',
      'sick: retries, jitter',
      'sick: retries, budget',
      'sick: bulkhead, time-outs',
      'sick: fallback',
      'losses: retries, budget',
      'rush: nothing',
      'rush: time-outs',
      'rush: deadlines',
      'rush: retries, jitter',
      'rush: retries, budget',
      'rush: breaker',
    ]);
    const of = (trouble: string, remedy: string) =>
      rows.find(({ setting }) => setting.trouble === trouble && setting.remedy === remedy);
    expect(of('sick', 'retries')?.never).toBe(1);
    expect(of('sick', 'together')?.never).toBe(0);
    expect(of('rush', 'shedding')?.p99Ms.mean).toBeLessThan(110);
    expect(of('losses', 'fallback')?.stale.mean).toBeGreaterThan(10);
  });
});
