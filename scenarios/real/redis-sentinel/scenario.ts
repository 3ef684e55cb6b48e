/**
 * A master with two replicas and three sentinels, and the npm package `ioredis`, unmodified, which asks them where the master is.
 * What a replica has confirmed (WAIT 1) survives the fail-over; what only the master has confirmed does not.
 */
import { clients, defineScenario, z } from 'seedstorm';
import { setFull } from 'seedstorm/checkers';
import { ruled } from 'seedstorm/parts';
import { nodeProgram } from 'seedstorm/programs';
import { redisSentinel, redisServer, type RedisPersistence } from 'seedstorm/servers';
import { needsPackages } from '../needs-packages.js';
import { aloneSentinel, cutOffAll, cutOffOne, kills, sentinels, servers } from './profiles.js';
import { sameEverywhere } from './same-everywhere.js';

const NAME = 'real/redis-sentinel';

const rules = ruled(
  {
    /** So many replicas have a write before it is acknowledged. */
    waits: 1,
    /** What a server finds on its disk after a kill. */
    persistence: { aof: 'everysec' } as RedisPersistence,
    quorum: 2,
    sentinel: {},
  },
  {
    'no-wait': {
      summary: 'What the master alone has is acknowledged: a fail-over loses the last writes',
      rules: { waits: 0 },
      faults: cutOffAll,
      shows: { check: 'set-full', anomaly: 'lost', within: 1 },
    },
    'forgetful-master': {
      summary:
        'Nothing on the disk: a master that is back before anybody notices is empty, and empties its replicas',
      rules: { persistence: 'none' },
      shows: { check: 'set-full', anomaly: 'lost', within: 1 },
    },
    'oldest-replica': {
      summary: 'The replica that has the least becomes the master',
      rules: { sentinel: { chooses: 'oldest' } },
      faults: cutOffOne,
      shows: { check: 'set-full', anomaly: 'lost', within: 1 },
    },
    'quorum-of-one': {
      summary: 'One sentinel that sees nobody is enough to find the master down: a fail-over without need',
      rules: { quorum: 1 },
      faults: aloneSentinel,
      shows: { check: 'set-full', anomaly: 'lost', within: 16 },
    },
    'not-demoted': {
      summary: 'An old master that comes back is left as it is: two masters',
      rules: { sentinel: { demotes: false } },
      shows: { check: 'same-everywhere', anomaly: 'not-one-master', within: 7 },
    },
  },
);

export const redisSentinelScenario = defineScenario({
  name: NAME,
  summary:
    'Redis with replicas and sentinels, and ioredis: what a replica has confirmed survives a fail-over',
  params: z.object({
    clients: z.int().min(1).max(10).default(2).describe('each adds one element after another'),
    everyMs: z.int().min(5).max(1_000).default(40).describe('how long a client waits between two of them'),
  }),
  nodes: () => [...servers, ...sentinels, 'writer'],
  load: () => needsPackages(NAME, 'ioredis@5.11.1'),
  protocol(_, { bug }) {
    const { waits, persistence, quorum, sentinel } = rules.with(bug);
    const server = { persistence, config: { 'repl-timeout': '2' } };
    return {
      redis1: redisServer(server),
      redis2: redisServer({ ...server, replicaOf: { host: 'redis1' } }),
      redis3: redisServer({ ...server, replicaOf: { host: 'redis1' } }),
      ...Object.fromEntries(
        sentinels.map((name) => [
          name,
          redisSentinel({
            monitor: { host: 'redis1' },
            ...{ quorum, downAfterMs: 300, failoverTimeoutMs: 300, haste: 16, rules: sentinel },
          }),
        ]),
      ),
      writer: nodeProgram({
        entry: new URL('./programs/writer.js', import.meta.url),
        env: { SENTINELS: sentinels.join(' '), WAITS: String(waits) },
      }),
    };
  },
  workload: ({ clients: count, everyMs }) =>
    clients(
      count,
      { add: 1 },
      {
        everyMs,
        fromMs: 250,
        untilMs: 2_200,
        to: () => 'writer',
        input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index + 1}` }),
      },
    ),
  network: { latency: { kind: 'uniform', minMs: 0.2, maxMs: 2 } },
  faults: kills,
  durationMs: 3_600,
  // An old master is given its new role, and takes what it has missed.
  settleMs: 1_400,
  clientTimeoutMs: 400,
  final: () => [
    { to: 'writer', input: { f: 'read' } },
    ...servers.map((value) => ({ to: 'writer', input: { f: 'held', value } })),
  ],
  check: { 'set-full': setFull(), 'same-everywhere': sameEverywhere() },
  bugs: rules.bugs,
});
