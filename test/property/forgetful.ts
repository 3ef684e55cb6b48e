/** A register that keeps its value in memory only: wrong as soon as its node stops. */
import { clients, defineScenario, stateMachine, z } from 'seedstorm';
import { linearizable, registerModel } from 'seedstorm/checkers';

interface Register {
  state: { value: unknown };
  request: { f: string; value?: unknown };
  durable: { value: unknown };
}

const register = (durable: boolean) =>
  stateMachine<Register>({
    start: (node) => ({ value: (durable ? node.disk.read('value') : undefined) ?? null }),
    onRequest(state, { f, value }, node) {
      if (f === 'write') {
        state.value = value;
        if (durable) node.disk.write('value', value);
      }
      node.reply(state.value, { after: 'sync' });
    },
  });

export const forgetful = defineScenario({
  name: 'tests/forgetful',
  summary: 'A register on one node',
  params: z.object({ clients: z.int().min(1).default(3) }),
  nodes: () => ['n1'],
  protocol: (_params, { bug }) => register(bug !== 'no-disk'),
  workload: ({ clients: count }) => clients(count, { read: 0.5, write: 0.5 }, { everyMs: 100 }),
  faults: 'crashes',
  budget: { maxDown: 1 },
  durationMs: 3_000,
  check: { linearizable: linearizable(registerModel()) },
  bugs: { 'no-disk': { summary: 'The value is kept in memory only' } },
});
