/** What streams are, and who waits for them: plain data. */
import type { StreamId } from './stream-id.js';

/** An entry: its id, and fields and values in turn. */
export interface StreamEntry {
  readonly id: StreamId;
  readonly fields: readonly string[];
}

/** A node of the tree. What `~` trims are whole blocks. */
export interface Block {
  readonly entries: StreamEntry[];
  /** How many entries it ever had. */
  taken: number;
}

/** A stream. Plain data. */
export interface RedisStream {
  readonly blocks: Block[];
  length: number;
  lastId: StreamId;
  firstId: StreamId;
  /** The greatest id that was deleted by XDEL. */
  maxDeletedId: StreamId;
  /** How many entries were ever added. */
  entriesAdded: number;
  /** By name. */
  readonly groups: Map<string, ConsumerGroup>;
}

/** An entry that was given to a consumer and is not acknowledged. */
export interface PendingEntry {
  readonly id: StreamId;
  consumer: string;
  /** When it was last given to somebody, by the wall clock. */
  deliveredAtMs: number;
  /** How often it was. */
  deliveries: number;
}

/** A consumer group of a stream. Plain data. */
export interface ConsumerGroup {
  /** Entries after it are new. */
  lastId: StreamId;
  /** How many of the stream's entries it has read; null: nobody knows. */
  entriesRead: number | null;
  /** In the order of ids. */
  readonly pending: PendingEntry[];
  /** When each was last heard, by name. */
  readonly consumers: Map<string, number>;
}

/** What is read of a key: entries after an id; for a group also `>`, what is new to it. */
export interface Wanted {
  readonly key: string;
  readonly after: StreamId | '>';
}

/** As whom a consumer of a group reads. */
export interface Reader {
  readonly group: string;
  readonly consumer: string;
  /** What it is given is pending until it is acknowledged. */
  readonly keeps: boolean;
}

/** A client that waits, and for what. Plain data. */
export interface Waiter {
  readonly client: string | number;
  readonly wants: readonly Wanted[];
  readonly reader: Reader | undefined;
  readonly count: number;
  /** Undefined: for ever. */
  readonly untilMs: number | undefined;
}

/** The streams by their keys, and the clients that wait for entries, the longest first. Plain data. */
export interface RedisStreams {
  readonly keys: Map<string, RedisStream>;
  readonly waiting: Waiter[];
}
