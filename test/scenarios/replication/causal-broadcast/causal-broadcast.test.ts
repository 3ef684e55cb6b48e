/** The store as a whole: its claims hold under rough and hell, and each replaced rule breaks one of them. */
import { simulate, verify } from 'seedstorm';
import { describe, expect, it } from 'vitest';
import { causalCoverage } from '../../../../scenarios/replication/causal-broadcast/coverage.js';
import { causalBroadcastScenario } from '../../../../scenarios/replication/causal-broadcast/scenario.js';
import { broken, campaign } from '../stores.js';

const scenario = causalBroadcastScenario;

describe('sound rules', () => {
  it('hold in 30 seeds of rough, in which everything comes up that is named', async () => {
    const { wrong, held, answered } = await campaign(scenario, 30);
    expect(wrong).toEqual([]);
    expect(held).toEqual([...(causalCoverage.sometimes ?? [])].sort());
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

describe('planted bugs', () => {
  it.each([
    { bug: 'roaming-clients', seed: 1, shows: 'causal-convergence' },
    { bug: 'ignores-dependencies', seed: 82, shows: 'causal-convergence' },
    { bug: 'clock-not-merged', seed: 1, shows: 'causal-convergence' },
    { bug: 'ties-by-arrival', seed: 1, shows: 'causal-convergence' },
    { bug: 'show-before-sync', seed: 150, shows: 'same-writes' },
    { bug: 'twice-taken-requests', seed: 6, shows: 'causal-convergence' },
  ])('$bug is found with seed $seed', async ({ bug, seed, shows }) => {
    expect(broken(await simulate(scenario, { seed, bug }))).toContain(shows);
    (await simulate(scenario, { seed })).expectValid();
  });
});
