/** The scenario: two workers, what clients ask of them, what may go wrong, and what must hold all the same. */
import { clients, defineScenario, z } from 'seedstorm';
import { linearizable } from 'seedstorm/checkers';
import { counter } from './counter.js';
import { lock, store, worker } from './lease.js';

export const lease = defineScenario({
  name: 'lease',
  summary: 'Workers that take turns under a lease lose no increment, though leases run out',
  params: z.object({
    workers: z.int().min(1).max(9).default(2).describe('Workers that compete for the lease'),
  }),
  nodes: ({ workers }) => ['lock', 'store', ...workersOf(workers)],
  protocol: ({ workers }, { bug }) => ({
    lock,
    store: store({ fencing: bug !== 'no-fencing' }),
    ...Object.fromEntries(workersOf(workers).map((name) => [name, worker])),
  }),
  workload: ({ workers }) =>
    clients(
      workers,
      { increment: 1 },
      {
        everyMs: 50,
        to: (_random, _nodes, client) => `w${client + 1}`,
        input: () => ({}),
      },
    ),
  faults: 'rough',
  // The lock and the store stand for services that somebody else keeps running. And nothing is claimed about a network
  // that doubles messages: a request that comes twice adds two.
  budget: { spared: ['lock', 'store'], allow: { duplication: false } },
  durationMs: 5_000,
  check: { linearizable: linearizable(counter) },
  bugs: {
    'no-fencing': { summary: 'The store takes writes of a worker whose lease has long gone to another' },
  },
});

function workersOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `w${index + 1}`);
}
