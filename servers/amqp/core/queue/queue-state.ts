/** A queue as plain data: its settings, what is ready, and its consumers. */
import type { Message } from '../message.js';
import type { Table } from '../methods.js';

export type QueueKind = 'classic' | 'quorum';

export type DeathReason = 'rejected' | 'expired' | 'maxlen' | 'delivery_limit';

export type Overflow = 'drop-head' | 'reject-publish' | 'reject-publish-dlx';

/** What a queue was declared with. */
export interface QueueSettings {
  readonly name: string;
  readonly kind: QueueKind;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  /** The connection that owns an exclusive queue. */
  readonly owner: number | undefined;
  readonly arguments: Table;
  /** How long messages live, in ms. */
  readonly messageTtlMs: number | undefined;
  /** How long the queue lives while nobody uses it, in ms. */
  readonly expiresMs: number | undefined;
  readonly maxLength: number | undefined;
  readonly maxLengthBytes: number | undefined;
  readonly overflow: Overflow;
  /** Levels above 0; 0 where the queue has none. */
  readonly maxPriority: number;
  readonly deadLetterExchange: string | undefined;
  readonly deadLetterRoutingKey: string | undefined;
  readonly deadLetterStrategy: 'at-most-once' | 'at-least-once';
  readonly deliveryLimit: number | undefined;
  readonly singleActiveConsumer: boolean;
}

/** A message in a queue, or in the hands of a client. */
export interface QueuedMessage {
  readonly message: Message;
  /** Counts the messages that ever came into the queue: its original place. */
  readonly place: number;
  readonly priority: number;
  readonly bytes: number;
  readonly expiresAtMs: number | undefined;
  /** It is kept over a restart. */
  readonly durable: boolean;
  redelivered: boolean;
  /** How often it came back (quorum queues count that). */
  returns: number;
}

/** Messages in order, taken from the front: `items` from `head` on. */
export interface Line {
  items: (QueuedMessage | undefined)[];
  head: number;
}

/** What is ready on one level of priority: what came back goes before what never went out. */
export interface Level {
  readonly returned: Line;
  readonly fresh: Line;
}

export interface Consumer {
  /** Counts the consumers of the broker. */
  readonly id: number;
  readonly connection: number;
  readonly channel: number;
  readonly tag: string;
  readonly noAck: boolean;
  readonly exclusive: boolean;
  readonly priority: number;
  /** 0: no limit. */
  prefetch: number;
  readonly arguments: Table;
  /** Messages it has not settled. */
  unsettled: number;
}

/** A dead letter that nobody took yet. */
export interface Held {
  readonly entry: QueuedMessage;
  readonly reason: DeathReason;
  readonly againAtMs: number;
}

export interface Queue {
  /** Tells it from another queue that had its name. */
  readonly id: number;
  readonly settings: QueueSettings;
  /** Places given so far. */
  places: number;
  /** One for each level of priority, the lowest first. */
  readonly levels: readonly Level[];
  ready: number;
  readyBytes: number;
  /** In the hands of clients. */
  unsettled: number;
  /** Consumers that take the next messages, in this order: the highest priority first. */
  turn: Consumer[];
  /** Consumers that have as much as they may. */
  blocked: Consumer[];
  /** Consumers of a quorum queue that were cancelled and still have messages. */
  leaving: Consumer[];
  /** The consumer that alone gets messages, where there is only one at a time. */
  active: number | undefined;
  /** An auto-delete queue goes with its last consumer, so not before its first. */
  hadConsumers: boolean;
  /** What died and no queue took, where dead letters must not be lost: it is sent again later. The oldest first. */
  held: Held[];
  /** Of a quorum queue that refuses what is too much: who has published to it, and may go on. */
  readonly publishers: Map<string, boolean> | undefined;
  /** Messages that `basic.get` has fetched and nobody settled: quorum queues count each as a consumer. */
  fetched: number;
  /** When the head is looked at for its age. */
  expiryAtMs: number | undefined;
  /** When somebody last used the queue. */
  usedAtMs: number;
}

/**
 * Does the queue keep its dead letters until other queues have them? Only where it refuses what is too much: one that
 * drops from its head may lose them.
 */
export function keepsDeadLetters({ settings }: Queue): boolean {
  const { kind, deadLetterStrategy, deadLetterExchange, overflow } = settings;
  return (
    kind === 'quorum' &&
    deadLetterStrategy === 'at-least-once' &&
    deadLetterExchange !== undefined &&
    overflow === 'reject-publish'
  );
}

/**
 * How many consumers clients are told. A quorum queue also counts those that were cancelled and still have messages, and
 * messages that were fetched and not settled; and it leaves out those that wait behind the only active one.
 */
export function consumerCount(queue: Queue): number {
  const { settings, active, leaving, fetched } = queue;
  const all = consumersOf(queue).length;
  if (settings.kind === 'classic') return all;
  const own = settings.singleActiveConsumer ? Number(active !== undefined) : all;
  return own + leaving.length + fetched;
}

/** All consumers of a queue. */
export function consumersOf({ turn, blocked }: Queue): readonly Consumer[] {
  return blocked.length === 0 ? turn : [...turn, ...blocked];
}

export function newQueue(id: number, settings: QueueSettings, nowMs: number): Queue {
  return {
    id,
    settings,
    places: 0,
    levels: Array.from({ length: settings.maxPriority + 1 }, () => ({
      returned: { items: [], head: 0 },
      fresh: { items: [], head: 0 },
    })),
    ready: 0,
    readyBytes: 0,
    unsettled: 0,
    turn: [],
    blocked: [],
    leaving: [],
    active: undefined,
    hadConsumers: false,
    held: [],
    publishers: settings.kind === 'quorum' && settings.overflow === 'reject-publish' ? new Map() : undefined,
    fetched: 0,
    expiryAtMs: undefined,
    usedAtMs: nowMs,
  };
}
