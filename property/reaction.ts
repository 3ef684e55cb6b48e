/** What a node did about one thing that happened to it: the answer of every call of a test node. */
import type { Sent, State } from '../sim/node/protocol-types.js';

/** A message or call that left the node. */
export interface SentMessage<M> {
  readonly to: string;
  readonly message: M;
  /** Of a call: its number, for `answer` and `refuse`. Absent: a message, which wants no answer. */
  readonly call?: number;
}

/** An answer to a client or to another node that called: a value, or a refusal. */
export type Replied =
  | { readonly to: string; readonly value: unknown }
  /** `definite`: what was asked certainly did not happen. */
  | { readonly to: string; readonly error: string; readonly definite: boolean };

/** One change of the disk, as the program made it. */
export type Written =
  /** `op: 'append'`: the value is one record. */
  | { readonly op: 'write' | 'append'; readonly file: string; readonly value: unknown }
  | { readonly op: 'truncate'; readonly file: string; readonly count: number }
  | { readonly op: 'delete'; readonly file: string };

/** What leaves a node. */
export interface Leaving<P> {
  readonly sent: readonly SentMessage<Sent<P>>[];
  readonly replies: readonly Replied[];
  /** What it wrote into the history with `node.effect`. */
  readonly effects: readonly unknown[];
}

/** Everything the node did meanwhile, in order, and how it stands now. Plain data that nothing changes later. */
export interface Reaction<P> extends Leaving<P> {
  /** A copy of its state, or of what an async program shows last; undefined if its process ended. */
  readonly state: State<P>;
  /** The timers that are set now: milliseconds until each is due. */
  readonly timers: Readonly<Record<string, number>>;
  /** What it wrote; durable after the next sync. */
  readonly writes: readonly Written[];
  /** What waits for the disk now, and leaves only after a sync: the node may crash before. */
  readonly afterSync: Leaving<P>;
  /** Sites it came to: `reachable`, and `sometimes` where the condition held. Each once, in order of the alphabet. */
  readonly reached: readonly string[];
  /** Its process ended by itself (`node.exit`, a disk error nobody caught): the reason. */
  readonly exited?: string;
}
