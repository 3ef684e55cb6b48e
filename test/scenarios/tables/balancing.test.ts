/** The table of balancers: who finds the slow server, who stays, and who moves. */
import { describe, expect, it } from 'vitest';
import { balancing } from '../../../scenarios/tables/balancing.js';
import { tables } from '../../../scenarios/tables/index.js';

describe('balancing', () => {
  it('finds that those who look at load are quick, those who hash stay, and layer 4 sees too little', async () => {
    expect(tables).toContain(balancing);
    const { rows, comparisons } = await balancing.measure({ seed: 'x', runs: 1 });
    const at = (name: string, layer: number) =>
      rows.find(({ setting }) => setting.algorithm === name && setting.layer === layer)!;
    for (const name of ['weighted', 'least-connections', 'shortest-response', 'two-choices'])
      expect(at(name, 7).held).toBe(true);
    for (const name of ['round-robin', 'source-hash', 'consistent-hash'])
      expect(at(name, 7).p99Ms.mean).toBeGreaterThan(500);
    expect(at('consistent-hash', 7).moved.mean).toBe(0);
    expect(at('source-hash', 7).moved.mean).toBeGreaterThan(40);
    expect(at('least-connections', 7).lost.mean).toBeGreaterThan(at('round-robin', 7).lost.mean);
    expect(comparisons.map(({ held }) => held)).toEqual([false, false]);
  });
});
