import { describe, expect, it } from 'vitest';
import {
  clients,
  defineScenario,
  nodeNames,
  simulate,
  stateMachine,
  z,
  type SimulateOptions,
} from 'seedstorm';
import { guidedSearch } from '../../explore/strategies/guided.js';

interface Silent {
  state: { seen: number };
  request: unknown;
  reply: null;
}

const scenario = defineScenario<{ nodes: number; mode: string; pace: number }>({
  name: 'test/varied',
  summary: 'parameters that vary',
  params: z.object({
    nodes: z.int().default(1),
    mode: z.string().default('plain'),
    pace: z.number().default(10),
  }),
  vary: { nodes: [1, 2, 3], mode: ['plain', 'odd'] },
  nodes: ({ nodes }) => nodeNames(nodes),
  protocol: stateMachine<Silent>({
    start: () => ({ seen: 0 }),
    onRequest(state, _request, node) {
      state.seen++;
      node.reply(null);
    },
  }),
  workload: () => clients(2, { read: 1 }),
  faults: 'rough',
  durationMs: 300,
  check: {},
  bugs: { slow: { summary: 'slow', params: { mode: 'odd' } } },
});

const seeds = Array.from({ length: 40 }, (_, index) => index + 1);
async function drawn(options: SimulateOptions = {}): Promise<string[]> {
  const params = await Promise.all(
    seeds.map(async (seed) => (await simulate(scenario, { ...options, seed })).params),
  );
  return [...new Set(params.map((one) => JSON.stringify(one)))].sort();
}

describe('parameters that a scenario varies', () => {
  it('are drawn by each seed, and the same by the same seed', async () => {
    const found = await drawn();
    expect(found).toHaveLength(6);
    expect(found.every((params) => params.includes('"pace":10'))).toBe(true);
    expect(await drawn()).toEqual(found);
    const [first, second] = [await simulate(scenario, { seed: 9 }), await simulate(scenario, { seed: 9 })];
    expect(first.fingerprint).toBe(second.fingerprint);
  });

  it('are not drawn where they are given, where a bug says them, or without swarm', async () => {
    expect(await drawn({ params: { nodes: 2 } })).toEqual([
      '{"nodes":2,"mode":"odd","pace":10}',
      '{"nodes":2,"mode":"plain","pace":10}',
    ]);
    expect((await drawn({ bug: 'slow' })).every((params) => params.includes('"odd"'))).toBe(true);
    expect(await drawn({ swarm: false })).toEqual(['{"nodes":1,"mode":"plain","pace":10}']);
  });

  it('are not drawn for a plan, nor for a list of faults: these are made for certain nodes', async () => {
    const plan = { schema: 1, faults: [], operations: [] };
    expect(await drawn({ plan })).toEqual(['{"nodes":1,"mode":"plain","pace":10}']);
    expect(await drawn({ faults: [] })).toEqual(['{"nodes":1,"mode":"plain","pace":10}']);
  });

  it('stay with the plans of a guided search', async () => {
    const search = await guidedSearch(scenario, {}, { seed: 1, generation: 16, runs: 64 });
    let mutants = 0;
    const seen = new Set<unknown>();
    for (let batch = search.next(); batch.length > 0; batch = search.next()) {
      const results = [];
      for (const { number, options, parent } of batch) {
        const run = await simulate(scenario, options);
        expect(run.params).toEqual(options.params);
        if (parent !== undefined) mutants++;
        seen.add(run.params['nodes']);
        results.push({ number, coverage: run.coverage });
      }
      search.learn(results);
    }
    expect(mutants).toBeGreaterThan(5);
    expect([...seen].sort()).toEqual([1, 2, 3]);
  });

  it('need something to be drawn from', () => {
    expect(() => defineScenario({ ...scenario, vary: { nodes: [] } })).toThrow(
      'test/varied: vary: expected lists of values to draw from, by the names of parameters',
    );
  });

  it('are refused like any other where they are wrong', () => {
    expect(() => defineScenario({ ...scenario, vary: { nodez: [1] } as object })).toThrow(
      "did you mean 'nodes'",
    );
  });
});
