/**
 * Request and reply: a question carries a return address and a correlation id, and its answer comes back with that id.
 *
 * Answers may be late, come twice, or come back to nobody. So a requester takes what has an id that it waits for, and
 * drops the rest; and a server whose requester is gone drops the answer.
 */
import { clients, defineScenario, stateMachine, z, type ReplyTo } from 'seedstorm';
import { atLeastOnce, echoes } from 'seedstorm/checkers';
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
} from 'seedstorm/servers';
import { drained, emptied } from './emptied.js';

const rules = ruled(
  {
    /** Which question an answer belongs to: the one with its id, or the oldest. */
    answers: 'by-id',
    /** An id is never used again, not even after a restart; or a few are used in turn. */
    ids: 'unique',
    /** Each requester has its own return address. */
    repliesTo: 'own-queue',
    /** The id that a server sends back: that of the question it answers, or of the last it got. */
    sendsBack: 'its-own',
    /** What a server does with a question whose answer came back, since its requester is gone. */
    unwanted: 'dropped',
  },
  {
    'no-correlation': {
      summary:
        'A requester takes any answer as that to its oldest question: one that is late or early is the wrong one',
      rules: { answers: 'oldest' },
      shows: { check: 'echo', anomaly: 'wrong-echo', within: 1 },
    },
    'ids-reused': {
      summary:
        'A requester has a few ids and takes them in turn: an answer that is late fits a newer question',
      rules: { ids: 'in-turn' },
      shows: { check: 'echo', anomaly: 'wrong-echo', within: 1 },
    },
    'last-correlation': {
      summary: 'A server that works on several questions keeps one id, that of the last',
      rules: { sendsBack: 'of-the-last' },
      shows: { check: 'echo', anomaly: 'wrong-echo', within: 1 },
    },
    'one-return-queue': {
      summary:
        'All requesters share a return queue: an answer comes to one that has not asked, and is dropped as late',
      rules: { repliesTo: 'one-queue' },
      params: { replies: 'durable' },
      shows: { check: 'liveness', anomaly: 'no-progress', within: 3 },
    },
    'requeued-for-the-gone': {
      summary:
        'A server puts a question back whose answer came back: it answers a requester that is gone for ever',
      rules: { unwanted: 'requeued' },
      params: { replies: 'exclusive' },
      shows: { check: 'emptied', anomaly: 'left-over', within: 1 },
    },
  },
);
type Rules = RulesOf<typeof rules>;
type Replies = 'direct' | 'exclusive' | 'durable';

interface Question {
  readonly id: string;
  readonly value: string;
  readonly replyTo: ReplyTo;
  readonly sinceMs: number;
}

interface Requester {
  state: { readonly amqp: AmqpClient; asked: number; address: string; readonly open: Question[] };
  request: { readonly f: 'echo'; readonly value: string };
  reply: unknown;
  timer: string;
}

interface Server {
  state: { readonly amqp: AmqpClient<Delivery>; last: string | undefined; readonly unwanted: Set<string> };
  timer: string;
  token: Delivery;
}

const QUESTIONS: ClientMethod = { method: 'queue.declare', queue: 'rpc', durable: true };
const DIRECT = 'amq.rabbitmq.reply-to';
const AGAIN_MS = 150;
const PATIENCE_MS = 1_000;
const WORK_MS = 8;

/** Where answers come: straight to the channel, to a queue that goes with the connection, or to one that stays. */
function returnAddress(replies: Replies, name: string): ClientMethod[] {
  if (replies === 'direct') return [{ method: 'basic.consume', queue: DIRECT, noAck: true }];
  const queue: ClientMethod =
    replies === 'durable'
      ? { method: 'queue.declare', queue: name, durable: true }
      : { method: 'queue.declare', queue: '', exclusive: true };
  return [queue, { method: 'basic.consume', queue: '', noAck: true }];
}

const requester = (rule: Rules, replies: Replies) =>
  stateMachine<Requester>({
    start(node) {
      const name = rule.repliesTo === 'own-queue' ? `answers.${node.id}` : 'answers';
      const channels = [[QUESTIONS, ...returnAddress(replies, name)]];
      const amqp = startClient({ to: 'broker', heartbeatMs: 100, channels }, node);
      return { amqp, asked: 0, address: DIRECT, open: [] };
    },

    onRequest(state, { value }, node) {
      const count = ++state.asked;
      const id = rule.ids === 'unique' ? `${node.id}.${node.incarnation}.${count}` : `${count % 3}`;
      state.open.push({ id, value, replyTo: node.defer(), sinceMs: node.monotonicMs() });
      node.setTimer(`ask ${id}`, 0);
    },

    onTimer({ amqp, open, address }, timer, node) {
      if (clientTimer(amqp, timer, node)) return;
      const question = open.find(({ id }) => timer === `ask ${id}`);
      if (question === undefined) return;
      const { id: correlationId, value: body, replyTo, sinceMs } = question;
      if (node.monotonicMs() - sinceMs > PATIENCE_MS) {
        open.splice(open.indexOf(question), 1);
        return node.rejectTo(replyTo, 'no answer', { definite: false });
      }
      const properties = { correlationId, replyTo: address, deliveryMode: 2 };
      publish(amqp, { exchange: '', routingKey: 'rpc', properties, body }, undefined, node);
      node.setTimer(timer, AGAIN_MS);
    },

    onStream(state, event, node) {
      for (const news of clientHears(state.amqp, event, node)) {
        if (
          news.kind === 'answer' &&
          news.method.method === 'queue.declare-ok' &&
          news.method.queue !== 'rpc'
        )
          state.address = news.method.queue;
        if (news.kind !== 'delivery') continue;
        const { correlationId } = news.delivery.properties;
        const place = rule.answers === 'oldest' ? 0 : state.open.findIndex(({ id }) => id === correlationId);
        const [question] = place < 0 ? [] : state.open.splice(place, 1);
        node.sometimes('an answer comes late', question === undefined);
        if (question !== undefined) node.replyTo(question.replyTo, news.delivery.body);
      }
    },
  });

/** Answers each question with its value; settles it when the broker has the answer. */
const server = (rule: Rules, prefetchCount: number) =>
  stateMachine<Server>({
    start(node) {
      const consume: ClientMethod[] = [
        { method: 'basic.qos', prefetchCount },
        { method: 'basic.consume', queue: 'rpc' },
      ];
      const channels = [[{ method: 'confirm.select' } as const, QUESTIONS, ...consume]];
      const amqp = startClient<Delivery>({ to: 'broker', heartbeatMs: 100, channels }, node);
      return { amqp, last: undefined, unwanted: new Set() };
    },

    onStream(state, event, node) {
      const { amqp, unwanted } = state;
      for (const news of clientHears(amqp, event, node)) {
        if (news.kind === 'delivery') {
          const { session, deliveryTag, properties } = news.delivery;
          state.last = properties.correlationId;
          node.setTimer(
            `work ${session} ${deliveryTag}`,
            WORK_MS * (0.5 + node.random.float()),
            news.delivery,
          );
        } else if (news.kind === 'returned') unwanted.add(news.message.properties.correlationId ?? '');
        else if (news.kind === 'confirmed') {
          const isGone = unwanted.delete(news.about.properties.correlationId ?? '');
          node.sometimes('the requester is gone', isGone);
          settle(amqp, news.about, isGone && rule.unwanted === 'requeued' ? 'requeue' : 'ack', node);
        }
      }
    },

    onTimer({ amqp, last }, timer, node, delivery) {
      if (clientTimer(amqp, timer, node) || delivery === undefined) return;
      const { body, properties } = delivery;
      node.effect({ f: 'serve', value: body });
      const correlationId = rule.sendsBack === 'of-the-last' ? last : properties.correlationId;
      const answer = {
        ...{ exchange: '', routingKey: properties.replyTo ?? '', mandatory: true },
        ...{ properties: { ...(correlationId !== undefined && { correlationId }) }, body },
      };
      publish(amqp, answer, delivery, node);
    },
  });

export const amqpRpc = defineScenario({
  name: 'broker/amqp-rpc',
  summary: 'Questions with a return address and a correlation id: every answer belongs to its question',
  params: z.object({
    replies: z
      .enum(['direct', 'exclusive', 'durable'])
      .default('direct')
      .describe('Where answers come: direct reply-to, a queue of the connection, or a queue that stays'),
    prefetch: z.int().min(1).max(50).default(3).describe('Questions that a server works on at a time'),
  }),
  vary: { replies: ['direct', 'exclusive', 'durable'] },
  nodes: () => ['broker', 'q1', 'q2', 's1', 's2'],
  protocol({ replies, prefetch }, { bug }) {
    const rule = rules.with(bug);
    return cast({
      broker: [['broker'], amqpBroker()],
      requester: [['q1', 'q2'], requester(rule, replies)],
      server: [['s1', 's2'], server(rule, prefetch)],
    });
  },
  workload: () =>
    clients(
      4,
      { echo: 1 },
      {
        everyMs: 50,
        to: (_random, _nodes, client) => (client % 2 === 0 ? 'q1' : 'q2'),
        input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index}` }),
      },
    ),
  disk: busyDisk(),
  faults: 'rough',
  budget: { intactReplicas: 99, allow: { corruption: false } },
  durationMs: 4_000,
  settleMs: 2_000,
  clientTimeoutMs: 1_200,
  quietMs: 500,
  restartAfterMs: 100,
  liveWithinMs: 1_000,
  final: () => [...drained, { to: 'broker', input: { f: 'depths' } }],
  check: { echo: echoes(), served: atLeastOnce({ sent: 'echo', processed: 'serve' }), emptied },
  coverage: { sometimes: ['an answer comes late', 'the requester is gone'] },
  bugs: rules.bugs,
});
