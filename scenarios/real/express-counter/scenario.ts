/**
 * A web service on the npm package `express`, unmodified, that counts visits: what it keeps in memory a crash forgets, and
 * so it does what it wrote and never synced.
 */
import { clients, defineScenario, hdd, nemesis, z } from 'seedstorm';
import { counterModel, linearizable } from 'seedstorm/checkers';
import { ruled } from 'seedstorm/parts';
import { nodeProgram } from 'seedstorm/programs';
import { needsPackages } from '../needs-packages.js';

const NAME = 'real/express-counter';

const rules = ruled(
  {
    /** Where the service has its count. */
    keeps: 'in-a-synced-file',
  },
  {
    'in-memory': {
      summary: 'The count is a variable: a process that starts again counts from one',
      rules: { keeps: 'in-memory' },
      shows: { check: 'linearizable', anomaly: 'not-linearizable', within: 1 },
    },
    'written-not-synced': {
      summary: 'The count is written and not synced before it is told: a power cut takes visits back',
      rules: { keeps: 'in-a-file' },
      shows: { check: 'linearizable', anomaly: 'not-linearizable', within: 1 },
    },
  },
);

export const expressCounterScenario = defineScenario({
  name: NAME,
  summary:
    'Visits counted by a service on the npm package express: a count that was told is never told again',
  params: z.object({
    clients: z.int().min(1).max(10).default(3).describe('each makes one visit after another'),
  }),
  nodes: () => ['web', 'front'],
  load: () => needsPackages(NAME, 'express@5.3.0'),
  protocol: (_, { bug }) => ({
    web: nodeProgram({
      entry: new URL('./programs/service.js', import.meta.url),
      env: { KEEPS: rules.with(bug).keeps },
    }),
    front: nodeProgram({ entry: new URL('./programs/front.js', import.meta.url) }),
  }),
  workload: ({ clients: count }) =>
    clients(count, { add: 4, read: 1 }, { everyMs: 40, to: () => 'front', input: () => ({ by: 1 }) }),
  disk: hdd(),
  faults: nemesis({ crash: true, kill: true }, { name: 'ends', summary: 'Power cuts and kills' }),
  durationMs: 1_500,
  clientTimeoutMs: 300,
  restartAfterMs: 50,
  check: { linearizable: linearizable(counterModel()) },
  bugs: rules.bugs,
});
