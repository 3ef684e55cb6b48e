/**
 * A broker as plain data: exchanges, queues, and what connections and channels hold. Functions of the other files change it.
 *
 * Nothing in it refers to itself or to code: it can be copied, compared and kept. Times are ms of the caller's clock.
 */
import type { Message } from './message.js';
import type { FieldValue, Table } from './methods.js';
import type { Queue, QueuedMessage } from './queue/queue-state.js';

/** Which RabbitMQ the broker is like, where versions differ. */
export type BrokerVersion = '3.10' | '4.0';

export interface BrokerSettings {
  /** Default `3.10`: what Debian 12 has, and what every rule was compared with. */
  readonly version?: BrokerVersion;
  /** How long a consumer may leave a message unacknowledged, in ms. Default 30 min, as in RabbitMQ; 0: for ever. */
  readonly consumerTimeoutMs?: number;
  /** After so many ms dead letters that no queue took are sent again, by queues that must not lose them. Default 3 min. */
  readonly deadLetterAgainMs?: number;
}

export interface Binding {
  readonly source: string;
  readonly destination: string;
  readonly to: 'queue' | 'exchange';
  readonly routingKey: string;
  /** The key's words, for topics. */
  readonly words: readonly string[];
  readonly arguments: Table;
}

export type ExchangeType = 'direct' | 'fanout' | 'topic' | 'headers';

export interface Exchange {
  readonly name: string;
  readonly type: ExchangeType;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly internal: boolean;
  readonly arguments: Table;
  /** In the order in which they were made. */
  bindings: Binding[];
}

/** A message that a client has, and has not settled. */
export interface Unsettled {
  readonly queue: string;
  readonly queueId: number;
  /** Empty for `basic.get`. */
  readonly consumerTag: string;
  readonly entry: QueuedMessage;
  /** When the client got it. */
  readonly atMs: number;
}

export type ChannelMode =
  | { readonly kind: 'plain' }
  | {
      readonly kind: 'confirm';
      published: number;
      /** Publishes that wait for the journal. */ readonly waiting: Set<number>;
    }
  | { readonly kind: 'tx'; publishes: TxPublish[]; settles: TxSettle[] };

export interface TxPublish {
  readonly message: Message;
  readonly mandatory: boolean;
  /** Names of the queues that it was routed to. */
  readonly queues: readonly string[];
}

export type SettleHow = 'ack' | 'requeue' | 'drop';

export interface TxSettle {
  /** By tag. */
  readonly unsettled: readonly (readonly [number, Unsettled])[];
  readonly how: SettleHow;
}

export interface Channel {
  readonly number: number;
  /** Grows with every message that a client gets. */
  lastTag: number;
  /** In the order of their tags. */
  readonly unsettled: Map<number, Unsettled>;
  /** What of it counts against the limit of the channel: all that consumers got. */
  prefetched: number;
  /** Queues of its consumers by tag. */
  readonly consumers: Map<string, { readonly queue: string; readonly queueId: number }>;
  /** The last queue it declared: what an empty queue name means. */
  lastQueue: string;
  /** For each consumer that comes. 0: no limit. */
  prefetch: number;
  /** For the whole channel. 0: no limit. */
  channelPrefetch: number;
  mode: ChannelMode;
  /** Direct reply-to: its consumer and the key that requesters send along. */
  replies: { readonly consumerTag: string; readonly key: string } | undefined;
  /** It was closed by the broker, and the client has not answered yet: everything else on it is ignored. */
  closing: boolean;
}

export interface Connection {
  readonly id: number;
  readonly user: string;
  readonly channels: Map<number, Channel>;
}

export interface Broker {
  readonly version: BrokerVersion;
  readonly consumerTimeoutMs: number;
  readonly deadLetterAgainMs: number;
  readonly exchanges: Map<string, Exchange>;
  readonly queues: Map<string, Queue>;
  readonly connections: Map<number, Connection>;
  /** Counts what needs a name of its own: queues, consumers, replies. */
  names: number;
  /** What waits until the journal is durable, the oldest first. */
  journalWaits: JournalWait[];
  /** How many waits there ever were, without those in `journalWaits`. */
  journalDone: number;
}

/** A confirm (`publish` is its number), or the end of a transaction. */
export interface JournalWait {
  readonly connection: number;
  readonly channel: number;
  readonly publish: number | undefined;
}

/** A broker with the exchanges that every RabbitMQ has. */
export function newBroker({
  version = '3.10',
  consumerTimeoutMs = 1_800_000,
  deadLetterAgainMs = 180_000,
}: BrokerSettings = {}): Broker {
  const broker: Broker = {
    version,
    consumerTimeoutMs,
    deadLetterAgainMs,
    exchanges: new Map(),
    queues: new Map(),
    connections: new Map(),
    names: 0,
    journalWaits: [],
    journalDone: 0,
  };
  const own: readonly (readonly [string, ExchangeType])[] = [
    ['', 'direct'],
    ['amq.direct', 'direct'],
    ['amq.fanout', 'fanout'],
    ['amq.topic', 'topic'],
    ['amq.headers', 'headers'],
    ['amq.match', 'headers'],
  ];
  for (const [name, type] of own) broker.exchanges.set(name, newExchange({ name, type, durable: true }));
  return broker;
}

export function newExchange({
  autoDelete = false,
  internal = false,
  arguments: given = {},
  ...exchange
}: Pick<Exchange, 'name' | 'type' | 'durable'> &
  Partial<Pick<Exchange, 'autoDelete' | 'internal' | 'arguments'>>): Exchange {
  return { ...exchange, autoDelete, internal, arguments: given, bindings: [] };
}

/** The value of an argument, if it is a string. */
export function textArgument(given: Table, name: string): string | undefined {
  const value: FieldValue | undefined = given[name];
  return typeof value === 'string' ? value : undefined;
}
