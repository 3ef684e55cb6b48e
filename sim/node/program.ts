/** A program in either style, and the driver that runs one incarnation of it on a node. */
import type { Micros } from '../kernel/time.js';
import type { StreamEvent } from '../network/stream-event.js';
import type { Unread } from './reading.js';

/** The node on which a program runs: the drivers of both styles know more of it. */
export interface ProgramNode {
  readonly name: string;
}

/** What a node runs: made by `stateMachine` or `asyncProgram`. */
export interface Program {
  readonly style: 'state-machine' | 'async';
  /** What of Node's resources stands for something virtual in this program, by the names of async_hooks. */
  readonly virtual?: ReadonlySet<string>;
  /** Its machine closes the connections of a process that has ended, as a kernel does; absent: nobody is told. */
  readonly closesConnections?: true;
  /** A driver for one incarnation on one node. */
  drive(node: ProgramNode): Driver;
}

/** Feeds events to one incarnation of a program. Whatever it throws is the program's failure. */
export interface Driver {
  start(): void;
  /** A datagram of kind Message, Call or Request. */
  receive(kind: number, from: number, id: number, payload: unknown): void;
  /** The end of a call this node made. */
  callEnded(call: EndedCall, result: CallOutcome): void;
  timer(name: string, payload: unknown): void;
  /** Everything up to a `sync` that carried this token is durable, or certainly is not. */
  synced(token: unknown, ok: boolean): void;
  /** A wake-up the driver asked for. */
  wake(id: number): void;
  /** Something happened to a connection. */
  stream(event: StreamEvent): void;
  membership(change: MembershipChange): void;
  /** The process ends in good order: upgrade, leave. */
  stop(): void;
  /**
   * The process is asked to end in good order, and does so by itself later: in so many microseconds at the latest.
   * Undefined, or absent: it ends now, by `stop`.
   */
  terminate?(): Micros | undefined;
  /** An error that nobody caught ends the process: what it still does at once. */
  dies?(): void;
  /** The incarnation is over, and lets go of what would outlast it. Its code may still run to the end of its turn. */
  gone?(): void;
  /** What came and was never read by this incarnation; absent where all that comes is handled. */
  unread?(): readonly Unread[];
  /** State for snapshots and digests, and for whoever looks unless another is shown; undefined where the style has none. */
  state(): unknown;
  /** Puts a saved state back; throws where the style cannot. */
  restore(state: unknown): void;
}

/** A call of this node: whom it asked, what was attached to it, and the name of the question, if it had one. */
export interface EndedCall {
  readonly to: number;
  readonly token: unknown;
  readonly f: string | undefined;
}

export type CallOutcome =
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly error: string; readonly definite: boolean }
  | { readonly kind: 'timeout' };

/** A change of the list of members. */
export interface MembershipChange {
  readonly kind: 'join' | 'leave';
  readonly node: string;
}
