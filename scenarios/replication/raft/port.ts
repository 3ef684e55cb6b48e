/** All that the protocol needs of the world: a clock, timers, messages, a disk. Whoever offers this can run it. */
import type { ReachedSite } from './coverage.js';
import type { Message } from './messages.js';
import type { Durable, LogRecord } from './durable.js';

export type TimerName = 'election' | 'heartbeat' | 'retry';

/** What may happen at any time but seldom does: an early election, one entry at a time, the end of the process. */
export const rareSites = ['impatient-election', 'short-message', 'process-ends'] as const;
type RareSite = (typeof rareSites)[number];

/** A client that waits for an answer. `id` grows from one request of a client to its next. */
export interface Asker {
  readonly from: string;
  readonly id: number;
}

/** What a sync was asked for; given back when it is done. */
export type SyncToken =
  | { readonly kind: 'vote'; readonly term: number }
  | { readonly kind: 'voted-for'; readonly term: number }
  | { readonly kind: 'snapshot'; readonly index: number }
  | { readonly kind: 'log'; readonly term: number; readonly index: number }
  | { readonly kind: 'recovery-noted' }
  | { readonly kind: 'recovered' };

export interface Port {
  /** The name of this node. */
  readonly id: string;
  /** 1 for the first start of this node ever, one more for each restart. */
  readonly incarnation: number;
  /** Whether a point of the code should do what is allowed but rare; `false` outside a test. */
  buggify(site: RareSite): boolean;
  /** Tells whoever counts that this point was passed; does nothing otherwise. */
  reachable(site: ReachedSite): void;
  readonly random: { int(low: number, high: number): number };
  /** A clock that never jumps; ms since some moment. */
  monotonicMs(): number;
  /** The wall clock; ms since 1970. */
  nowMs(): number;
  setTimer(name: TimerName, delayMs: number): void;
  clearTimer(name: TimerName): void;
  /** Sends a datagram; `after: 'sync'`: once everything written so far is on the disk for good. */
  send(to: string, message: Message, options?: { readonly after?: 'sync' }): void;
  /** Answers a client. */
  replyTo(to: Asker, value: unknown): void;
  readonly disk: PortDisk;
  /** Reports a fact to whoever observes: an election won, an entry applied. */
  effect(fact: { readonly f: string; readonly [field: string]: unknown }): void;
  /** Ends the process. */
  exit(reason: string): never;
}

/** Files that are replaced as a whole, and the log, which grows. What was written is durable after a sync. */
interface PortDisk {
  read<K extends keyof Durable>(file: K): Durable[K] | undefined;
  write<K extends keyof Durable>(file: K, value: Durable[K]): void;
  append(file: 'log', record: LogRecord): void;
  /** `ok: false`: the record fails its checksum. */
  records(file: 'log'): ({ readonly ok: true; readonly value: LogRecord } | { readonly ok: false })[];
  delete(file: keyof Durable): void;
  sync(token: SyncToken): void;
}
