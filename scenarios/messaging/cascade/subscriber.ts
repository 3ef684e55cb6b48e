/** The same services as subscribers: each has a queue of its own, and takes from it as fast as it can. */
import { stateMachine } from 'seedstorm';
import {
  clientHears,
  clientTimer,
  settle,
  startClient,
  type AmqpClient,
  type ClientMethod,
  type Delivery,
} from 'seedstorm/servers';
import { SERVICES, WORK_MS } from './chain.js';
import type { Rules } from './rules.js';

interface Subscriber {
  /** The first of `inHand` is in work. */
  state: { readonly amqp: AmqpClient; readonly inHand: Delivery[] };
  timer: string;
}

const exchange: ClientMethod = {
  method: 'exchange.declare',
  exchange: 'orders',
  type: 'fanout',
  durable: true,
};

function queueOf(service: string, { queues, maxLength }: Rules): ClientMethod[] {
  const how = { durable: queues === 'durable', exclusive: queues === 'exclusive' };
  return [
    {
      method: 'queue.declare',
      queue: service,
      ...how,
      arguments: maxLength > 0 ? { 'x-max-length': maxLength } : {},
    },
    { method: 'queue.bind', queue: service, exchange: 'orders', routingKey: '' },
  ];
}

/** What the front declares before it publishes: what is published before there is a queue is not kept. */
export const declared = (rule: Rules): ClientMethod[] => [
  exchange,
  ...(rule.queues === 'durable' ? SERVICES.flatMap((service) => queueOf(service, rule)) : []),
];

export const subscriber = (rule: Rules) =>
  stateMachine<Subscriber>({
    start: (node) => ({
      inHand: [],
      amqp: startClient(
        {
          to: 'broker',
          heartbeatMs: 100,
          channels: [
            [
              exchange,
              ...queueOf(node.id, rule),
              { method: 'basic.qos', prefetchCount: 2 },
              { method: 'basic.consume', queue: node.id },
            ],
          ],
        },
        node,
      ),
    }),
    onStream({ amqp, inHand }, event, node) {
      for (const news of clientHears(amqp, event, node)) {
        if (news.kind !== 'delivery') continue;
        if (rule.acknowledge === 'before-work') settle(amqp, news.delivery, 'ack', node);
        if (inHand.push(news.delivery) === 1) node.setTimer('work', WORK_MS);
      }
    },
    onTimer({ amqp, inHand }, timer, node) {
      const [delivery] = inHand;
      if (clientTimer(amqp, timer, node) || delivery === undefined) return;
      node.effect({ f: 'process', value: delivery.body, group: node.id });
      if (rule.acknowledge === 'after-work') settle(amqp, delivery, 'ack', node);
      inHand.shift();
      if (inHand.length > 0) node.setTimer('work', WORK_MS);
    },
  });
