/** The store as a whole: its claims hold under rough and hell, and everything it names comes up. */
import { simulate, verify } from 'seedstorm';
import { describe, expect, it } from 'vitest';
import { antiEntropyScenario } from '../../../scenarios/replication/anti-entropy.sim.js';
import { broken, campaign } from './stores.js';

const scenario = antiEntropyScenario;

describe('sound rules', () => {
  it('hold in 30 seeds of rough, in which everything comes up that is named', async () => {
    const { wrong, held, answered } = await campaign(scenario, 30);
    expect(wrong).toEqual([]);
    expect(held).toEqual([...(scenario.coverage?.sometimes ?? [])].sort());
    expect(answered).toBeGreaterThan(12_000);
  });

  it.each([
    { what: 'hell', options: { faults: 'hell' }, runs: 12 },
    { what: 'rough with five nodes and one key', options: { params: { nodes: 5, keys: 1 } }, runs: 5 },
    { what: 'rough with a single node', options: { params: { nodes: 1 } }, runs: 3 },
  ])('hold in $runs seeds of $what', async ({ options, runs }) => {
    expect((await campaign(scenario, runs, options)).wrong).toEqual([]);
  });

  it('give equal runs for equal seeds', async () => {
    expect(await verify(scenario, { seed: 1, params: { clients: 2, everyMs: 50 } })).toBeUndefined();
  });
});

it('answers everything on both sides of a split, and agrees after it', async () => {
  const faults = [
    { kind: 'partition', atMs: 300, durationMs: 1_500, groups: [['n1'], ['n2'], ['n3']] },
  ] as const;
  const run = (await simulate(scenario, { seed: 1, faults })).expectValid();
  expect(run.operations.ok).toBe(run.history.length);
});

it('wall-clock needs nothing but clocks that differ', async () => {
  const options = { params: { nodes: 2 }, faults: 'none' } as const;
  const found: number[] = [];
  for (let seed = 1; seed <= 5; seed++) {
    (await simulate(scenario, { seed, ...options })).expectValid();
    if (broken(await simulate(scenario, { seed, bug: 'wall-clock', ...options })).length > 0)
      found.push(seed);
  }
  expect(found.length).toBeGreaterThan(0);
});
