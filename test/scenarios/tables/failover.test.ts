/** The table of failovers: leases cost their length, silence makes two, memory forgets. */
import { describe, expect, it } from 'vitest';
import { failover } from '../../../scenarios/tables/failover.js';
import { tables } from '../../../scenarios/tables/index.js';

describe('failover', () => {
  it('finds that a lease costs its length, that silence makes two, and that memory forgets', async () => {
    expect(tables).toContain(failover);
    const { rows, comparisons } = await failover.measure({ seed: 'x', runs: 2 });
    const leases = rows.filter(
      ({ setting: { by, sessions } }) => by === 'lease' && sessions === 'in the store',
    );
    const downMs = leases.map((row) => row.downMs.mean);
    expect(downMs).toEqual(downMs.toSorted((a, b) => a - b));
    for (const { setting, downMs: down } of leases) expect(down.mean).toBeLessThan(setting.leaseMs + 20);
    const [two] = rows.filter(({ setting }) => setting.by === 'silence');
    expect([two?.two, leases.map((row) => row.two)]).toEqual([100, [0, 0, 0]]);
    const forgets = rows.filter(({ setting }) => setting.sessions === 'in memory');
    for (const { lost } of forgets) expect(lost).toBeGreaterThan(0);
    const [, both] = comparisons;
    expect(both?.held).toBe(true);
  });
});
