/**
 * Publish and subscribe: a fanout exchange copies each message into the queue of every subscriber.
 *
 * A subscriber owns what is in its queue, not what is in the exchange: what was published before the queue was bound, or
 * while it did not exist, is not for it. So queues are durable, and publishers declare them before they publish. A
 * subscriber that connects again may still be connected in the broker's eyes: only a single active consumer keeps the order.
 */
import { clients, defineScenario, nodeNames, stateMachine, z } from 'seedstorm';
import { atLeastOnce, orderPerKey } from 'seedstorm/checkers';
import { busyDisk, cast, ruled, type RulesOf } from 'seedstorm/parts';
import {
  amqpBroker,
  clientHears,
  clientTimer,
  settle,
  startClient,
  type AmqpClient,
  type ClientMethod,
} from 'seedstorm/servers';
import { drained } from './emptied.js';
import { publisher } from './publisher.js';

const rules = ruled(
  {
    /** What a subscriber's queue outlives: everything, not its connection, not its last consumer. */
    queues: 'durable',
    /** Who sees to it that queues are there and bound. */
    declaredBy: 'publishers',
    /** Each subscriber has a queue, or all have one. */
    queueOf: 'subscriber',
    /** How long a queue may get: without a limit, or as short as this. */
    maxLength: 0,
    /** Of several consumers of a queue only one gets messages, until it is gone. */
    singleActive: true,
  },
  {
    'exclusive-queue': {
      summary:
        'A subscriber has an exclusive queue: its connection breaks, and the queue is gone with all that was in it',
      rules: { queues: 'exclusive', declaredBy: 'subscribers' },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 1 },
    },
    'auto-delete-queue': {
      summary:
        'The queue goes with its last consumer, and what is published before that comes back is not kept',
      rules: { queues: 'auto-delete' },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 2 },
    },
    'bound-late': {
      summary:
        'Only subscribers declare and bind their queues: what was published before that is not for them',
      rules: { declaredBy: 'subscribers' },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 1 },
    },
    'one-queue': {
      summary: 'All subscribers consume from one queue: they compete, and each message comes to one of them',
      rules: { queueOf: 'all' },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 1 },
    },
    'short-queue': {
      summary: 'Queues hold a few messages and drop the oldest: who is away for long misses what came first',
      rules: { maxLength: 3 },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 1 },
    },
    'old-consumer': {
      summary:
        'The connection that a subscriber lost still consumes in the eyes of the broker: the new one gets later messages first',
      rules: { singleActive: false },
      shows: { check: 'order-per-client', anomaly: 'out-of-order', within: 97 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

interface Subscriber {
  state: { amqp: AmqpClient | undefined };
  timer: string;
}

const EXCHANGE: ClientMethod = {
  method: 'exchange.declare',
  exchange: 'news',
  type: 'fanout',
  durable: true,
};
const LATEST_START_MS = 150;

/** Declares the queue of a subscriber, and binds it. */
function queueOf(name: string, { queues, queueOf: whose, maxLength, singleActive }: Rules): ClientMethod[] {
  const queue = whose === 'all' ? 'news' : `news.${name}`;
  const how = {
    durable: queues !== 'exclusive',
    exclusive: queues === 'exclusive',
    autoDelete: queues === 'auto-delete',
    arguments: {
      ...(maxLength > 0 && { 'x-max-length': maxLength }),
      ...(singleActive && { 'x-single-active-consumer': true }),
    },
  };
  return [
    { method: 'queue.declare', queue, ...how },
    { method: 'queue.bind', queue, exchange: 'news', routingKey: '' },
  ];
}

const subscriber = (rule: Rules) =>
  stateMachine<Subscriber>({
    start(node) {
      node.setTimer('begin', node.incarnation === 1 ? node.random.int(0, LATEST_START_MS) : 0);
      return { amqp: undefined };
    },

    onTimer(state, timer, node) {
      if (timer !== 'begin') return state.amqp && void clientTimer(state.amqp, timer, node);
      const consume: ClientMethod = { method: 'basic.consume', queue: '' };
      const channels = [[EXCHANGE, ...queueOf(node.id, rule), consume]];
      state.amqp = startClient({ to: 'broker', heartbeatMs: 200, channels }, node);
    },

    onStream({ amqp }, event, node) {
      if (amqp === undefined) return;
      for (const news of clientHears(amqp, event, node)) {
        if (news.kind !== 'delivery') continue;
        node.effect({ f: 'process', value: news.delivery.body, group: node.id });
        settle(amqp, news.delivery, 'ack', node);
      }
    },
  });

const namesOf = (subscribers: number) => nodeNames(subscribers, 's');
const byClient = { key: ({ process }: { process: string | number }) => String(process).split('.')[0] };

export const amqpPubSub = defineScenario({
  name: 'broker/amqp-pub-sub',
  summary:
    'A fanout exchange and a durable queue for each subscriber: all of them get all that was confirmed',
  params: z.object({ subscribers: z.int().min(1).max(9).default(3) }),
  nodes: ({ subscribers }) => ['broker', 'p1', 'p2', ...namesOf(subscribers)],
  protocol({ subscribers }, { bug }) {
    const rule = rules.with(bug);
    const queues = rule.declaredBy === 'publishers' ? namesOf(subscribers) : [];
    return cast({
      broker: [['broker'], amqpBroker()],
      publisher: [
        ['p1', 'p2'],
        publisher<{ readonly value: string }>({
          declares: [EXCHANGE, ...queues.flatMap((name) => queueOf(name, rule))],
          messageOf: ({ value }) => ({
            exchange: 'news',
            routingKey: '',
            properties: { deliveryMode: 2 },
            body: value,
          }),
          confirm: 'awaited',
        }),
      ],
      subscriber: [namesOf(subscribers), subscriber(rule)],
    });
  },
  workload: () =>
    clients(
      4,
      { send: 1 },
      {
        everyMs: 60,
        to: (_random, _nodes, client) => (client % 2 === 0 ? 'p1' : 'p2'),
        input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index}` }),
      },
    ),
  disk: busyDisk(),
  faults: 'rough',
  budget: { intactReplicas: 99, allow: { corruption: false } },
  durationMs: 3_000,
  clientTimeoutMs: 1_000,
  quietMs: 500,
  restartAfterMs: 100,
  final: () => drained,
  check: ({ subscribers }) => ({
    'at-least-once': atLeastOnce({ groups: namesOf(subscribers) }),
    'order-per-client': orderPerKey(byClient),
  }),
  bugs: rules.bugs,
});
