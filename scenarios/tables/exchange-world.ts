/** One broker, three queues, five messages: who gets which, by the exchange that they are sent to. */
import { defineScenario, stateMachine, z, type Workload } from 'seedstorm';
import { cast } from 'seedstorm/parts';
import {
  amqpBroker,
  clientHears,
  clientTimer,
  settle,
  startClient,
  type AmqpClient,
  type ClientMethod,
  type Table,
} from 'seedstorm/servers';
import { publisher } from '../broker/amqp/publisher.js';
import { BOUND, EXCHANGES, MESSAGES, QUEUES } from './exchange-bindings.js';

/** A message as it is sent, always mandatory: it comes back if no queue takes it. */
interface Send {
  readonly f: 'send';
  readonly key: string;
  readonly headers: Table;
}

interface Subscriber {
  state: AmqpClient;
}

/** Takes what comes to any queue. The consumer's tag is the queue's name. */
const subscriber = (declares: readonly ClientMethod[]) =>
  stateMachine<Subscriber>({
    start: (node) =>
      startClient(
        {
          to: 'broker',
          channels: [
            [
              ...declares,
              ...QUEUES.map((queue) => ({ method: 'basic.consume', queue, consumerTag: queue }) as const),
            ],
          ],
        },
        node,
      ),
    onStream(amqp, event, node) {
      for (const news of clientHears(amqp, event, node)) {
        if (news.kind !== 'delivery') continue;
        node.effect({ f: 'got', queue: news.delivery.consumerTag, key: news.delivery.body });
        settle(amqp, news.delivery, 'ack', node);
      }
    },
    onTimer: (amqp, timer, node) => void clientTimer(amqp, timer, node),
  });

/** The client sends each message once. */
const everyMessage: Workload = {
  clients: ['c1'],
  operations: () =>
    MESSAGES.map((message, index) => ({
      process: 'c1',
      atMs: 20 + 10 * index,
      to: 'publisher',
      input: { f: 'send', ...message },
    })),
};

export const exchangeWorld = defineScenario({
  name: 'tables/exchanges',
  summary: 'Who gets which of five messages',
  params: z.object({ exchange: z.enum(EXCHANGES).default('direct') }),
  nodes: () => ['broker', 'publisher', 'subscriber'],
  protocol({ exchange: name }) {
    const queues = QUEUES.map((queue) => ({ method: 'queue.declare', queue, durable: true }) as const);
    const declares: ClientMethod[] = [...queues, ...BOUND[name]];
    const messageOf = ({ key, headers }: Send) => ({
      exchange: name === 'default' ? '' : name,
      routingKey: key,
      mandatory: true,
      properties: { headers },
      body: key,
    });
    return cast({
      broker: [['broker'], amqpBroker()],
      publisher: [['publisher'], publisher({ declares, messageOf, confirm: 'awaited' })],
      subscriber: [['subscriber'], subscriber(declares)],
    });
  },
  workload: () => everyMessage,
  faults: 'none',
  durationMs: 200,
  clientTimeoutMs: 100,
  check: {},
});
