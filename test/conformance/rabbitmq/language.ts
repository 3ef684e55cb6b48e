/**
 * The language of the scripts that RabbitMQ and our broker are both given: plain data, and short functions that make it.
 *
 * A step happens on a channel. Its name is that of a connection in letters and a number: `a` is channel 1 of connection
 * `a`, `b2` is channel 2 of `b`. Both are opened by the first step on them. After each step the runner waits until nothing
 * more comes of it, so steps have an order that no race can change; only those of one `burst` follow each other at once.
 */
import type { ClientMethod, FieldValue, Properties, Table } from '../../../servers/index.js';

/** What is sent as it stands: all methods but those that name a message that came. */
export type PlainMethod = Exclude<ClientMethod, { method: 'basic.ack' | 'basic.nack' | 'basic.reject' }>;

export type Step =
  | ({ readonly on: string } & PlainMethod)
  /** Settles the message with this body that the channel got last, a delivery tag, or one of those it has, by their bodies. */
  | {
      readonly on: string;
      readonly settle: 'ack' | 'nack' | 'reject';
      readonly of: string | number | { readonly held: number };
      readonly multiple?: boolean;
      readonly requeue?: boolean;
    }
  /** Publishes to the `reply-to` of a message that the channel got. */
  | {
      readonly on: string;
      readonly replyTo: string;
      readonly body: string;
      readonly properties?: Properties;
      readonly mandatory?: boolean;
    }
  /** Asks whether whoever sent a message still waits for replies. */
  | { readonly on: string; readonly checkReplyTo: string }
  /** Opens a channel anew that was closed, and its connection if that was closed too. */
  | { readonly open: string }
  /** The client closes the connection as it should, or its socket is gone. */
  | { readonly connection: string; readonly ends: 'closed' | 'killed' }
  | { readonly wait: number }
  /** All of them are sent before any answer is waited for. */
  | { readonly burst: readonly Step[] }
  /** The broker is stopped and started. */
  | { readonly restart: true };

export interface Script {
  /** `chapter/rule`, in words that a file name could have. */
  readonly name: string;
  /** What RabbitMQ does, in one sentence. */
  readonly rule: string;
  readonly steps: readonly Step[];
  /** How long, in ms, the steps after the first publish may take beside their waits: its times have that to spare. Default 550. */
  readonly spareMs?: number;
}

/** Options of every step: the channel, `a` where nothing is said. */
interface On {
  readonly on?: string;
}

type Fields<M extends ClientMethod['method']> = Omit<
  Extract<PlainMethod, { method: M }>,
  'method' | 'arguments'
>;
type Flags<M extends ClientMethod['method'], Given extends string> = Partial<Omit<Fields<M>, Given>> & On;

/** Declares a queue: durable where nothing else is said. */
export const queue = (
  name: string,
  given: Table = {},
  { on = 'a', ...flags }: Flags<'queue.declare', 'queue'> = {},
): Step => ({ on, method: 'queue.declare', queue: name, durable: true, ...flags, arguments: given });

/** Declares a quorum queue. */
export const quorum = (name: string, given: Table = {}, flags: Flags<'queue.declare', 'queue'> = {}): Step =>
  queue(name, { 'x-queue-type': 'quorum', ...given }, flags);

/** Asks for a queue that must exist. */
export const checkQueue = (name: string, on = 'a'): Step => ({
  on,
  method: 'queue.declare',
  queue: name,
  passive: true,
});

export const exchange = (
  name: string,
  type: string,
  given: Table = {},
  { on = 'a', ...flags }: Flags<'exchange.declare', 'exchange' | 'type'> = {},
): Step => ({
  on,
  method: 'exchange.declare',
  exchange: name,
  type,
  durable: true,
  ...flags,
  arguments: given,
});

export const bind = (
  queueName: string,
  exchangeName: string,
  routingKey = '',
  given: Table = {},
  { on = 'a' }: On = {},
): Step => ({
  on,
  method: 'queue.bind',
  queue: queueName,
  exchange: exchangeName,
  routingKey,
  arguments: given,
});

export const unbind = (
  queueName: string,
  exchangeName: string,
  routingKey = '',
  given: Table = {},
  { on = 'a' }: On = {},
): Step => ({
  on,
  method: 'queue.unbind',
  queue: queueName,
  exchange: exchangeName,
  routingKey,
  arguments: given,
});

export const bindExchange = (
  destination: string,
  source: string,
  routingKey = '',
  given: Table = {},
): Step => ({
  on: 'a',
  method: 'exchange.bind',
  destination,
  source,
  routingKey,
  arguments: given,
});

interface Publishing extends On, Properties {
  readonly mandatory?: boolean;
  readonly immediate?: boolean;
}

/** Publishes to an exchange. What is no option of `publish` is a property of the message. */
export const publishTo = (
  exchangeName: string,
  routingKey: string,
  body: string,
  { on = 'a', mandatory, immediate, ...properties }: Publishing = {},
): Step => ({
  on,
  method: 'basic.publish',
  exchange: exchangeName,
  routingKey,
  body,
  ...(mandatory !== undefined && { mandatory }),
  ...(immediate !== undefined && { immediate }),
  ...(Object.keys(properties).length > 0 && { properties }),
});

/** Publishes to a queue by the default exchange. */
export const publish = (queueName: string, body: string, options: Publishing = {}): Step =>
  publishTo('', queueName, body, options);

/** Publishes several bodies, one by one. */
export const publishAll = (queueName: string, bodies: string, options: Publishing = {}): Step[] =>
  bodies.split(' ').map((body) => publish(queueName, body, options));

export const consume = (
  queueName: string,
  consumerTag: string,
  { on = 'a', ...flags }: Flags<'basic.consume', 'queue' | 'consumerTag'> & { arguments?: Table } = {},
): Step => ({ on, method: 'basic.consume', queue: queueName, consumerTag, ...flags });

export const cancel = (consumerTag: string, on = 'a'): Step => ({ on, method: 'basic.cancel', consumerTag });

export const qos = (
  prefetchCount: number,
  { on = 'a', global = false }: On & { global?: boolean } = {},
): Step => ({
  on,
  method: 'basic.qos',
  prefetchCount,
  global,
});

export const get = (queueName: string, { on = 'a', noAck = false }: On & { noAck?: boolean } = {}): Step => ({
  on,
  method: 'basic.get',
  queue: queueName,
  noAck,
});

export const ack = (
  of: string | number,
  { on = 'a', multiple = false }: On & { multiple?: boolean } = {},
): Step => ({
  on,
  settle: 'ack',
  of,
  multiple,
});

interface Returning extends On {
  readonly multiple?: boolean;
  /** Default false, as dead letters need it. */
  readonly requeue?: boolean;
}

export const nack = (
  of: string | number,
  { on = 'a', multiple = false, requeue = false }: Returning = {},
): Step => ({
  on,
  settle: 'nack',
  of,
  multiple,
  requeue,
});

export const reject = (of: string | number, { on = 'a', requeue = false }: Returning = {}): Step => ({
  on,
  settle: 'reject',
  of,
  requeue,
});

export const recover = (requeue = true, on = 'a'): Step => ({ on, method: 'basic.recover', requeue });
export const purge = (name: string, on = 'a'): Step => ({ on, method: 'queue.purge', queue: name });
export const deleteQueue = (
  name: string,
  { on = 'a', ...flags }: Flags<'queue.delete', 'queue'> = {},
): Step => ({
  on,
  method: 'queue.delete',
  queue: name,
  ...flags,
});
export const deleteExchange = (
  name: string,
  { on = 'a', ...flags }: Flags<'exchange.delete', 'exchange'> = {},
): Step => ({ on, method: 'exchange.delete', exchange: name, ...flags });
export const confirms = (on = 'a'): Step => ({ on, method: 'confirm.select' });
export const tx = (on = 'a'): Step => ({ on, method: 'tx.select' });
export const commit = (on = 'a'): Step => ({ on, method: 'tx.commit' });
export const rollback = (on = 'a'): Step => ({ on, method: 'tx.rollback' });
export const closeChannel = (on = 'a'): Step => ({
  on,
  method: 'channel.close',
  replyCode: 200,
  replyText: 'done',
});
export const wait = (ms: number): Step => ({ wait: ms });
export const burst = (...steps: readonly (Step | readonly Step[])[]): Step => ({
  burst: steps.flat() as Step[],
});
export const open = (channel: string): Step => ({ open: channel });
export const kill = (connection: string): Step => ({ connection, ends: 'killed' });
export const close = (connection: string): Step => ({ connection, ends: 'closed' });
export const restart: Step = { restart: true };

export const script = (
  name: string,
  rule: string,
  steps: readonly (Step | readonly Step[])[],
  more: Pick<Script, 'spareMs'> = {},
): Script => ({ name, rule, steps: steps.flat() as Step[], ...more });

/** Names of the queues and exchanges that a script declares: what the runner may rename. */
export function namesOf(steps: readonly Step[]): Set<string> {
  const names = new Set<string>();
  for (const step of steps) {
    if ('burst' in step) for (const name of namesOf(step.burst)) names.add(name);
    if (!('method' in step)) continue;
    const name =
      step.method === 'queue.declare' ? step.queue : step.method === 'exchange.declare' ? step.exchange : '';
    if (name !== '' && !name.startsWith('amq.')) names.add(name);
  }
  return names;
}

/** Where names of queues and exchanges stand: in fields, in arguments, in headers. */
const NAMING = new Set([
  ...['queue', 'exchange', 'source', 'destination', 'routingKey', 'alternate-exchange', 'CC', 'BCC'],
  ...['x-dead-letter-exchange', 'x-dead-letter-routing-key'],
]);

/** A copy in which these names are prefixed, wherever a name can stand. */
export function renamed<T>(value: T, names: ReadonlySet<string>, prefix: string): T {
  const visit = (part: unknown, naming: boolean): unknown => {
    if (typeof part === 'string') return naming && names.has(part) ? prefix + part : part;
    if (Array.isArray(part)) return part.map((inner) => visit(inner, naming));
    if (part instanceof Uint8Array || typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, inner]) => [key, visit(inner, NAMING.has(key))]),
    );
  };
  return visit(value, false) as T;
}

export const timestamp = (value: number): FieldValue => ({ '!': 'timestamp', value });
