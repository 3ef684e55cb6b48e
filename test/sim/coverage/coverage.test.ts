import { describe, expect, it } from 'vitest';
import {
  asyncProgram,
  coverageOf,
  defineScenario,
  mergeCoverage,
  neverReached,
  simulate,
  stateMachine,
  unseen,
  z,
  type NodeHandle,
  type Program,
} from 'seedstorm';

/** Names sites as it counts requests. */
function visit(
  node: Pick<NodeHandle<object>, 'sometimes' | 'reachable' | 'unreachable' | 'buggify'>,
  n: number,
): void {
  node.sometimes('even', n % 2 === 0);
  node.sometimes('above nine', n > 9);
  node.sometimes('here');
  if (n === 3) node.reachable('three');
  if (n >= 5) node.unreachable('five');
  node.buggify('stumble');
}

const machine = stateMachine<{ state: { n: number }; request: { f: string }; reply: number }>({
  start: () => ({ n: 0 }),
  onRequest(state, _request, node) {
    visit(node, ++state.n);
    node.reply(state.n);
  },
});

const program = asyncProgram<{ request: { f: string }; reply: number }>(async (node) => {
  let n = 0;
  for await (const request of node.requests()) {
    visit(node, ++n);
    request.reply(n);
  }
});

function counting(protocol: Program, requests: number, quiet = false) {
  return defineScenario({
    name: 'test/counting',
    summary: 'Counts requests',
    params: z.object({}),
    nodes: () => ['a'],
    protocol,
    workload: () => ({
      clients: ['c'],
      operations: () =>
        Array.from({ length: requests }, (_, index) => ({
          process: 'c',
          atMs: index * 5,
          input: { f: 'count' },
        })),
    }),
    faults: 'none',
    buggifySites: ['stumble', 'never asked'],
    ...(quiet
      ? {}
      : {
          coverage: {
            sometimes: ['even', 'odd'],
            reachable: ['three', 'four'],
            abstract: (nodes: readonly { readonly state: unknown }[]) => {
              const { n = 0 } = (nodes[0]?.state ?? {}) as { readonly n?: number };
              return Math.min(n, 3);
            },
          },
        }),
    durationMs: 100,
    check: {},
  });
}

describe.each([
  ['state machines', machine],
  ['async programs', program],
])('%s', (_style, protocol) => {
  it('count what they reach and whether it held', async () => {
    const { coverage, verdict } = await simulate(counting(protocol, 4));
    expect(verdict).toBe('valid');
    expect(coverage.sometimes).toEqual({
      'above nine': { reached: 4, held: 0 },
      even: { reached: 4, held: 2 },
      here: { reached: 4, held: 4 },
    });
    expect(coverage.reachable).toEqual({ three: { reached: 1, held: 1 } });
    expect(coverage.buggify).toEqual({ stumble: { reached: 4, held: 0 } });
    expect(neverReached(coverageOf([coverage]), counting(protocol, 4))).toEqual({
      sometimes: ['above nine', 'odd'],
      reachable: ['four'],
      buggify: ['never asked', 'stumble'],
    });
  });

  it('what is unreachable and reached makes the run invalid, once, and lets it go on', async () => {
    const run = await simulate(counting(protocol, 7));
    const check = run.checks.find(({ name }) => name === 'unreachable');
    expect(check).toMatchObject({ verdict: 'invalid', anomalies: [{ kind: 'unreachable' }] });
    expect(check?.reason).toMatch(/^a reached 'five' at [\d.]+ ms, which is declared unreachable$/);
    expect(run.operations.ok).toBe(7);
    expect(run.coverage.unreachable['five']).toEqual({ reached: 3, held: 3 });
  });

  it('observing leaves the run as it was', async () => {
    const [counted, quiet] = [counting(protocol, 4), counting(protocol, 4, true)];
    const { fingerprint } = await simulate(quiet);
    expect((await simulate(counted, { countStates: true })).fingerprint).toBe(fingerprint);
    const byShape = await simulate(quiet, { countStates: true });
    expect(byShape.fingerprint).toBe(fingerprint);
    expect(byShape.coverage.states.length).toBeGreaterThan(1);
    expect((await simulate(quiet, { countStates: 'sampled' })).coverage.states).toEqual([]);
    expect((await simulate(counted)).coverage.states).toEqual([]);
  });
});

it('states are those the scenario nominates, and transitions go between them', async () => {
  const { coverage } = await simulate(counting(machine, 4), { countStates: true });
  expect(coverage.states).toHaveLength(4);
  expect(coverage.transitions).toHaveLength(3);
});

it('looks at some events only when sampling', async () => {
  const options = { countStates: 'sampled' } as const;
  const { coverage } = await simulate(counting(machine, 16), options);
  expect(coverage.states.length).toBeGreaterThan(0);
  expect(coverage.states.length).toBeLessThan(4);
});

it('adds up in any order and grouping', async () => {
  const runs = await Promise.all(
    [1, 2, 3, 4].map(
      async (requests) => (await simulate(counting(machine, requests), { countStates: true })).coverage,
    ),
  );
  const whole = coverageOf(runs);
  expect(whole.runs).toBe(4);
  expect(whole.sometimes['even']).toEqual({ reached: 10, held: 4, runs: 3 });
  expect(Object.values(whole.states).sort()).toEqual([2, 3, 4, 4]);
  const parts = mergeCoverage([
    coverageOf(runs.slice(2).reverse()),
    coverageOf([]),
    coverageOf(runs.slice(0, 2)),
  ]);
  expect(JSON.stringify(parts)).toBe(JSON.stringify(whole));
});

it('estimates what is unseen from what was seen once and twice', () => {
  const incidence = { 1: 1, 2: 1, 3: 1, 4: 2, 5: 7 };
  expect(unseen(incidence, 10)).toEqual({
    ...{ runs: 10, seen: 5, once: 3, twice: 1, newPerRun: 0.3 },
    atLeast: 5 + (9 / 10) * ((3 * 2) / (2 * 2)),
  });
  expect(unseen({ 1: 5, 2: 9 }, 10)).toMatchObject({ newPerRun: 0, atLeast: 2 });
  expect(unseen({}, 0).newPerRun).toBeNaN();
});
