/**
 * Routing: exchanges of three types, an alternate exchange for what the direct one cannot place, and messages that come
 * back where nobody wants them. Who must get what is said a second time, in plain conditions, and judged by these.
 */
import { clients, defineScenario, stateMachine, z, type Random } from 'seedstorm';
import { defineChecker, type Operation } from 'seedstorm/checkers';
import { busyDisk, cast, ruled, type RulesOf } from 'seedstorm/parts';
import {
  amqpBroker,
  clientHears,
  clientTimer,
  settle,
  startClient,
  type AmqpClient,
  type ClientMethod,
  type Table,
} from 'seedstorm/servers';
import { drained } from './emptied.js';
import { publisher } from './publisher.js';

const rules = ruled(
  {
    /** What orders of any depth are bound with: `#` is any number of words, `*` is one. */
    anyOrder: 'order.#',
    /** Messages come back that no queue takes. */
    mandatory: true,
    /** What a publisher says of a message that came back: it is confirmed all the same. */
    returns: 'told',
    /** Where the direct exchange sends what it has no queue for. */
    alternate: true,
    ordersType: 'direct',
    /** All headers of a binding must fit, or one of them. */
    urgentMatch: 'all',
  },
  {
    'star-for-hash': {
      summary: 'A binding with * in the place of #: it takes one word, and misses what is deeper',
      rules: { anyOrder: 'order.*' },
      shows: { check: 'routed', anomaly: 'missed', within: 1 },
    },
    'mandatory-forgotten': {
      summary: 'Messages are not mandatory: one that no queue takes is confirmed, and gone',
      rules: { mandatory: false },
      shows: { check: 'routed', anomaly: 'vanished', within: 1 },
    },
    'return-ignored': {
      summary: 'A publisher looks at confirms only: a message that came back counts as sent',
      rules: { returns: 'ignored' },
      shows: { check: 'routed', anomaly: 'vanished', within: 1 },
    },
    'no-alternate': {
      summary: 'The exchange has no alternate: what it has no queue for is not kept',
      rules: { alternate: false },
      shows: { check: 'routed', anomaly: 'missed', within: 1 },
    },
    'fanout-for-direct': {
      summary: 'The exchange is a fanout: keys do not count, and every queue gets everything',
      rules: { ordersType: 'fanout' },
      shows: { check: 'routed', anomaly: 'misrouted', within: 1 },
    },
    'any-for-all': {
      summary: 'A binding asks for any of its headers, not for all: it takes too much',
      rules: { urgentMatch: 'any' },
      shows: { check: 'routed', anomaly: 'misrouted', within: 1 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

/** A message as it is asked for. */
interface Send {
  readonly f: 'send';
  readonly value: string;
  readonly exchange: 'events' | 'orders' | 'docs';
  readonly key: string;
  readonly headers: Table;
}

const QUEUES = ['billing', 'stock', 'press', 'rest'];

/** Exchanges, queues and bindings: everybody declares them all. */
function topology({ anyOrder, alternate, ordersType, urgentMatch }: Rules): ClientMethod[] {
  const exchange = (name: string, type: string, given: Table = {}): ClientMethod => ({
    ...{ method: 'exchange.declare', exchange: name, type, durable: true, arguments: given },
  });
  const bind = (queue: string, from: string, routingKey: string, given: Table = {}): ClientMethod => ({
    ...{ method: 'queue.bind', queue, exchange: from, routingKey, arguments: given },
  });
  return [
    exchange('events', 'topic'),
    exchange('unplaced', 'fanout'),
    exchange('orders', ordersType, alternate ? { 'alternate-exchange': 'unplaced' } : {}),
    exchange('docs', 'headers'),
    ...QUEUES.map((queue): ClientMethod => ({ method: 'queue.declare', queue, durable: true })),
    bind('billing', 'events', 'order.*.paid'),
    bind('billing', 'orders', 'refund'),
    bind('stock', 'events', anyOrder),
    bind('stock', 'docs', '', { 'x-match': urgentMatch, kind: 'delivery', urgent: true }),
    bind('press', 'docs', '', { 'x-match': 'any', lang: 'de', kind: 'report' }),
    bind('press', 'orders', 'sale'),
    bind('rest', 'unplaced', ''),
  ];
}

/** Who must get a message: said without words and patterns of AMQP. */
function receiversOf({ exchange, key, headers }: Send): string[] {
  const [first, , third, ...more] = key.split('.');
  const { kind, urgent, lang } = headers;
  const of: Record<Send['exchange'], readonly (readonly [string, boolean])[]> = {
    events: [
      ['billing', first === 'order' && third === 'paid' && more.length === 0],
      ['stock', first === 'order'],
    ],
    orders: [
      ['billing', key === 'refund'],
      ['press', key === 'sale'],
      ['rest', key !== 'refund' && key !== 'sale'],
    ],
    docs: [
      ['stock', kind === 'delivery' && urgent === true],
      ['press', lang === 'de' || kind === 'report'],
    ],
  };
  return of[exchange].filter(([, gets]) => gets).map(([queue]) => queue);
}

/** Every message comes to those who must get it, to nobody else, and comes back if that is nobody. */
const routed = defineChecker({
  name: 'routed',
  looksFor: 'messages that were sent and received (functions send and receive)',
  scan(history, found) {
    const input = <T>(operation: Operation) => operation.input as T & { readonly f: string };
    const got = new Map<string, Operation>();
    const sent = new Map<string, Operation>();
    let drainedAt = -Infinity;
    for (const operation of history) {
      const { f, value, queue } = input<{ readonly value: string; readonly queue: string }>(operation);
      if (f === 'receive') got.set(`${value} ${queue}`, operation);
      else if (f === 'send') sent.set(value, operation);
      else if (operation.type === 'ok') drainedAt = operation.invoke;
    }
    if (drainedAt < 0) found.undecided('nobody drained the queues: what is missing may be late');
    for (const [value, send] of sent) {
      const receivers = receiversOf(input<Send>(send));
      const at = QUEUES.map((queue) => [queue, got.get(`${value} ${queue}`)] as const);
      for (const [queue, receive] of at) {
        const must = receivers.includes(queue);
        if (receive !== undefined && !must)
          found.anomaly('misrouted', `${queue} got ${value}, which is not for it`, send, receive);
        if (receive === undefined && must && send.type === 'ok' && send.complete < drainedAt)
          found.anomaly('missed', `${value} was confirmed, and ${queue} never got it`, send);
      }
      if (send.type !== 'ok' || (send.output === 'returned') === (receivers.length === 0)) continue;
      if (send.output === 'returned')
        found.anomaly('returned', `${value} came back, though it is wanted`, send);
      else found.anomaly('vanished', `${value} was confirmed, though nobody is to get it`, send);
    }
    return { judged: sent.size, reason: `${sent.size} messages, ${got.size} received by whom they are for` };
  },
});

interface Receiver {
  state: { readonly amqp: AmqpClient };
}

const receiver = (rule: Rules) =>
  stateMachine<Receiver>({
    start(node) {
      const consume: ClientMethod = { method: 'basic.consume', queue: node.id };
      const channels = [[...topology(rule), consume]];
      return { amqp: startClient({ to: 'broker', heartbeatMs: 200, channels }, node) };
    },
    onTimer: ({ amqp }, timer, node) => void clientTimer(amqp, timer, node),
    onStream({ amqp }, event, node) {
      for (const news of clientHears(amqp, event, node)) {
        if (news.kind !== 'delivery') continue;
        node.effect({ f: 'receive', value: news.delivery.body, queue: node.id });
        settle(amqp, news.delivery, 'ack', node);
      }
    },
  });

/** What is sent where, and with which key or headers: some of it nobody wants. */
function draw(random: Random): Pick<Send, 'exchange' | 'key' | 'headers'> {
  const exchange = random.pick(['events', 'orders', 'docs'] as const);
  const keys = {
    events: ['order', 'order.eu', 'order.eu.paid', 'order.eu.paid.late', 'orders.eu.paid', 'mail.eu'],
    orders: ['refund', 'sale', 'gift'],
    docs: [''],
  };
  const headers = {
    kind: random.pick(['report', 'delivery', 'note']),
    urgent: random.chance(0.5),
    lang: random.pick(['de', 'fr']),
  };
  return { exchange, key: random.pick(keys[exchange]), headers: exchange === 'docs' ? headers : {} };
}

export const amqpRouting = defineScenario({
  name: 'broker/amqp-routing',
  summary: 'Topic, direct and headers exchanges, an alternate and returns: who must get what gets it',
  params: z.object({}),
  nodes: () => ['broker', 'p1', 'p2', ...QUEUES],
  protocol(_params, { bug }) {
    const rule = rules.with(bug);
    const sender = publisher<Send>({
      declares: topology(rule),
      messageOf: ({ value, exchange, key, headers }) => ({
        exchange,
        routingKey: key,
        mandatory: rule.mandatory,
        properties: { deliveryMode: 2, headers },
        body: value,
      }),
      confirm: 'awaited',
      returns: rule.returns,
    });
    return cast({
      broker: [['broker'], amqpBroker()],
      publisher: [['p1', 'p2'], sender],
      receiver: [QUEUES, receiver(rule)],
    });
  },
  workload: () =>
    clients(
      4,
      { send: 1 },
      {
        everyMs: 60,
        to: (_random, _nodes, client) => (client % 2 === 0 ? 'p1' : 'p2'),
        input: (_f, random, { client, index }) => ({ value: `c${client + 1}-${index}`, ...draw(random) }),
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
  check: { routed },
  bugs: rules.bugs,
});
