/**
 * The npm package `kafkajs`, unmodified, with our broker: a producer, and a group of two consumers, while connections break
 * and machines restart. What was acknowledged is processed, in the order of its partition, and stands in the log once.
 */
import { clients, defineScenario, nemesis, z } from 'seedstorm';
import { atLeastOnce, orderPerPartition } from 'seedstorm/checkers';
import { ruled } from 'seedstorm/parts';
import { nodeProgram } from 'seedstorm/programs';
import { kafkaServer } from 'seedstorm/servers';
import { needsPackages } from '../needs-packages.js';
import { oncePerLog } from './once-per-log.js';

const NAME = 'real/kafkajs';

/** Answers get lost while many sends are under way. */
const cuts = nemesis({ oneWayCut: 'hell', connectionReset: 'hell' }, { kindProbability: 1 });
const kills = nemesis({ kill: 'hell' });

const rules = ruled(
  {
    /** Options of kafkajs's producer. */
    producer: { idempotent: true, retry: undefined as object | undefined },
    /** Whether the shop waits for one send before the next. */
    sends: 'one-by-one',
    /** When a consumer commits: `after` it has processed a message, or `before`. */
    commits: 'after',
    /** Where a partition begins of which the group has committed nothing. */
    begins: 'earliest',
  },
  {
    'idempotent-at-once': {
      summary:
        'Sends at once by an idempotent producer: after a lost answer another message takes its number, and is acknowledged for it',
      rules: { sends: 'at-once' },
      faults: cuts,
      shows: { check: 'once-per-log', anomaly: 'duplicate', within: 8 },
    },
    'retries-without-numbers': {
      summary: 'The producer as it is by default: what is sent again stands in the log twice',
      rules: { producer: { idempotent: false } },
      faults: cuts,
      shows: { check: 'once-per-log', anomaly: 'duplicate', within: 7 },
    },
    'commit-before-work': {
      summary: 'The group commits a message before it has processed it: a crash in between loses it',
      rules: { commits: 'before' },
      faults: kills,
      shows: { check: 'at-least-once', anomaly: 'lost', within: 2 },
    },
    'begins-at-the-latest': {
      summary:
        'Where nothing is committed the group begins at the end, as by default: it skips what came before',
      rules: { begins: 'latest' },
      faults: kills,
      shows: { check: 'at-least-once', anomaly: 'lost', within: 10 },
    },
  },
);

const LAST_MS = 850;
const LAST = { key: 'order of the last', value: 'last-1' } as const;

export const kafkajsScenario = defineScenario({
  name: NAME,
  summary: 'The npm package kafkajs with our broker: what was acknowledged is processed, in order',
  params: z.object({
    clients: z.int().min(1).max(10).default(3).describe('each sends one order after another'),
    partitions: z.int().min(1).max(12).default(2).describe('of the topic'),
  }),
  nodes: () => ['kafka', 'shop', 'left', 'right'],
  load: () => needsPackages(NAME, 'kafkajs@2.2.4'),
  protocol({ partitions }, { bug }) {
    const { producer, sends, commits, begins } = rules.with(bug);
    const stock = nodeProgram({
      entry: new URL('./programs/stock.js', import.meta.url),
      env: { COMMITS: commits, BEGINS: begins },
      shared: ['kafkajs'],
    });
    return {
      kafka: kafkaServer({ topics: { orders: partitions }, initialRebalanceDelayMs: 20, minSessionMs: 100 }),
      shop: nodeProgram({
        entry: new URL('./programs/shop.js', import.meta.url),
        env: { PRODUCER: JSON.stringify(producer), SENDS: sends },
        shared: ['kafkajs'],
      }),
      left: stock,
      right: stock,
    };
  },
  workload: ({ clients: count }) => {
    const shoppers = clients(
      count,
      { send: 1 },
      {
        everyMs: 30,
        fromMs: 60,
        untilMs: 560,
        to: () => 'shop',
        input: (_f, _random, { client, index }) => ({
          key: `order ${client + 1}`,
          value: `c${client + 1}-${index + 1}`,
        }),
      },
    );
    // One more when all is well again: so in every run something is processed.
    const last = { process: 'last', atMs: LAST_MS, to: 'shop', input: { f: 'send', ...LAST } };
    return {
      ...shoppers,
      clients: [...shoppers.clients, 'last'],
      operations: (world) => [...shoppers.operations(world), last],
    };
  },
  network: { latency: { kind: 'uniform', minMs: 0.2, maxMs: 2 } },
  // No power cuts: kafkajs waits five seconds more than it says for the answer to a join that a power cut took.
  faults: nemesis(
    { connectionReset: 'hell', kill: 'hell', oneWayCut: 'hell', partition: true },
    { name: 'broken lines and kills', summary: 'Connections break, links are cut, and processes are killed' },
  ),
  durationMs: 1_600,
  // kafkajs connects again, and the group rebalances.
  settleMs: 900,
  clientTimeoutMs: 300,
  restartAfterMs: 50,
  final: () => [{ to: 'left', input: { f: 'drain' } }],
  check: {
    'at-least-once': atLeastOnce(),
    'order-per-partition': orderPerPartition(),
    'once-per-log': oncePerLog(),
  },
  bugs: rules.bugs,
});
