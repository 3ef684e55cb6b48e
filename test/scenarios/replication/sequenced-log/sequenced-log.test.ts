/** The store as a whole: its claims hold under rough and hell, and each replaced rule breaks one of them. */
import { simulate, verify } from 'seedstorm';
import { describe, expect, it } from 'vitest';
import { sequencedCoverage } from '../../../../scenarios/replication/sequenced-log/coverage.js';
import { sequencedLogScenario } from '../../../../scenarios/replication/sequenced-log/scenario.js';
import { broken, campaign } from '../stores.js';

const scenario = sequencedLogScenario;

describe('sound rules', () => {
  it('hold in 30 seeds of rough, in which everything comes up that is named', async () => {
    const { wrong, held, answered } = await campaign(scenario, 30);
    expect(wrong).toEqual([]);
    expect(held).toEqual([...(sequencedCoverage.sometimes ?? [])].sort());
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

it('goes on reading while it cannot reach the sequencer, and writes when it can again', async () => {
  const faults = [
    { kind: 'partition', atMs: 500, durationMs: 1_000, groups: [['n1'], ['n2', 'n3']] },
  ] as const;
  const run = (await simulate(scenario, { seed: 1, faults })).expectValid();
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

describe('planted bugs', () => {
  it.each([
    { bug: 'roaming-clients', seed: 1, shows: 'sequential' },
    { bug: 'acknowledge-when-numbered', seed: 1, shows: 'sequential' },
    { bug: 'apply-on-arrival', seed: 5, shows: 'sequential' },
    { bug: 'show-before-sync', seed: 194, shows: 'sequential' },
    { bug: 'announce-before-sync', seed: 49, shows: 'one-order' },
    { bug: 'number-again', seed: 1, shows: 'sequential' },
  ])('$bug is found with seed $seed', async ({ bug, seed, shows }) => {
    expect(broken(await simulate(scenario, { seed, bug }))).toContain(shows);
    (await simulate(scenario, { seed })).expectValid();
  });
});

it('does not call refused what a second copy of the request may yet do', async () => {
  // The first version did: n2 had just started when the first copy came, and was ready when the second did.
  (await simulate(scenario, { seed: 1426 })).expectValid();
});
