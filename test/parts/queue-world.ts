/** A queue with visibility in either style, and workers that die, take their time, and refuse what they cannot do. */
import {
  asyncProgram,
  CallFailed,
  clients,
  defineScenario,
  nemesis,
  nodeNames,
  stateMachine,
  z,
  type ReplyTo,
} from 'seedstorm';
import { atMostOnce, defineChecker } from 'seedstorm/checkers';
import {
  acknowledge,
  answerAll,
  answerWhenEmpty,
  cast,
  durableQueue,
  insist,
  openQueue,
  queueRules,
  receiveFrom,
  ruled,
  sendTo,
  type DeadLetter,
  type Delivery,
  type DurableQueue,
  type QueueRules,
} from 'seedstorm/parts';

interface Broker {
  state: { queue: DurableQueue<string>; waiting: ReplyTo[] };
  request: { readonly f: 'send'; readonly value: string } | { readonly f: 'rest' };
  reply: readonly DeadLetter<string>[] | undefined;
  message: { readonly f: 'receive' } | { readonly f: 'acknowledge'; readonly receipt: string };
  answer: Delivery<string> | undefined;
  timer: 'over';
}

const rules = ruled(queueRules, {
  'forgotten-on-receive': {
    summary: 'A message is gone when it is handed out: a worker that dies takes it along',
    rules: { forgets: 'on-receive' },
    shows: { check: 'all-done', anomaly: 'lost', within: 5 },
  },
  'in-flight-seen': {
    summary: 'What one worker works on is handed out to the next one too',
    rules: { inFlight: 'seen' },
    params: { calm: true },
    faults: 'none',
    shows: { check: 'at-most-once', anomaly: 'duplicate', within: 1 },
  },
  'dead-letters-dropped': {
    summary: 'What no worker can do is dropped, and nobody ever hears of it',
    rules: { dead: 'dropped' },
    shows: { check: 'all-done', anomaly: 'lost', within: 3 },
  },
});

const settings = (own: QueueRules) => ({ visibilityMs: 60, maxReceives: 6, rules: own });

const machine = (own: QueueRules) =>
  stateMachine<Broker>({
    start: (node) => ({ queue: openQueue<string>(node, settings(own)), waiting: [] }),
    onRequest({ queue, waiting }, request, node) {
      if (request.f === 'rest') {
        const when = { empty: queue.messages.length === 0, timer: 'over', atMostMs: 250 };
        return answerWhenEmpty(waiting, when, () => queue.dead, node);
      }
      sendTo(queue, { id: request.value, body: request.value }, node);
      node.reply(undefined, { after: 'sync' });
    },
    onMessage({ queue, waiting }, message, node) {
      if (message.f === 'receive') node.reply(receiveFrom(queue, node));
      else {
        acknowledge(queue, message.receipt, node);
        node.reply(undefined, { after: 'sync' });
      }
      if (queue.messages.length === 0) answerAll(waiting, () => queue.dead, node);
    },
    onTimer: ({ queue, waiting }, _over, node) => answerAll(waiting, () => queue.dead, node),
  });

const program = (own: QueueRules) =>
  asyncProgram<Broker>(async (node) => {
    const queue = await durableQueue<string>(node, settings(own));
    node.onRequest(async (request) => {
      if (request.f === 'rest') {
        await queue.empty(250);
        return queue.dead;
      }
      await queue.send({ id: request.value, body: request.value });
      return undefined;
    });
    node.onMessage(async (message) => {
      if (message.f === 'receive') return queue.receive();
      await queue.acknowledge(message.receipt);
      return undefined;
    });
  });

const worker = asyncProgram<Broker>(async (node) => {
  for (;;) {
    const got = await insist(node, () => node.call('q', { f: 'receive' }, { timeoutMs: 20 }));
    if (got === undefined) {
      await node.sleep(10);
      continue;
    }
    await node.sleep(15);
    if (got.body.endsWith('-bad')) continue;
    node.effect({ f: 'process', value: got.body });
    const { receipt } = got;
    await node.call('q', { f: 'acknowledge', receipt }, { timeoutMs: 20 }).catch((error: unknown) => {
      if (!(error instanceof CallFailed)) throw error;
    });
  }
});

/** What was sent was done, or lies among the dead letters. */
const allDone = defineChecker({
  name: 'all-done',
  looksFor: 'messages (function send)',
  scan(history, found) {
    const drained = history.findLast(({ input }) => (input as { f: string }).f === 'rest');
    const dead = new Set((drained?.output as readonly DeadLetter<string>[] | undefined)?.map(({ id }) => id));
    const valuesOf = (f: string) =>
      history.filter(({ input, type }) => (input as { f: string }).f === f && type === 'ok');
    const done = new Set(valuesOf('process').map(({ input }) => (input as { value: string }).value));
    const sent = valuesOf('send');
    for (const send of sent) {
      const { value } = send.input as unknown as { value: string };
      if (!done.has(value) && !dead.has(value)) found.anomaly('lost', `nobody did ${value}`, send);
    }
    return { judged: sent.length, reason: `${sent.length} messages, each done or dead` };
  },
});

export const queueWorld = defineScenario({
  name: 'test/queue',
  summary: 'What was sent is done, or kept among the dead letters',
  params: z.object({
    style: z.enum(['machine', 'async']).default('machine'),
    calm: z.boolean().default(false),
  }),
  nodes: () => ['q', ...nodeNames(3, 'w')],
  protocol: ({ style }, { bug }) =>
    cast({
      queue: [['q'], (style === 'machine' ? machine : program)(rules.with(bug))],
      worker: [nodeNames(3, 'w'), worker],
    }),
  workload: ({ calm }) =>
    clients(
      3,
      { send: 1 },
      {
        everyMs: 60,
        to: () => 'q',
        input: (_f, random, { client, index }) => ({
          value: `c${client}-${index}${!calm && random.chance(0.1) ? '-bad' : ''}`,
        }),
      },
    ),
  faults: nemesis(
    { crash: 'hell', tornWrite: true, loss: true, duplication: true, clockJump: true },
    { kindProbability: 1 },
  ),
  budget: { intactReplicas: 9 },
  durationMs: 1_200,
  clientTimeoutMs: 300,
  restartAfterMs: 30,
  final: () => Array.from({ length: 3 }, () => ({ to: 'q', input: { f: 'rest' } })),
  check: ({ calm }) => ({ 'all-done': allDone, ...(calm && { 'at-most-once': atMostOnce() }) }),
  bugs: rules.bugs,
});
