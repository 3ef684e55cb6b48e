/** The budget's spared nodes: outside the system under test, so that only the network fails them. */
import { describe, expect, it } from 'vitest';
import { fitBudget } from '../../../sim/faults/budget.js';
import type { Fault } from '../../../sim/faults/fault.js';

const world = { nodes: ['n1', 'n2'] };

describe('spared nodes', () => {
  const hits: Fault[] = [
    { kind: 'crash', atMs: 1, durationMs: 5, node: 'n2', unsynced: 'lost' },
    { kind: 'pause', atMs: 2, durationMs: 5, node: 'n2' },
    { kind: 'disk-full', atMs: 3, durationMs: 5, node: 'n2' },
    { kind: 'clock-jump', atMs: 4, node: 'n2', byMs: 10 },
    { kind: 'leave', atMs: 5, node: 'n2' },
  ];

  it('are not hit by faults of a node', () => {
    expect(fitBudget(hits, { spared: ['n2'] }, world)).toEqual([]);
    expect(fitBudget(hits, { spared: ['n1'] }, world)).toEqual(hits);
  });

  it('are failed by the network like everybody else', () => {
    const cut: Fault[] = [{ kind: 'partition', atMs: 1, durationMs: 5, groups: [['n1'], ['n2']] }];
    expect(fitBudget(cut, { spared: ['n2'] }, world)).toEqual(cut);
  });
});
