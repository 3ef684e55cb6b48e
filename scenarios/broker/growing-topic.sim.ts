/**
 * Partitions are added to a topic while it is in use: a key's next message goes to another partition than those before,
 * and whoever reads that one may be ahead. The order in each partition holds, the order of a key does not.
 */
import { asyncProgram, clients, defineScenario, nodeNames, stateMachine, z } from 'seedstorm';
import { orderPerKey, orderPerPartition } from 'seedstorm/checkers';
import { busyDisk, cast, every, orUndefined, ruled } from 'seedstorm/parts';
import { partitionOfKey } from 'seedstorm/servers';
import { broker } from './log-clients/broker.js';
import { consumerOf } from './log-clients/consumer.js';
import { coordinator } from './log-clients/coordinator.js';
import type { BrokerCalls, CoordinatorCalls, Polled } from './log-clients/messages.js';
import { producerOf } from './log-clients/producer.js';
import { rules as logRules } from './log-clients/rules.js';

const rules = ruled(
  {
    /** The topic has all its partitions from the beginning, or gets some of them later. */
    partitions: 'from-the-beginning',
  },
  {
    'partitions-added': {
      summary:
        'Partitions are added during the run: keys hash to other partitions, whose readers may be ahead of the old ones',
      rules: { partitions: 'some-later' },
      shows: { check: 'order-per-key', anomaly: 'out-of-order', within: 3 },
    },
  },
);

interface Count {
  /** How many partitions the topic has. */
  count: () => number;
}

interface Client {
  request: { readonly f: 'send'; readonly key: string; readonly value: string };
  reply: Polled | { readonly partition: number; readonly offset: number };
  calls: BrokerCalls & CoordinatorCalls & Count;
}

const BEFORE = 2;
const ADDED_AT_MS = 700;
/** What one message takes. */
const WORK_MS = 14;
const NEWS = { everyMs: 80, first: 'none' } as const;
const PRODUCERS = nodeNames(2, 'p');
const CONSUMERS = nodeNames(2, 'g');
const leaderOf = () => 'b1';

/** Knows how many partitions there are, and adds some. */
const controller = (all: number, addsLater: boolean) =>
  stateMachine<{ state: { count: number }; messages: Count; timer: 'add' }>({
    start(node) {
      if (addsLater) node.setTimer('add', ADDED_AT_MS);
      return { count: addsLater ? BEFORE : all };
    },
    onTimer: (state) => void (state.count = all),
    onMessage: { count: ({ count }, _asked, node) => node.reply(count) },
  });

/** Sends each message to the partition of its key, among those that it knows of. */
const producer = asyncProgram<Client>(async (node) => {
  const { send } = producerOf(node, null, leaderOf, logRules.sound);
  let count = 0;
  let newest = -1;
  void every(node, NEWS, async () => {
    count = (await node.call('controller', { f: 'count' }, { timeoutMs: 50 }).catch(orUndefined)) ?? count;
  });
  for await (const asked of node.requests()) {
    // A copy, or so late that its client has asked for something else since.
    if (asked.id <= newest) continue;
    newest = asked.id;
    const { key, value } = asked.body;
    if (count === 0) {
      asked.reject('no partition known yet');
      continue;
    }
    const partition = partitionOfKey(key, count);
    const ended = await send(partition, value);
    if (ended.kind === 'ok') asked.reply({ partition, offset: ended.value });
    else asked.reject('not delivered', { definite: ended.kind === 'fail' });
  }
});

/** Reads every second partition, and processes message by message. */
const consumer = (all: number) =>
  asyncProgram<Client>(async (node) => {
    const { assign, poll } = consumerOf(node, node.id, leaderOf, logRules.sound);
    const own = CONSUMERS.indexOf(node.id);
    assign(Array.from({ length: all }, (_, number) => number).filter((number) => number % 2 === own));
    for (;;) {
      const polled = Object.entries(await poll());
      for (const [partition, messages] of polled)
        for (const [offset, value] of messages) {
          await node.sleep(WORK_MS);
          node.effect({ f: 'process', value, partition: Number(partition), offset });
        }
      if (polled.length === 0) await node.sleep(5);
    }
  });

export const growingTopic = defineScenario({
  name: 'broker/growing-topic',
  summary: 'Messages with keys in a partitioned log: what adding partitions does to the order of a key',
  params: z.object({ partitions: z.int().min(BEFORE).max(12).default(5), keys: z.int().min(1).default(6) }),
  nodes: () => ['b1', 'coordinator', 'controller', ...PRODUCERS, ...CONSUMERS],
  protocol({ partitions }, { bug }) {
    const addsLater = rules.with(bug).partitions === 'some-later';
    const numbers = Array.from({ length: partitions }, (_, number) => number);
    return cast({
      broker: [['b1'], broker(numbers, logRules.sound)],
      coordinator: [['coordinator'], coordinator(leaderOf)],
      controller: [['controller'], controller(partitions, addsLater)],
      producer: [PRODUCERS, producer],
      consumer: [CONSUMERS, consumer(partitions)],
    });
  },
  workload: ({ keys }) =>
    clients(
      PRODUCERS.length,
      { send: 1 },
      {
        everyMs: 24,
        to: (_random, _nodes, number) => PRODUCERS[number] as string,
        input: (_f, random, { client, index }) => ({
          key: `key-${random.int(1, keys)}`,
          value: `c${client + 1}-${index}`,
        }),
      },
    ),
  disk: busyDisk(),
  faults: 'rough',
  budget: {
    intactReplicas: 99,
    spared: ['controller', ...PRODUCERS, ...CONSUMERS],
    allow: { corruption: false, diskError: false, fsyncFailure: false },
  },
  durationMs: 1_800,
  clientTimeoutMs: 700,
  quietMs: 400,
  restartAfterMs: 100,
  check: { 'order-per-key': orderPerKey(), 'order-per-partition': orderPerPartition() },
  bugs: rules.bugs,
});
