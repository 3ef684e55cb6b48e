/**
 * The npm package `redlock`, unmodified, with `ioredis` and three servers: whoever looks at the time for which it has the
 * lock is alone, as long as nobody stands still and clocks are right.
 */
import {
  clients,
  defineScenario,
  nodeNames,
  z,
  type Fault,
  type NemesisProfile,
  type Random,
} from 'seedstorm';
import { mutualExclusion } from 'seedstorm/checkers';
import { ruled } from 'seedstorm/parts';
import { nodeProgram } from 'seedstorm/programs';
import { redisServer } from 'seedstorm/servers';
import { needsPackages } from '../needs-packages.js';

const NAME = 'real/redlock';

const servers = nodeNames(3, 'redis');

/** The same disturbance six times, at moments that the seed chooses. */
function sixTimes(
  name: string,
  summary: string,
  faults: (atMs: number, random: Random) => Fault[],
): NemesisProfile {
  return {
    name,
    summary,
    draw(streams) {
      const random = streams(name);
      return Array.from({ length: 6 }, (_, index) =>
        faults(100 + 250 * index + random.int(0, 100), random),
      ).flat();
    },
  };
}

const oneWorker = (random: Random): string => `worker${random.int(1, 2)}`;

const lateAnswers = sixTimes(
  'late-answers',
  'What the servers answer one worker takes as long as a lock is held',
  (atMs, random) => [
    {
      kind: 'latency',
      atMs,
      durationMs: 150,
      addMs: random.int(100, 250),
      from: servers,
      to: [oneWorker(random)],
    },
  ],
);

const standStills = sixTimes('stand-stills', 'A worker stands still for 200 ms', (atMs, random) => [
  { kind: 'pause', atMs, durationMs: 200, node: oneWorker(random) },
]);

/** Of two servers: what one forgets, the two others still know. */
const leaps = sixTimes('leaps', 'The clocks of two servers are set a second ahead', (atMs) =>
  servers.slice(0, 2).map((node) => ({ kind: 'clock-jump', atMs, node, byMs: 1_000 })),
);

const rules = ruled(
  {
    /** At the time that a lock has left: when it comes, and as long as there is work. */
    looks: 'always',
  },
  {
    'expired-at-handover': {
      summary:
        'A worker trusts the lock that it gets: redlock hands one over that expired while its answers were on their way',
      rules: { looks: 'never' },
      shows: { check: 'mutual-exclusion', anomaly: 'overlapping-holds', within: 2 },
    },
    'stands-still': {
      summary: 'A worker stands still while it holds the lock, and goes on when another has it',
      faults: standStills,
      twin: 'plain',
      shows: { check: 'mutual-exclusion', anomaly: 'overlapping-holds', within: 2 },
    },
    'clock-jumps': {
      summary: 'The clock of a server leaps forward: what it keeps expires before its time',
      faults: leaps,
      twin: 'plain',
      shows: { check: 'mutual-exclusion', anomaly: 'overlapping-holds', within: 1 },
    },
  },
);

export const redlockScenario = defineScenario({
  name: NAME,
  summary:
    'A lock of the npm package redlock on three servers: never two at a time, where everybody keeps its time',
  params: z.object({
    workers: z.int().min(2).max(6).default(3),
    leaseMs: z.int().min(50).max(1_000).default(150).describe('for how long a lock is asked'),
    workMs: z.int().min(1).max(500).default(80).describe('how long the work takes'),
  }),
  nodes: ({ workers }) => [...servers, ...nodeNames(workers, 'worker')],
  load: () => needsPackages(NAME, 'redlock@5.0.0-beta.2', 'ioredis@5.11.1'),
  protocol({ workers, leaseMs, workMs }, { bug }) {
    const server = redisServer();
    const worker = nodeProgram({
      entry: new URL('./programs/worker.js', import.meta.url),
      env: {
        ...{ SERVERS: servers.join(' '), LOOKS: rules.with(bug).looks },
        ...{ LEASE_MS: String(leaseMs), WORK_MS: String(workMs) },
      },
    });
    return Object.fromEntries([
      ...servers.map((name) => [name, server]),
      ...nodeNames(workers, 'worker').map((name) => [name, worker]),
    ]);
  },
  workload: ({ workers }) =>
    clients(
      workers,
      { work: 1 },
      { everyMs: 30, to: (_random, _nodes, client) => `worker${client + 1}`, input: () => ({}) },
    ),
  network: { latency: { kind: 'uniform', minMs: 1, maxMs: 4 } },
  faults: lateAnswers,
  durationMs: 2_000,
  clientTimeoutMs: 500,
  check: { 'mutual-exclusion': mutualExclusion() },
  bugs: rules.bugs,
});
