/**
 * A queue with visibility time-outs, groups and a deduplication window, as the FIFO queues of Amazon SQS have them.
 *
 * What a worker receives is hidden, not gone: it comes back unless the worker deletes it, or says in time that it still
 * works on it. While a message of a group is in flight, the next one of the group waits. What was received too often
 * becomes a dead letter. A copy that comes within the window is answered as the first, and is no new message.
 */
import {
  clients,
  defineScenario,
  nodeNames,
  reacting,
  stateMachine,
  z,
  type StateMachineNode,
} from 'seedstorm';
import { atLeastOnce, exactlyOnce, orderPerKey, type Operation } from 'seedstorm/checkers';
import {
  answerAll,
  answerWhenEmpty,
  appendTo,
  busyDisk,
  cast,
  deliver,
  enqueue,
  finish,
  newQueue,
  openLog,
  postpone,
  recoverQueue,
  type QueueLine,
} from 'seedstorm/parts';
import { deduplication } from './deduplication.js';
import { delayed, longPolls } from './visibility-checks.js';
import { rules, type Rules } from './visibility-rules.js';
import { POLL_MS, VISIBILITY_MS, worker, type Queue, type Work } from './visibility-worker.js';

const DELAY_MS = 10;
const WINDOW_MS = 300;
const MAX_RECEIVES = 4;

type Node = StateMachineNode<Queue>;

const timeOf = (node: Node) => ({ monotonicMs: node.monotonicMs(), wallMs: node.nowMs() });

function keep(state: Queue['state'], lines: readonly QueueLine<Work>[], node: Node): void {
  for (const line of lines) appendTo(state.log, line, node);
  for (const line of lines) {
    const dead = 'died' in line ? state.queue.dead.find(({ id }) => id === line.died) : undefined;
    if (dead !== undefined) node.effect({ f: 'bury', value: dead.body.value }, { after: 'sync' });
  }
  if (state.queue.messages.length === 0) answerAll(state.draining, () => undefined, node);
}

/** Hands out what is visible to those who wait, and looks again when there may be more. */
function handOut(state: Queue['state'], rule: Rules, node: Node): void {
  const { queue, polls } = state;
  const time = timeOf(node);
  const settings = { visibilityMs: VISIBILITY_MS, maxReceives: MAX_RECEIVES, rules: rule };
  for (let [poll] = polls; poll !== undefined; [poll] = polls) {
    const { delivery, lines } = deliver(queue, settings, time, node.incarnation);
    keep(state, lines, node);
    if (delivery === undefined && time.monotonicMs < poll.untilMs) break;
    polls.shift();
    if (delivery !== undefined) node.effect({ f: 'give', value: delivery.body.value });
    node.replyTo(poll.to, delivery, { after: 'sync' });
  }
  const next = queue.messages.map(({ visibleAtMs }) => visibleAtMs).filter((ms) => ms > time.monotonicMs);
  if (polls[0]) node.setTimer('look', Math.max(1, Math.min(polls[0].untilMs, ...next) - time.monotonicMs));
}

const queueProgram = (rule: Rules) =>
  stateMachine<Queue>({
    start(node) {
      const { log } = openLog<QueueLine<Work>>(node, { file: 'queue' });
      const taken: Queue['state']['taken'] = new Map();
      if (rule.windowIn === 'log')
        for (const line of log.entries)
          if ('sent' in line)
            taken.set(line.sent.body.dedup, { value: line.sent.id, sinceMs: line.sent.sentMs });
      const queue = recoverQueue(newQueue<Work>(), log.entries, timeOf(node));
      for (const { body } of queue.dead) node.effect({ f: 'bury', value: body.value }, { after: 'sync' });
      return { queue, log, taken, polls: [], draining: [] };
    },

    onRequest(state, request, node) {
      const { queue, taken, draining } = state;
      if (request.f === 'drain') {
        const when = { empty: queue.messages.length === 0, timer: 'over', atMostMs: 200 } as const;
        return answerWhenEmpty(draining, when, () => undefined, node);
      }
      const { value, dedup, group } = request;
      const time = timeOf(node);
      const before = taken.get(dedup);
      const isCopy = before !== undefined && time.wallMs - before.sinceMs < WINDOW_MS;
      if (isCopy && rule.windowFrom === 'last') before.sinceMs = time.wallMs;
      if (!isCopy) {
        taken.set(dedup, { value, sinceMs: time.wallMs });
        keep(
          state,
          enqueue(
            queue,
            { id: value, body: request, group, delayMs: rule.delay === 'kept' ? DELAY_MS : 0 },
            time,
          ),
          node,
        );
      }
      node.reply(isCopy ? before.value : value, { after: 'sync' });
      handOut(state, rule, node);
    },

    onMessage(state, message, node) {
      if (message.f === 'receive')
        state.polls.push({
          to: node.defer(),
          untilMs: node.monotonicMs() + (rule.polls === 'long' ? POLL_MS : 0),
        });
      else if (message.f === 'hide') postpone(state.queue, message.receipt, message.forMs, timeOf(node));
      else {
        keep(state, finish(state.queue, message.receipt), node);
        if (message.again !== undefined) keep(state, enqueue(state.queue, message.again, timeOf(node)), node);
        node.reply(undefined, { after: 'sync' });
      }
      handOut(state, rule, node);
    },

    onTimer(state, timer, node) {
      if (timer === 'over') answerAll(state.draining, () => undefined, node);
      else handOut(state, rule, node);
    },
  });

const workersOf = (count: number) => nodeNames(count, 'w');

/** A message goes by the value under which it was taken: a copy is another attempt at the first. */
const sent = ({ input, output }: Operation): unknown => {
  const { f, value } = input as { f: string; value: string };
  return f === 'send' ? (output ?? value) : undefined;
};
/** A dead letter is not lost. */
const processed = ({ input }: Operation): unknown => {
  const { f, value } = input as { f: string; value: string };
  return f === 'process' || f === 'bury' ? value : undefined;
};
const ends = { sent, processed };

const LAST = { f: 'send', dedup: 'last', group: 'g1', workMs: 10, poison: false } as const;

export const visibilityQueue = defineScenario({
  name: 'broker/visibility-queue',
  summary:
    'What a worker received and did not delete comes back; groups in order, copies within a window are none',
  params: z.object({
    workers: z.int().min(1).max(9).default(3),
    calm: z.boolean().default(false).describe('Nothing fails: then each message is processed once'),
  }),
  nodes: ({ workers }) => ['q', ...workersOf(workers)],
  protocol({ workers }, { bug }) {
    const rule = rules.with(bug);
    return cast({ queue: [['q'], queueProgram(rule)], worker: [workersOf(workers), worker(rule)] });
  },
  workload: () =>
    reacting(
      clients(
        3,
        { send: 1 },
        {
          everyMs: 90,
          to: () => 'q',
          input(_f, random, { client, index }) {
            const value = `c${client + 1}-${index}`;
            const [workMs, poison] = [random.chance(0.1) ? 160 : 10, random.chance(0.06)];
            return { value, dedup: value, group: `g${random.int(1, 3)}`, workMs, poison };
          },
        },
      ),
      {
        // Some are sent again: as a copy within the window, and once more after it, when it is a message of its own.
        ended({ input, type, attempt }, { random }) {
          if (type === 'info') return attempt < 2 ? { input, to: 'q' } : undefined;
          const { dedup } = input as unknown as Work;
          if (attempt > 1 || (attempt === 0 && random.chance(0.75))) return undefined;
          const value = `${dedup}${attempt === 0 ? ' again' : ' anew'}`;
          return { input: { ...input, value }, to: 'q', afterMs: 0.6 * WINDOW_MS };
        },
      },
    ),
  disk: busyDisk(),
  faults: 'rough',
  budget: { intactReplicas: 99, allow: { corruption: false, duplication: false, clockSkewMs: 10 } },
  durationMs: 2_500,
  clientTimeoutMs: ({ calm }) => (calm ? 2_000 : 250),
  quietMs: 400,
  restartAfterMs: 100,
  // A message and its copy when all is well again: so in every run something was sent twice.
  final: () => [
    ...['last', 'last again'].map((value) => ({ to: 'q', input: { ...LAST, value } })),
    ...Array.from({ length: 16 }, () => ({ to: 'q', input: { f: 'drain' } })),
  ],
  check: ({ calm }) => ({
    ...(calm ? { 'exactly-once': exactlyOnce(ends) } : { 'at-least-once': atLeastOnce(ends) }),
    'order-per-group': orderPerKey({ ...ends, key: ({ input }) => (input as Partial<Work>).group }),
    deduplication: deduplication(WINDOW_MS),
    delayed: delayed(DELAY_MS),
    'long-polls': longPolls(POLL_MS),
  }),
  bugs: rules.bugs,
});
