/** What both programming styles can ask of the node they run on. */
import type { Random } from '../kernel/random.js';
import type { Sent, Shown } from './protocol-types.js';

/** When something leaves the node. */
export interface SendOptions {
  /** `sync`: leaves once everything written so far is durable; lost if the process ends before. */
  readonly after?: 'sync';
}

/** What a node can do in either style. Times are milliseconds. */
export interface NodeHandle<P> {
  /** Name of this node. */
  readonly id: string;
  /** The other members, in a fixed order. */
  readonly peers: readonly string[];
  /** All members, this one included. */
  readonly members: readonly string[];
  /** 1 for the first start, one more for each restart. */
  readonly incarnation: number;
  /** Version of the program it runs; changed by the `upgrade` fault. */
  readonly version: string;
  /** The node's own draws. */
  readonly random: Random;
  /** The wall clock of this node: milliseconds since 1970; may be wrong, may jump. */
  nowMs(): number;
  /** The monotonic clock of this node: milliseconds since some moment; never jumps, may drift. */
  monotonicMs(): number;
  /** Sends a datagram: it may be lost, late, doubled or overtaken. */
  send(to: string, message: Sent<P>, options?: SendOptions): void;
  /** Sends the same datagram to every peer. */
  broadcast(message: Sent<P>, options?: SendOptions): void;
  /**
   * Shows plain data as the state of this node, until it shows other data or its process ends: to invariants,
   * coverage, traces, reports and the check that runs are deterministic. It is copied: show it again once it has
   * changed. A state machine need not call it, unless it wants to show something else than its state. What an async
   * program does not show, no invariant can see.
   * @throws NotPlainData with the path of what cannot be copied
   */
  show(state: Shown<P>): void;
  /** Writes a line into the trace. */
  log(text: string, data?: unknown): void;
  /**
   * Writes an effect into the history, as an `ok` operation of this node: something that no client asked for and
   * checkers judge, such as a message processed or a lock taken. With `{ after: 'sync' }` it comes into the history
   * once all that the node has written so far is durable, and never if the process ends before.
   */
  effect(input: { readonly f: string; readonly [field: string]: unknown }, options?: SendOptions): void;
  /** Counts something that happened, for the figures of the run (`run.figures()`): so many of it, 1 by default. */
  count(name: string, by?: number): void;
  /**
   * Says what a number of this node is from now on, such as how many wait: the figures weigh it by how long it lasts. It
   * is unknown once the process ends, until the next one says it.
   */
  gauge(name: string, value: number): void;
  /** Notes how long something took, for the percentiles in the figures. */
  timing(name: string, ms: number): void;
  /** True where a `buggify` fault makes this code point misbehave. */
  buggify(site: string): boolean;
  /** Claims that the condition holds here in some run; a campaign lists the names that never held. */
  sometimes(name: string, condition?: boolean): void;
  /** Claims that some run reaches this place; a campaign lists those that no run reached. */
  reachable(name: string): void;
  /** Claims that no run reaches this place: a run that does is invalid, and goes on. */
  unreachable(name: string): void;
  /** Ends the process of this node, as `process.exit` or a panic would; it restarts after a while. */
  exit(reason: string): never;
}

/** Names of the files whose value is an array: those that can be appended to. */
export type LogName<D> = {
  [K in keyof D]: D[K] extends readonly unknown[] ? K : unknown extends D[K] ? K : never;
}[keyof D] &
  string;
export type LogRecord<D, K extends keyof D> = D[K] extends readonly (infer R)[] ? R : unknown;

/** One record of an append-only file as found: torn and rotten records fail their checksum. */
export type StoredRecord<R> = { readonly ok: true; readonly value: R } | { readonly ok: false };

/** How a file is written: what a crash or rot can do to it. */
export interface WriteOptions {
  /**
   * By default a file is replaced atomically (write a new one, rename): after a crash it is the old or the new.
   * `true` overwrites it in place: a crash may tear it, after which reading it fails with `CORRUPT`.
   */
  readonly inPlace?: boolean;
  /** `false`: no checksum is kept with the value, so bit rot goes unnoticed and changes it. Default `true`. */
  readonly checksum?: boolean;
}
