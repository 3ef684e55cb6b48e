/** The stores of registers as a whole: their claims hold under rough and hell, and everything they name comes up. */
import { simulate, verify, type Scenario } from 'seedstorm';
import { describe, expect, it } from 'vitest';
import { antiEntropyScenario } from '../../../scenarios/replication/anti-entropy.sim.js';
import { causalBroadcastScenario } from '../../../scenarios/replication/causal-broadcast.sim.js';
import { sequencedLogScenario } from '../../../scenarios/replication/sequenced-log.sim.js';
import { broken, campaign } from './stores.js';

const named = (scenario: Scenario) => [scenario.name, scenario] as const;

describe.each([antiEntropyScenario, causalBroadcastScenario, sequencedLogScenario].map(named))(
  '%s: sound rules',
  (_name, scenario) => {
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
  },
);

it.each([antiEntropyScenario, causalBroadcastScenario].map(named))(
  '%s answers everything on both sides of a split, and agrees after it',
  async (_name, scenario) => {
    const faults = [
      { kind: 'partition', atMs: 300, durationMs: 1_500, groups: [['n1'], ['n2'], ['n3']] },
    ] as const;
    const run = (await simulate(scenario, { seed: 1, faults })).expectValid();
    expect(run.operations.ok).toBe(run.history.length);
  },
);

it('a sequenced log goes on reading while it cannot reach the sequencer, and writes when it can again', async () => {
  const faults = [
    { kind: 'partition', atMs: 500, durationMs: 1_000, groups: [['n1'], ['n2', 'n3']] },
  ] as const;
  const run = (await simulate(sequencedLogScenario, { seed: 1, faults })).expectValid();
  // Clients c2 and c3 keep to n2 and n3.
  const cutOff = run.history.filter(
    ({ process, invokedAtMs = 0 }) =>
      /^c[2356]/.test(String(process)) && invokedAtMs > 600 && invokedAtMs < 1_100,
  );
  const of = (f: string) => cutOff.filter(({ input }) => (input as { f: string }).f === f);
  expect(new Set(of('get').map(({ type }) => type))).toEqual(new Set(['ok']));
  expect(new Set(of('put').map(({ type }) => type))).toEqual(new Set(['info']));
  expect(run.operations.ok).toBeGreaterThan(300);
});

it('anti-entropy: wall-clock needs nothing but clocks that differ', async () => {
  const options = { params: { nodes: 2 }, faults: 'none' } as const;
  const found: number[] = [];
  for (let seed = 1; seed <= 5; seed++) {
    (await simulate(antiEntropyScenario, { seed, ...options })).expectValid();
    if (broken(await simulate(antiEntropyScenario, { seed, bug: 'wall-clock', ...options })).length > 0)
      found.push(seed);
  }
  expect(found.length).toBeGreaterThan(0);
});
