/** What replicas, their monitor and their clients say to one another. */
import type { ReplyTo } from 'seedstorm';
import type { Batch, BatchAnswer, LogPosition } from 'seedstorm/parts';

/** One place in the log: a write, with the request it came by; `null` opens an epoch. */
export interface Entry {
  readonly epoch: number;
  readonly write: { readonly key: string; readonly value: number; readonly by: ReplyTo } | null;
}

export type StoreRequest =
  | { readonly f: 'read'; readonly key: string }
  | { readonly f: 'write'; readonly key: string; readonly value: number }
  /** Every value in the log, once it is settled which those are. */
  | { readonly f: 'log' };

/** What a read, a write and a look at the log answer. */
export type StoreReply = number | null | undefined | readonly number[];

/** From the primary: how far everything is committed, and what comes next. */
export interface Append extends Batch<Entry> {
  readonly epoch: number;
  readonly committed: number;
}

/** What a backup says to that, of what is safe on its disk; or that there is a newer epoch. */
export type Appended = BatchAnswer | { readonly kind: 'deposed'; readonly epoch: number };

/** A client's request, and whose it is: the ids of a client grow from one request to its next. */
export interface Asked {
  readonly request: StoreRequest;
  readonly by: ReplyTo;
}

/** What a replica is asked. */
export interface ReplicaCalls {
  append: (entries: Append) => Appended;
  /** By a replica that hands on a client's request. */
  forward: (asked: Asked) => StoreReply;
  /** By the monitor, which begins an epoch: follow no older one any more, and say how far the log reaches. */
  fence: (begun: { readonly epoch: number }) => LogPosition;
  promote: (chosen: { readonly epoch: number }) => void;
}

/** What the monitor is asked. */
export interface MonitorCalls {
  /** A sign of life, of the primary of this epoch, if of any: answered with the newest epoch. */
  alive: (sign: { readonly leading: number | null }) => number;
}
