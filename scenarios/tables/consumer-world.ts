/** A queue, two fast consumers and a slow one. Of the fast ones one ends and starts again, the other loses its connection. */
import { defineScenario, nodeNames, stateMachine, stream, z, type Plan, type Seed } from 'seedstorm';
import { cast } from 'seedstorm/parts';
import {
  amqpBroker,
  clientHears,
  clientTimer,
  settle,
  startClient,
  type AmqpClient,
  type ClientMethod,
  type Delivery,
} from 'seedstorm/servers';
import { publisher } from '../broker/amqp/publisher.js';

/** In ms: how long a message takes. */
export const WORK_MS = { w1: 12, w2: 12, slow: 60 } as const;
const CONSUMERS = Object.keys(WORK_MS) as (keyof typeof WORK_MS)[];
/** So many messages come in the first so many ms. */
const LOAD = { messages: 40, withinMs: 300 } as const;

/** How consumers take messages. `no-ack` is no limit, and no acknowledgement. */
export const TAKES = [1, 3, 10, 'unlimited', 'no-ack'] as const;
type Takes = (typeof TAKES)[number];

interface Consumer {
  /** The first of `inHand` is in work. */
  state: { readonly amqp: AmqpClient; readonly inHand: Delivery[] };
}

/** The queue `work`, which survives. */
const queue: ClientMethod = { method: 'queue.declare', queue: 'work', durable: true };

/** How often a client says that it is there; without, it may not notice for long that the broker is not. */
type Beats = { readonly heartbeatMs?: number };

/** Takes messages of the queue `work`, one after another. Each takes it so many ms. */
export const consumer = (takes: Takes, workMs: number, beats: Beats = {}) =>
  stateMachine<Consumer>({
    start: (node) => ({
      inHand: [],
      amqp: startClient(
        {
          to: 'broker',
          ...beats,
          channels: [
            [
              queue,
              { method: 'basic.qos', prefetchCount: typeof takes === 'number' ? takes : 0 },
              { method: 'basic.consume', queue: 'work', noAck: takes === 'no-ack' },
            ],
          ],
        },
        node,
      ),
    }),
    onStream({ amqp, inHand }, event, node) {
      for (const news of clientHears(amqp, event, node))
        if (news.kind === 'delivery' && inHand.push(news.delivery) === 1) node.setTimer('work', workMs);
    },
    onTimer({ amqp, inHand }, timer, node) {
      const [delivery] = inHand;
      if (clientTimer(amqp, timer, node) || delivery === undefined) return;
      node.effect({ f: 'process', value: delivery.body, redelivered: delivery.redelivered });
      if (takes !== 'no-ack') settle(amqp, delivery, 'ack', node);
      inHand.shift();
      if (inHand.length > 0) node.setTimer('work', workMs);
    },
  });

/** Sends numbers to the queue, and answers when the broker has them. */
export const publishesWork = (beats: Beats = {}) =>
  publisher<{ value: number }>({
    ...beats,
    declares: [queue],
    messageOf: ({ value }) => ({
      exchange: '',
      routingKey: 'work',
      properties: { deliveryMode: 2 },
      body: value,
    }),
    confirm: 'awaited',
  });
export const workPublisher = publishesWork();

export const consumerWorld = defineScenario({
  name: 'tables/consumers',
  summary: 'Fast consumers and a slow one at one queue',
  params: z.object({ takes: z.union([z.number(), z.enum(['unlimited', 'no-ack'])]).default(1) }),
  nodes: () => ['broker', 'publisher', ...CONSUMERS],
  protocol: ({ takes }) =>
    cast({
      broker: [['broker'], amqpBroker({ heartbeatMs: 20 })],
      publisher: [['publisher'], workPublisher],
      ...Object.fromEntries(
        CONSUMERS.map((name) => [name, [[name], consumer(takes as Takes, WORK_MS[name])]]),
      ),
    }),
  workload: () => ({ clients: nodeNames(LOAD.messages, 'c'), operations: () => [] }),
  faults: 'none',
  durationMs: 2_400,
  clientTimeoutMs: 200,
  check: {},
});

/** What happens in the run of a seed, whatever consumers take: when messages come, and what befalls the fast consumers. */
export function consumerPlan(seed: Seed): Plan {
  const random = stream(seed, 'table/consumers');
  const atMs = (fromMs: number, untilMs: number): number => random.int(fromMs, untilMs);
  const times = Array.from({ length: LOAD.messages }, () => atMs(20, LOAD.withinMs)).sort((a, b) => a - b);
  return {
    schema: 1,
    faults: [
      { kind: 'kill', atMs: atMs(100, 200), durationMs: 50, node: 'w1' },
      { kind: 'connection-reset', atMs: atMs(100, 300), from: ['broker'], to: ['w2'] },
    ],
    operations: times.map((at, index) => ({
      process: `c${index + 1}`,
      atMs: at,
      to: 'publisher',
      input: { f: 'send', value: index },
    })),
  };
}
