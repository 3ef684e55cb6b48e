/** A calm story is preferred to a shorter list of dice, and asks no more of the network than the run that was found. */
import { expect, it } from 'vitest';
import { defineScenario, shrink, simulate, stateMachine, z, type Fault, type Run } from 'seedstorm';

const SLOWEST_MS = 20;

/** Says that it is late where an answer took longer than `limitMs`: one of two messages was slow. */
const impatient = defineScenario({
  name: 'test/impatient',
  summary: 'An answer comes in time',
  params: z.object({}),
  nodes: () => ['a', 'b', 'c'],
  protocol: stateMachine<{ state: { askedAt: number }; message: 'ask' | 'answer'; timer: 'ask' }>({
    start(node) {
      if (node.id === 'a') node.setTimer('ask', 50);
      return { askedAt: -1 };
    },
    onTimer(state, _timer, node) {
      state.askedAt = node.monotonicMs();
      node.send('b', 'ask');
      node.setTimer('ask', 50);
    },
    onMessage(state, message, node, from) {
      if (message === 'ask') node.send(from, 'answer');
      else if (node.monotonicMs() - state.askedAt > 38) node.unreachable('waited too long');
    },
  }),
  workload: () => ({ clients: [], operations: () => [] }),
  network: { latency: { kind: 'uniform', minMs: 1, maxMs: SLOWEST_MS } },
  faults: 'none',
  durationMs: 4_000,
  check: {},
});

async function failing(faults: (seed: number) => readonly Fault[]): Promise<Run> {
  for (let seed = 1; seed <= 200; seed++) {
    const plan = { schema: 1, faults: faults(seed), operations: [] };
    const run = await simulate(impatient, { seed, plan });
    if (run.verdict === 'invalid' && run.virtualMs > 500) return run;
  }
  throw new Error('no seed is slow enough');
}

it('a restart that only makes other dice fall is replaced by what was late', async () => {
  // The restart of a node that takes part in nothing, or in counting messages only.
  const run = await failing(() => [{ kind: 'restart', node: 'b', atMs: 220 }]);
  const shrunk = await shrink(impatient, run);
  expect(shrunk?.latencyMs).toBeDefined();
  expect(shrunk?.plan.faults.filter(({ kind }) => kind !== 'message' && kind !== 'latency')).toEqual([]);
  expect(shrunk?.to.faults).toBeLessThanOrEqual(2);
});

it('nothing is made later than the slowest message of the run that was found', async () => {
  const run = await failing(() => []);
  const shrunk = await shrink(impatient, run);
  const base = shrunk?.latencyMs ?? 0;
  for (const fault of shrunk?.plan.faults ?? [])
    expect(base + ('delayMs' in fault ? (fault.delayMs ?? 0) : 0)).toBeLessThanOrEqual(SLOWEST_MS);
});
