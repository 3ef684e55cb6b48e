/**
 * Two priorities under steady load: the urgent go first, and the others do not starve.
 *
 * A queue with priorities is strict: while there is an urgent message, no other leaves. Two queues are not, and there are two
 * ways to share between them. Shares: a worker may hold one urgent message and one other, and does both in turn. Aging: a
 * worker asks for an urgent message first, and what has waited too long among the others expires into the urgent queue.
 */
import { clients, defineScenario, nemesis, nodeNames, z } from 'seedstorm';
import { atLeastOnce } from 'seedstorm/checkers';
import { busyDisk, cast, ruled, type RulesOf } from 'seedstorm/parts';
import { amqpBroker, type ClientMethod, type Table } from 'seedstorm/servers';
import { boundedOvertaking } from './overtaking.js';
import { pollingWorker, sharingWorker } from './priority-workers.js';
import { publisher } from './publisher.js';

/** In ms: how long an other message waits for a worker before it counts as urgent. */
const AGING_MS = 50;
/** So many urgent messages may be served before one that is not urgent, and was there before them. */
const MOST = 7;

const rules = ruled(
  {
    /** A queue for each priority, or one that gives out the urgent first. */
    queues: 'two',
    /** What has waited too long becomes urgent. */
    ages: true,
  },
  {
    'strict-priorities': {
      summary: 'One queue with priorities: while urgent messages come, no other leaves',
      rules: { queues: 'one' },
      shows: { check: 'bounded-overtaking', anomaly: 'starved', within: 1 },
    },
    'aging-behind-the-urgent': {
      summary:
        'In one queue with priorities the others expire into the urgent queue: but only at the head, and there the urgent stand',
      rules: { queues: 'one-with-expiry' },
      shows: { check: 'bounded-overtaking', anomaly: 'starved', within: 1 },
    },
    'never-ages': {
      summary: 'Workers ask for another message only when nothing is urgent, however long it waits',
      rules: { ages: false },
      params: { fairness: 'aging' },
      shows: { check: 'bounded-overtaking', anomaly: 'starved', within: 1 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

interface Send {
  readonly f: 'urgent' | 'other';
  readonly value: string;
}

/** The queues that workers take from, in the order in which they are asked, and their declarations. */
function queuesOf({ queues, ages }: Rules, fairness: 'shares' | 'aging') {
  const queue = (name: string, given: Table = {}): ClientMethod => ({
    method: 'queue.declare',
    queue: name,
    durable: true,
    arguments: given,
  });
  const lettersTo = (key: string): Table => ({
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': key,
  });
  if (queues === 'one')
    return { taken: [['all', 1]], declares: [queue('all', { 'x-max-priority': 1 })] } as const;
  if (queues === 'one-with-expiry')
    return {
      taken: [
        ['urgent', 1],
        ['all', 1],
      ],
      declares: [queue('urgent'), queue('all', { 'x-max-priority': 1, ...lettersTo('urgent') })],
    } as const;
  const quorum = { 'x-queue-type': 'quorum' };
  const expiring = {
    ...lettersTo('urgent'),
    'x-message-ttl': AGING_MS,
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
  };
  return {
    taken: [
      ['urgent', 1],
      ['other', 1],
    ],
    declares: [
      queue('urgent', quorum),
      queue('other', { ...quorum, ...(fairness === 'aging' && ages && expiring) }),
    ],
  } as const;
}

/** Where a message goes. */
function messageOf({ f, value }: Send, { queues }: Rules) {
  const properties = { deliveryMode: 2, priority: f === 'urgent' ? 1 : 0 };
  const expiration = queues === 'one-with-expiry' && f === 'other' ? { expiration: String(AGING_MS) } : {};
  const routingKey = queues === 'two' ? f : 'all';
  return { exchange: '', routingKey, properties: { ...properties, ...expiration }, body: value };
}

export const amqpPriorities = defineScenario({
  name: 'broker/amqp-priorities',
  summary: 'Urgent messages go first under steady load, and yet at most seven of them pass any other',
  params: z.object({
    fairness: z
      .enum(['shares', 'aging'])
      .default('shares')
      .describe('How those that are not urgent get their turn'),
    workers: z.int().min(1).max(9).default(2),
  }),
  nodes: ({ workers }) => ['broker', ...nodeNames(2, 'p'), ...nodeNames(workers, 'w')],
  protocol({ fairness, workers }, { bug }) {
    const rule = rules.with(bug);
    const { declares, taken } = queuesOf(rule, fairness);
    return cast({
      broker: [['broker'], amqpBroker({ heartbeatMs: 30 })],
      publisher: [
        nodeNames(2, 'p'),
        publisher<Send>({
          declares,
          messageOf: (send) => messageOf(send, rule),
          heartbeatMs: 100,
          confirm: 'awaited',
        }),
      ],
      worker: [
        nodeNames(workers, 'w'),
        fairness === 'aging' && rule.queues === 'two'
          ? pollingWorker(
              declares,
              taken.map(([queue]) => queue),
            )
          : sharingWorker(declares, taken),
      ],
    });
  },
  workload: () =>
    clients(
      4,
      { urgent: 0.9, other: 0.1 },
      {
        everyMs: 90,
        untilMs: 2_200,
        to: (random) => random.pick(nodeNames(2, 'p')),
        input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index}` }),
      },
    ),
  disk: busyDisk(),
  // No partitions and no outages: what nobody can reach is served late, whatever its priority.
  faults: nemesis(
    { kill: 'calm', restart: true, connectionReset: true },
    { name: 'ends', summary: 'Processes and connections end', kindProbability: 0.6 },
  ),
  budget: { intactReplicas: 99, spared: ['broker', ...nodeNames(2, 'p')], allow: { clockSkewMs: 0 } },
  durationMs: 3_000,
  clientTimeoutMs: 3_000,
  quietMs: 500,
  restartAfterMs: 50,
  final: () => [{ to: 'broker', input: { f: 'drain', atMostMs: 2_900 } }],
  check: {
    'at-least-once': atLeastOnce({ sent: ({ input }) => sentIn(input) }),
    'bounded-overtaking': boundedOvertaking('other', 'urgent', MOST),
  },
  bugs: rules.bugs,
});

function sentIn(input: unknown): string | undefined {
  const { f, value } = Object(input) as Partial<Send>;
  return f === 'urgent' || f === 'other' ? value : undefined;
}
