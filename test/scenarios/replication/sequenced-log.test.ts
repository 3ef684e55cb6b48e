/** The store as a whole: its claims hold under rough and hell, and everything it names comes up. */
import { simulate, verify } from 'seedstorm';
import { describe, expect, it } from 'vitest';
import { sequencedLogScenario } from '../../../scenarios/replication/sequenced-log.sim.js';
import { campaign } from './stores.js';

const scenario = sequencedLogScenario;

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
