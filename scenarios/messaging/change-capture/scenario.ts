/**
 * Change data capture: a connector reads the database's log from a position and publishes it, and an index follows. The
 * database fails over to its follower on the way.
 */
import { clients, defineScenario, hdd, stream, z, type Workload } from 'seedstorm';
import { orderPerKey } from 'seedstorm/checkers';
import { cast, keyNames, ruled } from 'seedstorm/parts';
import { amqpBroker } from 'seedstorm/servers';
import { drained } from '../../broker/amqp/emptied.js';
import { connector } from './connector.js';
import { neverBack, noGap, sameRows } from './rows.js';
import { search } from './search.js';
import { source } from './source.js';

const rules = ruled(
  {
    keeps: 'from-slot',
    slot: 'shipped',
    joins: 'at-its-position',
    position: 'after-confirms',
    lane: 'by-key',
    deletes: 'published',
    takes: 'newest',
    gone: 'position',
  },
  {
    'position-before-publish': {
      summary:
        'The connector keeps its position, and then publishes: it ends in between, and goes on behind the gap',
      rules: { position: 'before-publish' },
      faults: 'points',
      shows: { check: 'no-gap', anomaly: 'gap', within: 3 },
    },
    'gap-after-snapshot': {
      summary:
        'The stream begins where the log ends when the snapshot is published: what came in between is in neither',
      rules: { joins: 'at-the-end' },
      shows: { check: 'no-gap', anomaly: 'gap', within: 2 },
    },
    'log-cut-by-length': {
      summary:
        'The database keeps so many entries of its log: a connector that was away goes on behind the gap',
      rules: { keeps: 'newest' },
      shows: { check: 'no-gap', anomaly: 'gap', within: 6 },
    },
    'slot-not-on-follower': {
      summary: 'The follower does not know what the connector needs: after the failover it is cut already',
      rules: { slot: 'of-primary' },
      shows: { check: 'no-gap', anomaly: 'gap', within: 2 },
    },
    'lanes-in-turn': {
      summary: 'Changes take two connections in turn: those of one row overtake each other',
      rules: { lane: 'in-turn' },
      shows: { check: 'order-per-key', anomaly: 'out-of-order', within: 1 },
    },
    'deletes-skipped': {
      summary: 'A row that is deleted has no new value to publish, so nothing is published',
      rules: { deletes: 'skipped' },
      shows: { check: 'same-rows', anomaly: 'left-over', within: 2 },
    },
    'takes-what-comes': {
      summary: 'The index takes a change though it has a newer one: what is published again goes back',
      rules: { takes: 'as-it-comes' },
      faults: 'points',
      shows: { check: 'never-back', anomaly: 'older-over-newer', within: 15 },
    },
    'tombstone-forgotten': {
      summary: 'The index forgets a row that is gone, and its position: an older change brings it back',
      rules: { gone: 'nothing' },
      faults: 'points',
      params: { rows: 1, deletes: 0.5 },
      shows: { check: 'never-back', anomaly: 'older-over-newer', within: 8 },
    },
  },
);

const SOURCES = ['db1', 'db2'] as const;

/** Clients that write, and an operator who promotes the follower. */
function writers(count: number, keys: number, deletes: number): Workload {
  const writing = clients(
    count,
    { write: 1 },
    {
      everyMs: 50,
      to: (random) => random.pick(SOURCES),
      input: (_f, random, { client, index }) => ({
        key: random.pick(keyNames(keys)),
        value: `c${client + 1}-${index}`,
        deletes: random.chance(deletes),
      }),
    },
  );
  return {
    clients: [...writing.clients, 'operator'],
    operations: (world) => [
      ...writing.operations(world),
      {
        process: 'operator',
        atMs: stream(world.seed, 'operator').int(world.untilMs / 3, (2 * world.untilMs) / 3),
        to: 'db2',
        input: { f: 'promote' },
      },
    ],
  };
}

const LAST = { key: 'a', deletes: false } as const;

const settled = Array.from({ length: 6 }, () => ({ to: 'connector', input: { f: 'settled' } }));

export const changeCapture = defineScenario({
  name: 'messaging/change-capture',
  summary:
    'A connector publishes what a database has committed, across restarts and a failover: the index is the table',
  params: z.object({
    clients: z.int().min(1).max(20).default(4),
    rows: z.int().min(1).max(26).default(4),
    deletes: z.number().min(0).max(1).default(0.2).describe('share of writes that delete the row'),
  }),
  nodes: () => [...SOURCES, 'connector', 'broker', 'search'],
  protocol(_params, { bug }) {
    const rule = rules.with(bug);
    return cast({
      primary: [['db1'], source('primary', 'db2', rule)],
      follower: [['db2'], source('follower', 'db2', rule)],
      connector: [['connector'], connector(SOURCES, rule)],
      broker: [['broker'], amqpBroker()],
      search: [['search'], search(rule)],
    });
  },
  workload: (given) => writers(given.clients, given.rows, given.deletes),
  disk: hdd(),
  faults: 'rough',
  budget: { intactReplicas: 99, allow: { corruption: false } },
  durationMs: 2_000,
  clientTimeoutMs: 1_000,
  quietMs: 300,
  restartAfterMs: 100,
  // One more change when all is well again, after the snapshot: so in every run there is one that must not be missing.
  final: () => [
    ...settled.slice(0, 2),
    ...['db2', 'db1'].map((to) => ({ to, input: { f: 'write', ...LAST, value: `last-${to}` } })),
    ...settled,
    ...drained,
    ...['db2', 'db1', 'search'].map((to) => ({ to, input: { f: 'rows' } })),
  ],
  check: {
    'same-rows': sameRows(['db2', 'db1'], 'search'),
    'order-per-key': orderPerKey({ sent: 'write' }),
    'no-gap': noGap,
    'never-back': neverBack,
  },
  bugs: rules.bugs,
});
