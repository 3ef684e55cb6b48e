/** The AMQP broker: its core alone, in a few shapes of use, and a run of a scenario beside what its events cost alone. */
import { simulate } from 'seedstorm';
import {
  newBroker,
  openConnection,
  receive,
  type ClientMethod,
  type Outlet,
  type Properties,
} from 'seedstorm/servers';
import { amqpWorkQueue } from '../scenarios/broker/amqp/work-queue.sim.js';
import { byRoom } from './engine-share.js';
import { sideBySide, type Figure } from './measure.js';

const CYCLES = 500_000;
const ROUNDS = 5;

/** How a client uses the broker. */
interface Shape {
  readonly name: string;
  readonly before: readonly ClientMethod[];
  readonly exchange?: string;
  readonly routingKey: string;
  readonly properties?: Properties;
  readonly aim?: string;
}

const declare = (queue: string, given: object = {}): ClientMethod => ({
  method: 'queue.declare',
  queue,
  ...given,
});
const confirms: ClientMethod = { method: 'confirm.select' };
const quorum = { durable: true, arguments: { 'x-queue-type': 'quorum' } };

const shapes: readonly Shape[] = [
  { name: 'one queue', before: [declare('work')], routingKey: 'work', aim: '>= 1.5' },
  { name: 'with confirms', before: [confirms, declare('work')], routingKey: 'work' },
  { name: 'quorum queue, with confirms', before: [confirms, declare('work', quorum)], routingKey: 'work' },
  {
    name: 'priorities, properties, a time to live',
    before: [declare('work', { arguments: { 'x-max-priority': 5, 'x-message-ttl': 60_000 } })],
    routingKey: 'work',
    properties: { priority: 3, headers: { customer: 'a' }, messageId: 'm' },
  },
  {
    name: 'topic exchange with 20 bindings',
    before: [
      { method: 'exchange.declare', exchange: 'news', type: 'topic' },
      declare('work'),
      ...Array.from({ length: 20 }, (_, number): ClientMethod => ({
        method: 'queue.bind',
        queue: 'work',
        exchange: 'news',
        routingKey: `sport.${number}.#`,
      })),
    ],
    exchange: 'news',
    routingKey: 'sport.7.results',
  },
];

export async function amqp(): Promise<Figure[]> {
  return [...(await core()), await runs()];
}

async function core(): Promise<Figure[]> {
  const found = await sideBySide(
    shapes.map((shape) => ({ name: shape.name, run: () => ({ units: cycles(shape) }) })),
    ROUNDS,
  );
  return shapes.map(({ name, aim }, index) => ({
    bench: 'amqp',
    name: `publish, deliver, acknowledge: ${name}`,
    value: (found[index]?.perSecond ?? NaN) / 1e6,
    unit: 'M cycles/s',
    ...(aim === undefined ? {} : { aim }),
  }));
}

/** What a run of a scenario costs, beside what the engine takes of it for as many events. */
async function runs(): Promise<Figure> {
  const SEEDS = 30;
  const run = async (): Promise<void> => {
    for (let seed = 1; seed <= SEEDS; seed++) await simulate(amqpWorkQueue, { seed });
  };
  // The first runs compile.
  for (let warm = 0; warm < 3; warm++) await run();
  const rooms = await byRoom(run);
  const all = [...rooms.values()].reduce((sum, one) => sum + one, 0);
  return {
    bench: 'amqp',
    name: 'a run of broker/amqp-work-queue / the engine alone',
    value: all / (rooms.get('sim') ?? NaN),
    unit: 'x',
    aim: 'at most 2',
  };
}

function cycles({ before, exchange = '', routingKey, properties }: Shape): number {
  const broker = newBroker();
  openConnection(broker, 1);
  let deliveryTag = 0;
  const outlet: Outlet = {
    send(_connection, _channel, said) {
      if (said.method === 'basic.deliver') ({ deliveryTag } = said);
    },
  };
  const ask = (method: ClientMethod): void => receive(broker, 1, 1, method, 0, outlet);
  ask({ method: 'channel.open' });
  for (const method of before) ask(method);
  ask({ method: 'basic.qos', prefetchCount: 10 });
  ask({ method: 'basic.consume', queue: 'work', consumerTag: 'worker' });
  for (let number = 0; number < CYCLES; number++) {
    ask({ method: 'basic.publish', exchange, routingKey, body: number, ...(properties && { properties }) });
    ask({ method: 'basic.ack', deliveryTag });
  }
  if (deliveryTag !== CYCLES) throw new Error(`${deliveryTag} of ${CYCLES} messages were delivered`);
  return CYCLES;
}
