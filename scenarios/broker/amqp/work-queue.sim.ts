/**
 * A work queue: publishers wait for confirms, workers compete for the messages and acknowledge what is done.
 *
 * Each step hands a message on only when the next one has it for good, so nothing is lost, and messages come twice. What
 * they do is idempotent: a database that knows what it has applied makes exactly once of it.
 */
import { clients, defineScenario, nodeNames, stateMachine, z } from 'seedstorm';
import { atLeastOnce, exactlyOnce } from 'seedstorm/checkers';
import { busyDisk, cast, ruled, type RulesOf } from 'seedstorm/parts';
import {
  amqpBroker,
  clientHears,
  clientTimer,
  settle,
  startClient,
  type AmqpClient,
  type ClientMethod,
  type Delivery,
} from 'seedstorm/servers';
import { drained } from './emptied.js';
import { publisher } from './publisher.js';

const rules = ruled(
  {
    /** A publisher counts a message as sent when the broker has confirmed it. */
    confirm: 'awaited',
    /** The broker confirms what is on its disk. */
    broker: 'after-sync',
    /** Queue and messages outlive a restart. */
    durableQueue: true,
    deliveryMode: 2,
    /** A worker acknowledges what it has done. */
    acknowledge: 'after-work',
    /** The database applies each message once. */
    applyOnce: true,
  },
  {
    'confirm-ignored': {
      summary: 'A publisher counts as sent what it has written to its connection, and forgets it',
      rules: { confirm: 'ignored' },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 5 },
    },
    'confirm-before-sync': {
      summary: 'The broker confirms what is not on its disk yet: a power cut takes it back',
      rules: { broker: 'on-receipt' },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 1 },
    },
    'transient-messages': {
      summary: 'Messages are not persistent: the confirm says that the broker has them, in memory',
      rules: { deliveryMode: 1 },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 1 },
    },
    'transient-queue': {
      summary: 'The queue is not durable: a restart of the broker takes it and all that is in it',
      rules: { durableQueue: false },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 1 },
    },
    'ack-before-work': {
      summary: 'A worker acknowledges a message as it comes, and works then: what it does not finish is lost',
      rules: { acknowledge: 'before-work' },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 3 },
    },
    'no-ack': {
      summary:
        'Consumers do not acknowledge (no-ack): prefetch does not bind, and all that was pushed to a worker dies with it',
      rules: { acknowledge: 'never' },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 3 },
    },
    'effects-twice': {
      summary: 'The database applies a message as often as it comes',
      rules: { applyOnce: false },
      shows: { check: 'exactly-once', anomaly: 'duplicate', within: 1 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

interface Send {
  readonly f: 'send';
  readonly value: string;
}

interface Worker {
  /** The first of `inHand` is in work. */
  state: { readonly amqp: AmqpClient; readonly inHand: Delivery[] };
  calls: Database['messages'];
  token: Delivery;
}

interface Database {
  state: { readonly applied: Set<unknown> };
  messages: { apply: (message: { readonly value: unknown }) => 'applied' };
}

const WORK_MS = 15;

const declares = ({ durableQueue }: Rules): ClientMethod[] => [
  { method: 'queue.declare', queue: 'work', durable: durableQueue },
];

const worker = (rule: Rules, prefetchCount: number) =>
  stateMachine<Worker>({
    start: (node) => ({
      inHand: [],
      amqp: startClient(
        {
          to: 'broker',
          heartbeatMs: 200,
          channels: [
            [
              ...declares(rule),
              { method: 'basic.qos', prefetchCount },
              { method: 'basic.consume', queue: 'work', noAck: rule.acknowledge === 'never' },
            ],
          ],
        },
        node,
      ),
    }),

    onStream({ amqp, inHand }, event, node) {
      for (const news of clientHears(amqp, event, node)) {
        if (news.kind !== 'delivery') continue;
        if (rule.acknowledge === 'before-work') settle(amqp, news.delivery, 'ack', node);
        if (inHand.push(news.delivery) === 1) node.setTimer('work', WORK_MS);
      }
    },

    onTimer({ amqp, inHand: [delivery] }, timer, node) {
      if (clientTimer(amqp, timer, node) || delivery === undefined) return;
      node.call('database', { f: 'apply', value: delivery.body }, { timeoutMs: 100, token: delivery });
    },

    onReply({ amqp, inHand }, { kind, token: delivery }, node) {
      const how = kind === 'answer' ? 'ack' : 'requeue';
      if (rule.acknowledge === 'after-work') settle(amqp, delivery, how, node);
      inHand.shift();
      if (inHand.length > 0) node.setTimer('work', WORK_MS);
    },
  });

const database = ({ applyOnce }: Rules) =>
  stateMachine<Database>({
    start: () => ({ applied: new Set() }),
    onMessage: {
      apply({ applied }, { value }, node) {
        if (!applyOnce || !applied.has(value)) node.effect({ f: 'process', value });
        applied.add(value);
        node.reply('applied');
      },
    },
  });

export const amqpWorkQueue = defineScenario({
  name: 'broker/amqp-work-queue',
  summary: 'Publishers with confirms, competing workers, idempotent effects: each message takes effect once',
  params: z.object({
    workers: z.int().min(1).max(9).default(3),
    prefetch: z.int().min(0).max(100).default(1).describe('Messages that a worker may hold; 0: no limit'),
    idempotent: z
      .boolean()
      .default(true)
      .describe('The database applies each message once; else at least once'),
  }),
  nodes: ({ workers }) => ['broker', ...nodeNames(2, 'p'), ...nodeNames(workers, 'w'), 'database'],
  protocol({ workers, prefetch, idempotent }, { bug }) {
    const rule = rules.with(bug, { applyOnce: idempotent });
    const messageOf = ({ value }: Send) => ({
      exchange: '',
      routingKey: 'work',
      properties: { deliveryMode: rule.deliveryMode },
      body: value,
    });
    return cast({
      broker: [['broker'], amqpBroker({ confirm: rule.broker })],
      publisher: [
        nodeNames(2, 'p'),
        publisher({ declares: declares(rule), messageOf, confirm: rule.confirm }),
      ],
      worker: [nodeNames(workers, 'w'), worker(rule, prefetch)],
      database: [['database'], database(rule)],
    });
  },
  workload: () =>
    clients(
      4,
      { send: 1 },
      {
        everyMs: 60,
        to: (random) => random.pick(nodeNames(2, 'p')),
        input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index}` }),
      },
    ),
  disk: busyDisk(),
  faults: 'rough',
  budget: { intactReplicas: 99, spared: ['database'], allow: { corruption: false } },
  durationMs: 3_000,
  clientTimeoutMs: 1_000,
  quietMs: 500,
  restartAfterMs: 100,
  final: () => drained,
  check: ({ idempotent }): Record<string, ReturnType<typeof exactlyOnce>> =>
    idempotent ? { 'exactly-once': exactlyOnce() } : { 'at-least-once': atLeastOnce() },
  bugs: rules.bugs,
});
