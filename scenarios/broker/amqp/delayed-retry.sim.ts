/**
 * Retry with growing delays: what fails waits in a delay queue, whose dead letters are the messages that are due again.
 *
 * A message leaves a queue by its age only at the head. So each delay has a queue of its own, in which all wait equally long.
 * A worker publishes the copy, and acknowledges the message when the broker has confirmed it.
 */
import { clients, defineScenario, nodeNames, z } from 'seedstorm';
import { exactlyOnce } from 'seedstorm/checkers';
import { busyDisk, cast, ruled, type RulesOf } from 'seedstorm/parts';
import {
  amqpBroker,
  publish,
  settle,
  type BasicPublish,
  type ClientMethod,
  type Delivery,
  type Table,
} from 'seedstorm/servers';
import { delayAfter, delayQueue, delays, DELAYS, dueInOrder } from './delays.js';
import { ledger, type Work } from './ledger.js';
import { publisher } from './publisher.js';
import { retryingWorker, workIn } from './retrying-worker.js';

const rules = ruled(
  {
    /** Where what fails waits: a queue for each delay, one for all, or nowhere. */
    wait: 'queue-each',
    /** A worker acknowledges a message when its copy is in a delay queue. */
    acknowledge: 'when-copied',
    /** Where a message goes that has waited long enough. */
    due: 'work',
    /** How long messages may wait for a worker, in ms, before they go to the first delay queue; 0: for ever. */
    patienceMs: 0,
  },
  {
    'one-queue-for-all-delays': {
      summary: 'All wait in one queue, each with its own time to live: a short delay waits behind a long one',
      rules: { wait: 'one-queue' },
      shows: { check: 'due-in-order', anomaly: 'invariant', within: 1 },
    },
    'retry-at-once': {
      summary: 'What fails goes back to the end of the work queue, without any delay',
      rules: { wait: 'nowhere' },
      shows: { check: 'delays', anomaly: 'too-early', within: 1 },
    },
    'ack-then-copy': {
      summary:
        'A worker acknowledges a message, then publishes its copy: a connection that breaks between loses it',
      rules: { acknowledge: 'first' },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 3 },
    },
    'no-way-back': {
      summary: 'The delay queues have no dead-letter exchange: what has waited long enough vanishes',
      rules: { due: 'nowhere' },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 1 },
    },
    'cycle-of-expiries': {
      summary:
        'What waits too long for a worker expires into a delay queue: nobody rejected it, so the broker takes its way back for an endless circle, and does not hand it on',
      rules: { patienceMs: 60 },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 1 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

type Send = { readonly f: 'send' } & Work;

/** The work queue, and where what failed waits. */
function declares({ wait, due, patienceMs }: Rules): ClientMethod[] {
  const queue = (name: string, given: Table = {}): ClientMethod => ({
    method: 'queue.declare',
    queue: name,
    durable: true,
    arguments: { 'x-queue-type': 'quorum', ...given },
  });
  const lettersTo = (key: string): Table => ({
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': key,
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
  });
  const back = due === 'work' ? lettersTo('work') : {};
  return [
    queue('work', patienceMs > 0 ? { 'x-message-ttl': patienceMs, ...lettersTo(delayQueue(1)) } : {}),
    ...(wait === 'one-queue'
      ? [queue('delay', back)]
      : DELAYS.map((ms, index) => queue(delayQueue(index + 1), { 'x-message-ttl': ms, ...back }))),
  ];
}

/** What is published for the next try. */
function copyOf(
  { body, properties }: Delivery,
  tries: number,
  { wait }: Rules,
): Omit<BasicPublish, 'method'> {
  const { headers, ...given } = properties;
  const copy = { ...given, headers: { ...headers, tries } };
  if (wait === 'nowhere') return { exchange: '', routingKey: 'work', properties: copy, body };
  if (wait === 'queue-each') return { exchange: '', routingKey: delayQueue(tries), properties: copy, body };
  const expiration = String(delayAfter(tries));
  return { exchange: '', routingKey: 'delay', properties: { ...copy, expiration }, body };
}

const worker = (rule: Rules) =>
  retryingWorker({
    declares: declares(rule),
    begins: (delivery, node) =>
      node.effect({ f: 'try', value: workIn(delivery).value, tries: triesOf(delivery) }),
    failed(amqp, delivery, node) {
      const tries = triesOf(delivery) + 1;
      if (rule.acknowledge === 'first') settle(amqp, delivery, 'ack', node);
      node.effect({ f: 'aside', value: workIn(delivery).value, tries });
      publish(amqp, copyOf(delivery, tries, rule), delivery, node);
    },
  });

/** How often it has failed before. */
function triesOf({ properties: { headers } }: Delivery): number {
  return Number(headers?.['tries'] ?? 0);
}

export const amqpDelayedRetry = defineScenario({
  name: 'broker/amqp-delayed-retry',
  summary:
    'What fails is tried again after 40, 120 and 360 ms: none too early, none behind a longer delay, none lost',
  params: z.object({ workers: z.int().min(1).max(9).default(3) }),
  nodes: ({ workers }) => ['broker', ...nodeNames(2, 'p'), ...nodeNames(workers, 'w'), 'ledger'],
  protocol({ workers }, { bug }) {
    const rule = rules.with(bug);
    const messageOf = ({ value, fails }: Send) => ({
      exchange: '',
      routingKey: 'work',
      properties: { deliveryMode: 2 },
      body: { value, fails },
    });
    return cast({
      broker: [['broker'], amqpBroker({ heartbeatMs: 100 })],
      publisher: [nodeNames(2, 'p'), publisher({ declares: declares(rule), messageOf, confirm: 'awaited' })],
      worker: [nodeNames(workers, 'w'), worker(rule)],
      ledger: [['ledger'], ledger],
    });
  },
  workload: () =>
    clients(
      4,
      { send: 1 },
      {
        everyMs: 80,
        to: (random) => random.pick(nodeNames(2, 'p')),
        input: (_f, random, { client, index }) => ({
          value: `c${client + 1}-${index}`,
          fails: random.pick([0, 0, 0, 0, 1, 1, 2, 3]),
        }),
      },
    ),
  disk: busyDisk(),
  faults: 'rough',
  // Time to live is counted by the broker's clock.
  budget: { intactReplicas: 99, spared: ['ledger'], allow: { corruption: false, clockSkewMs: 0 } },
  durationMs: 3_000,
  clientTimeoutMs: 1_500,
  quietMs: 500,
  restartAfterMs: 100,
  final: () => [{ to: 'broker', input: { f: 'drain', atMostMs: 1_400 } }],
  check: { 'exactly-once': exactlyOnce(), delays: delays() },
  invariants: { 'due-in-order': dueInOrder },
  bugs: rules.bugs,
});
