/**
 * Competing consumers, fast ones and a slow one: who is done gets the next message, and the queue never gets too long.
 *
 * A broker deals messages out one by one to all who may have one more; it does not know who is fast. Only the limit of
 * what a consumer may hold, the prefetch, makes it wait for the fast ones. And only a limit of the queue, with publishers
 * that are refused beyond it, keeps a queue short while consumers are away.
 */
import { clients, defineScenario, nodeNames, stateMachine, z, type NodeView } from 'seedstorm';
import { atLeastOnce } from 'seedstorm/checkers';
import { busyDisk, cast, ruled, type RulesOf } from 'seedstorm/parts';
import {
  amqpBroker,
  clientHears,
  clientTimer,
  depthsOf,
  isReady,
  settle,
  startClient,
  type AmqpClient,
  type BrokerNodeState,
  type ClientMethod,
  type Delivery,
} from 'seedstorm/servers';
import { drained } from './emptied.js';
import { publisher } from './publisher.js';

const rules = ruled(
  {
    /** How many messages a consumer may hold: so many as the parameter says, or any number. */
    prefetch: 'limited',
    /** When a consumer says so: before it consumes, or after. */
    qos: 'first',
    /** Consumers acknowledge each message when it is done. */
    acknowledge: true,
    /** What a queue does that is full: it refuses new messages, drops the oldest, or there is no limit. */
    full: 'reject-publish',
  },
  {
    'prefetch-unlimited': {
      summary:
        'Consumers may hold any number: the slow one gets its share at once, and the fast ones are idle',
      rules: { prefetch: 'unlimited' },
      shows: { check: 'nobody hoards', anomaly: 'invariant', within: 1 },
    },
    'qos-too-late': {
      summary: 'A consumer limits its prefetch when it consumes already: that binds later consumers only',
      rules: { qos: 'last' },
      shows: { check: 'nobody hoards', anomaly: 'invariant', within: 1 },
    },
    'no-ack': {
      summary:
        'Consumers do not acknowledge: the prefetch does not bind them, and what they hold dies with them',
      rules: { acknowledge: false },
      shows: { check: 'nobody hoards', anomaly: 'invariant', within: 1 },
    },
    'queue-unlimited': {
      summary: 'The queue has no limit: while consumers are away it grows as fast as publishers publish',
      rules: { full: 'no-limit' },
      shows: { check: 'queue is short', anomaly: 'invariant', within: 1 },
    },
    'oldest-dropped': {
      summary: 'A full queue drops its oldest message (the default): what was confirmed is lost',
      rules: { full: 'drop-head' },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 1 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

interface Worker {
  /** It may hold so many messages; the first of `inHand` is in work. */
  state: { readonly amqp: AmqpClient; readonly may: number; inHand: Delivery[] };
  timer: string;
}

const FAST_MS = 6;
const SLOW_MS = 45;
/** Messages that may wait in the queue. */
const LIMIT = 5;

function queueOf({ full }: Rules): ClientMethod {
  const limit = full === 'no-limit' ? {} : { 'x-max-length': LIMIT, 'x-overflow': full };
  return { method: 'queue.declare', queue: 'work', durable: true, arguments: limit };
}

const worker = (rule: Rules, prefetch: number, workMs: number) =>
  stateMachine<Worker>({
    start(node) {
      const prefetchCount = rule.prefetch === 'limited' ? prefetch : 0;
      const qos: ClientMethod = { method: 'basic.qos', prefetchCount };
      const consume: ClientMethod = { method: 'basic.consume', queue: 'work', noAck: !rule.acknowledge };
      const begin = rule.qos === 'first' ? [qos, consume] : [consume, qos];
      const channels = [[queueOf(rule), ...begin]];
      return {
        amqp: startClient({ to: 'broker', heartbeatMs: 200, channels }, node),
        may: prefetch,
        inHand: [],
      };
    },

    onStream(state, event, node) {
      for (const news of clientHears(state.amqp, event, node)) {
        // What it holds goes back to the queue: whoever gets it does it.
        if (news.kind === 'lost' && rule.acknowledge) state.inHand = [];
        if (news.kind === 'delivery' && state.inHand.push(news.delivery) === 1) node.setTimer('done', workMs);
      }
    },

    onTimer({ amqp, inHand }, timer, node) {
      if (clientTimer(amqp, timer, node)) return;
      const delivery = inHand.shift();
      if (delivery === undefined) return;
      node.effect({ f: 'process', value: delivery.body });
      if (rule.acknowledge) settle(amqp, delivery, 'ack', node);
      if (inHand.length > 0) node.setTimer('done', workMs);
    },
  });

const params = z.object({
  fast: z.int().min(1).max(9).default(2).describe('Workers that are fast; one more is slow'),
  prefetch: z.int().min(1).max(50).default(1).describe('Messages that a worker may hold'),
});
type Params = z.infer<typeof params>;

const workers = ({ fast }: Params) => nodeNames(fast + 1, 'w');

/** While a worker has nothing to do, nobody holds more than the prefetch. */
function nobodyHoards(nodes: readonly NodeView[]): string | undefined {
  let idle: NodeView | undefined;
  let hoards: NodeView | undefined;
  for (const node of nodes) {
    if (!node.name.startsWith('w') || node.state === undefined) continue;
    const { amqp, may, inHand } = node.state as Worker['state'];
    if (inHand.length > may) hoards = node;
    else if (inHand.length === 0 && isReady(amqp)) idle = node;
  }
  return idle && hoards && `${hoards.name} holds more than it may, and ${idle.name} has nothing to do`;
}

/** What is published finds room; what comes back from a consumer that is gone is kept beyond that. */
function queueIsShort(nodes: readonly NodeView[]): string | undefined {
  const state = nodes.find(({ name }) => name === 'broker')?.state as BrokerNodeState | undefined;
  const queue = state?.broker.queues.get('work');
  if (state === undefined || queue === undefined || queue.ready <= LIMIT) return undefined;
  const { ready = 0, returned = 0 } = depthsOf(state.broker)['work'] ?? {};
  return ready - returned > LIMIT ? `${ready} messages wait in the queue` : undefined;
}

export const amqpCompetingConsumers = defineScenario<Params>({
  name: 'broker/amqp-competing-consumers',
  summary:
    'Fast and slow workers on one queue: nobody hoards while another is idle, and the queue stays short',
  params,
  nodes: (given) => ['broker', 'p1', 'p2', ...workers(given)],
  protocol(given, { bug }) {
    const rule = rules.with(bug);
    const sender = publisher<{ readonly value: string }>({
      declares: [queueOf(rule)],
      messageOf: ({ value }) => ({
        ...{ exchange: '', routingKey: 'work', properties: { deliveryMode: 2 }, body: value },
      }),
      confirm: 'awaited',
    });
    const [slow = '', ...fast] = workers(given);
    return cast({
      broker: [['broker'], amqpBroker()],
      publisher: [['p1', 'p2'], sender],
      slow: [[slow], worker(rule, given.prefetch, SLOW_MS)],
      fast: [fast, worker(rule, given.prefetch, FAST_MS)],
    });
  },
  workload: () =>
    clients(
      6,
      { send: 1 },
      {
        everyMs: 25,
        to: (_random, _nodes, client) => (client % 2 === 0 ? 'p1' : 'p2'),
        input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index}` }),
      },
    ),
  disk: busyDisk(),
  faults: 'rough',
  budget: { intactReplicas: 99, allow: { corruption: false } },
  durationMs: 2_000,
  clientTimeoutMs: 1_000,
  quietMs: 300,
  restartAfterMs: 100,
  final: () => drained,
  check: { 'at-least-once': atLeastOnce() },
  invariants: { 'nobody hoards': nobodyHoards, 'queue is short': queueIsShort },
  bugs: rules.bugs,
});
