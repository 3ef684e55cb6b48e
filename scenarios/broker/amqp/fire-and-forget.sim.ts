/**
 * Fire and forget: no confirms, transient messages, consumers that do not acknowledge. Nothing comes twice, and what is
 * lost nobody hears of: at most once.
 *
 * Whoever wants more must change every step: a publisher that sends again, or a consumer that acknowledges, alone makes it
 * neither at most once nor at least once.
 */
import { clients, defineScenario, nodeNames, stateMachine, z, type ReplyTo } from 'seedstorm';
import { atMostOnce } from 'seedstorm/checkers';
import { cast, ruled, type RulesOf } from 'seedstorm/parts';
import {
  amqpBroker,
  clientHears,
  clientTimer,
  publish,
  settle,
  startClient,
  type AmqpClient,
  type BasicPublish,
  type ClientMethod,
  type Delivery,
} from 'seedstorm/servers';

const rules = ruled(
  {
    /** What a publisher does with what it sent last when its connection is gone: nothing, or it sends it again. */
    afterLoss: 'forget',
    /** Consumers do not acknowledge, or do so after their work. */
    acknowledge: 'never',
    /** What a publisher says of a message whose connection broke right after: it was sent, or it failed. */
    answers: 'at-once',
  },
  {
    'sent-again': {
      summary:
        'A publisher sends its last messages again on the next connection, in case they were lost: they were not',
      rules: { afterLoss: 'send-again' },
      shows: { check: 'at-most-once', anomaly: 'duplicate', within: 1 },
    },
    'acknowledged-after-work': {
      summary: 'A consumer acknowledges after its work: a message whose acknowledgement is lost comes again',
      rules: { acknowledge: 'after-work' },
      shows: { check: 'at-most-once', anomaly: 'duplicate', within: 1 },
    },
    'says-failed': {
      summary: 'A publisher says that a message failed whose connection broke: the broker may have it',
      rules: { answers: 'later' },
      shows: { check: 'at-most-once', anomaly: 'aborted-read', within: 4 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

interface Sent {
  readonly message: Omit<BasicPublish, 'method'>;
  readonly replyTo: ReplyTo;
}

interface Publisher {
  /** `last`: what it sent last, the newest last. */
  state: { readonly amqp: AmqpClient; last: Sent[] };
  request: { readonly f: 'send'; readonly value: string };
  reply: undefined;
  token: Sent;
}

interface Consumer {
  state: { readonly amqp: AmqpClient };
  token: Delivery;
}

const QUEUE: ClientMethod = { method: 'queue.declare', queue: 'readings' };
const REMEMBERS = 4;
const ANSWERS_MS = 20;
const WORK_MS = 8;

const publisher = (rule: Rules) =>
  stateMachine<Publisher>({
    start: (node) => ({
      amqp: startClient({ to: 'broker', heartbeatMs: 200, channels: [[QUEUE]] }, node),
      last: [],
    }),

    onRequest(state, { value }, node) {
      const message = { exchange: '', routingKey: 'readings', body: value };
      if (!publish(state.amqp, message, undefined, node)) return node.reject('there is no connection');
      const sent = { message, replyTo: node.defer() };
      state.last = [...state.last, sent].slice(-REMEMBERS);
      if (rule.answers === 'at-once') node.replyTo(sent.replyTo, undefined);
      else node.setTimer(`answer ${sent.replyTo.from}`, ANSWERS_MS, sent);
    },

    onTimer({ amqp }, timer, node, sent) {
      if (!clientTimer(amqp, timer, node) && sent !== undefined) node.replyTo(sent.replyTo, undefined);
    },

    onStream({ amqp, last }, event, node) {
      for (const { kind } of clientHears(amqp, event, node)) {
        if (kind === 'lost' && rule.answers === 'later')
          for (const { replyTo } of last) node.rejectTo(replyTo, 'the connection is gone');
        if (kind === 'ready' && rule.afterLoss === 'send-again')
          for (const { message } of last) publish(amqp, message, undefined, node);
      }
    },
  });

const consumer = ({ acknowledge }: Rules) =>
  stateMachine<Consumer>({
    start(node) {
      const consume: ClientMethod = {
        ...{ method: 'basic.consume', queue: 'readings', noAck: acknowledge === 'never' },
      };
      return { amqp: startClient({ to: 'broker', heartbeatMs: 200, channels: [[QUEUE, consume]] }, node) };
    },

    onStream({ amqp }, event, node) {
      for (const news of clientHears(amqp, event, node)) {
        if (news.kind !== 'delivery') continue;
        const { session, deliveryTag } = news.delivery;
        node.setTimer(`work ${session} ${deliveryTag}`, WORK_MS, news.delivery);
      }
    },

    onTimer({ amqp }, timer, node, delivery) {
      if (clientTimer(amqp, timer, node) || delivery === undefined) return;
      node.effect({ f: 'process', value: delivery.body });
      if (acknowledge === 'after-work') settle(amqp, delivery, 'ack', node);
    },
  });

const names = (consumers: number) => nodeNames(consumers, 'w');

export const amqpFireAndForget = defineScenario({
  name: 'broker/amqp-fire-and-forget',
  summary: 'No confirms, no persistence, no acknowledgements: at most once, and nobody hears of what is lost',
  params: z.object({ consumers: z.int().min(1).max(9).default(2) }),
  nodes: ({ consumers }) => ['broker', 'p1', 'p2', ...names(consumers)],
  protocol({ consumers }, { bug }) {
    const rule = rules.with(bug);
    return cast({
      broker: [['broker'], amqpBroker()],
      publisher: [['p1', 'p2'], publisher(rule)],
      consumer: [names(consumers), consumer(rule)],
    });
  },
  workload: () =>
    clients(
      4,
      { send: 1 },
      {
        everyMs: 40,
        to: (_random, _nodes, client) => (client % 2 === 0 ? 'p1' : 'p2'),
        input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index}` }),
      },
    ),
  faults: 'rough',
  // A request of a client that the network delivers twice is two messages: nothing here tells them apart.
  budget: { intactReplicas: 99, allow: { corruption: false, duplication: false } },
  durationMs: 2_500,
  clientTimeoutMs: 400,
  restartAfterMs: 100,
  check: { 'at-most-once': atMostOnce() },
  bugs: rules.bugs,
});
