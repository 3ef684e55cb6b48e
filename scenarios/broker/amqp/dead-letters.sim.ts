/**
 * Dead letters after three tries: a message that always fails is put aside, and stops nobody else.
 *
 * Who counts the tries is a parameter. The queue counts how often a message came back (delivery limit), whatever the
 * reason. Or workers count rejections by the header `x-death`, and a second queue brings what was rejected back after a
 * pause. The first also ends a message that kills its worker; the second never buries one that did not fail three times.
 */
import { clients, defineScenario, nodeNames, stateMachine, z } from 'seedstorm';
import { exactlyOnce } from 'seedstorm/checkers';
import { busyDisk, cast, ruled, type RulesOf } from 'seedstorm/parts';
import {
  amqpBroker,
  clientHears,
  clientTimer,
  publish,
  settle,
  startClient,
  type AmqpClient,
  type ClientMethod,
  type Delivery,
  type Properties,
  type Table,
} from 'seedstorm/servers';
import { ledger, type Ledger, type Work } from './ledger.js';
import { publisher } from './publisher.js';
import { retryingWorker, workIn } from './retrying-worker.js';
import { fieldsOf, threeTries, TRIES } from './three-tries.js';

const rules = ruled(
  {
    /** A message that fails is counted, or simply given back. */
    failed: 'counted',
    /** Which entries of `x-death` a worker counts: rejections by its own queue. */
    deaths: 'rejections',
    /** Where the work queue sends dead letters. */
    deadLetters: 'kept',
    /** Of which kind the queues are: only quorum queues keep a dead letter until the next one has it. */
    kind: 'quorum',
    /** Where workers publish what has failed three times, if it is they who count. */
    grave: 'dead',
  },
  {
    'requeue-loop': {
      summary:
        'What fails is given back to a classic queue: it comes again at once, and nobody else has a turn',
      rules: { failed: 'requeued', kind: 'classic' },
      params: { count: 'rejections' },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 1 },
    },
    'no-delivery-limit': {
      summary:
        'A quorum queue without a delivery limit (none by default before RabbitMQ 4.0) gives it out for ever',
      rules: { failed: 'requeued' },
      shows: { check: 'three-tries', anomaly: 'loop', within: 1 },
    },
    'no-dead-letter-exchange': {
      summary: 'The queue has no dead-letter exchange: what has failed often enough vanishes',
      rules: { deadLetters: 'none' },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 1 },
    },
    'classic-queues': {
      summary:
        'Classic queues hand dead letters on at most once: a power cut takes what the next queue has not kept yet',
      rules: { kind: 'classic' },
      params: { count: 'rejections' },
      faults: 'points',
      shows: { check: 'exactly-once', anomaly: 'lost', within: 28 },
    },
    'buried-nowhere': {
      summary:
        'A worker publishes its dead letters under a name that no queue has: the broker confirms them, and they are gone',
      rules: { grave: 'deads' },
      params: { count: 'rejections' },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 1 },
    },
    'every-death-counts': {
      summary: 'A worker adds up all counts of x-death: the expiry in the second queue counts as a try',
      rules: { deaths: 'all' },
      params: { count: 'rejections' },
      shows: { check: 'three-tries', anomaly: 'buried-early', within: 1 },
    },
    'killer-poison': {
      summary: 'A message that kills its worker is never rejected, so rejections do not count it',
      params: { count: 'rejections', poison: 'kills' },
      twin: 'plain',
      shows: { check: 'three-tries', anomaly: 'loop', within: 1 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

interface Params {
  readonly count: 'deliveries' | 'rejections';
  readonly poison: 'fails' | 'kills';
}

type Send = { readonly f: 'send' } & Work;

/** Fails whenever it is tried. */
const POISON = 1_000;
/** How often messages fail: drawn from here. */
const FAILURES = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, POISON];

const PAUSE_MS = 40;

/** The queues, by who counts the tries. */
function declares({ kind, deadLetters, failed }: Rules, { count }: Params): ClientMethod[] {
  const queue = (name: string, given: Table = {}): ClientMethod => ({
    method: 'queue.declare',
    queue: name,
    durable: true,
    arguments: { ...(kind === 'quorum' && { 'x-queue-type': kind }), ...given },
  });
  const lettersTo = (key: string): Table => ({
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': key,
    // The queue forgets a dead letter when the next one has it. Classic queues cannot do that.
    ...(kind === 'quorum' && { 'x-dead-letter-strategy': 'at-least-once', 'x-overflow': 'reject-publish' }),
  });
  const work = deadLetters === 'kept' ? lettersTo(count === 'deliveries' ? 'dead' : 'again') : {};
  const isLimited = count === 'deliveries' && failed === 'counted';
  return [
    queue('dead'),
    queue('again', { 'x-message-ttl': PAUSE_MS, ...lettersTo('work') }),
    queue('work', { ...work, ...(isLimited && { 'x-delivery-limit': TRIES - 1 }) }),
  ];
}

const worker = (rule: Rules, params: Params) =>
  retryingWorker({
    declares: declares(rule, params),
    begins(delivery, node) {
      const { value, fails } = workIn(delivery);
      node.effect({ f: 'try', value });
      if (fails === POISON && params.poison === 'kills') node.exit('this message is too much');
    },
    failed(amqp, delivery, node) {
      const { body, properties } = delivery;
      if (rule.failed === 'requeued' || params.count === 'deliveries')
        settle(amqp, delivery, 'requeue', node);
      else if (failures(properties, rule) + 1 < TRIES) settle(amqp, delivery, 'drop', node);
      else publish(amqp, { exchange: '', routingKey: rule.grave, properties, body }, delivery, node);
    },
  });

/** How often it has failed, by its history. */
function failures({ headers = {} }: Properties, { deaths: which }: Rules): number {
  const deaths = (headers['x-death'] ?? []) as readonly { queue: string; reason: string; count: number }[];
  const counted = which === 'all' ? deaths : deaths.filter(({ reason }) => reason === 'rejected');
  return counted.reduce((sum, { count }) => sum + count, 0);
}

interface Undertaker {
  state: { readonly amqp: AmqpClient };
  calls: Ledger['messages'];
  token: Delivery;
}

/** Takes dead letters out of their queue and notes them. */
const undertaker = (rule: Rules, params: Params) =>
  stateMachine<Undertaker>({
    start: (node) => ({
      amqp: startClient(
        {
          to: 'broker',
          heartbeatMs: 200,
          channels: [
            [
              ...declares(rule, params),
              { method: 'basic.qos', prefetchCount: 10 },
              { method: 'basic.consume', queue: 'dead' },
            ],
          ],
        },
        node,
      ),
    }),
    onStream({ amqp }, event, node) {
      for (const news of clientHears(amqp, event, node))
        if (news.kind === 'delivery')
          node.call(
            'ledger',
            { f: 'bury', ...workIn(news.delivery) },
            { timeoutMs: 100, token: news.delivery },
          );
    },
    onTimer: ({ amqp }, timer, node) => void clientTimer(amqp, timer, node),
    onReply: ({ amqp }, { kind, token }, node) =>
      void settle(amqp, token, kind === 'answer' ? 'ack' : 'requeue', node),
  });

export const amqpDeadLetters = defineScenario({
  name: 'broker/amqp-dead-letters',
  summary:
    'After three tries a message is a dead letter: each takes effect or is buried, and poison stops nobody',
  params: z.object({
    count: z
      .enum(['deliveries', 'rejections'])
      .default('deliveries')
      .describe('Who counts the tries: the queue deliveries, or workers rejections by x-death'),
    poison: z
      .enum(['fails', 'kills'])
      .default('fails')
      .describe('A message that never succeeds fails, or kills its worker'),
    workers: z.int().min(1).max(9).default(3),
  }),
  nodes: ({ workers }) => [
    'broker',
    ...nodeNames(2, 'p'),
    ...nodeNames(workers, 'w'),
    'undertaker',
    'ledger',
  ],
  protocol(params, { bug }) {
    const rule = rules.with(bug);
    const messageOf = ({ value, fails }: Send) => ({
      exchange: '',
      routingKey: 'work',
      properties: { deliveryMode: 2 },
      body: { value, fails },
    });
    return cast({
      broker: [['broker'], amqpBroker({ heartbeatMs: 100 })],
      publisher: [
        nodeNames(2, 'p'),
        publisher({ declares: declares(rule, params), messageOf, confirm: 'awaited' }),
      ],
      worker: [nodeNames(params.workers, 'w'), worker(rule, params)],
      undertaker: [['undertaker'], undertaker(rule, params)],
      ledger: [['ledger'], ledger],
    });
  },
  workload: () =>
    clients(
      4,
      { send: 1 },
      {
        everyMs: 60,
        to: (random) => random.pick(nodeNames(2, 'p')),
        input: (_f, random, { client, index }) => ({
          value: `c${client + 1}-${index}`,
          fails: random.pick(FAILURES),
        }),
      },
    ),
  disk: busyDisk(),
  faults: 'rough',
  budget: { intactReplicas: 99, spared: ['ledger'], allow: { corruption: false } },
  durationMs: 3_000,
  clientTimeoutMs: 1_500,
  quietMs: 500,
  restartAfterMs: 100,
  final: () => [{ to: 'broker', input: { f: 'drain', atMostMs: 1_400 } }],
  check: ({ count }) => ({
    'exactly-once': exactlyOnce({
      processed: (operation) => {
        const { f, value } = fieldsOf(operation);
        return f === 'process' || f === 'bury' ? value : undefined;
      },
    }),
    'three-tries': threeTries({ count }),
  }),
  bugs: rules.bugs,
});
