/** The node as a state machine sees it. */
import type { NodeHandle, SendOptions } from './protocol.js';
import type { Answer, Durable, Reply, Sent, TimerName, Token } from './protocol-types.js';
import type { StateMachineDisk } from './sync-disk.js';

/** Where an answer goes that is given later. Plain data: keep it in the state. `id` grows from one request of a client to its next. */
export interface ReplyTo {
  readonly from: string;
  readonly id: number;
}

export interface StateMachineNode<P> extends NodeHandle<P> {
  readonly disk: StateMachineDisk<Durable<P>, Token<P>>;
  /**
   * Number of the request or call being handled: the same for every copy of it that the network delivers, greater for
   * each that its sender sends later. With `from`, whoever has it tells a copy from a new question. `undefined` where
   * nothing that wants an answer is being handled.
   */
  readonly requestId: number | undefined;
  /** Answers the request or call being handled. */
  reply(value: Reply<P> | Answer<P>, options?: SendOptions): void;
  /**
   * Refuses the request or call being handled. By default it certainly did not happen (`fail`); with
   * `{ definite: false }` it may have (`info`).
   */
  reject(error: string, options?: { readonly definite?: boolean }): void;
  /** Takes the right to answer later. */
  defer(): ReplyTo;
  /** Answers what was deferred. */
  replyTo(to: ReplyTo, value: Reply<P> | Answer<P>, options?: SendOptions): void;
  /** Refuses what was deferred. */
  rejectTo(to: ReplyTo, error: string, options?: { readonly definite?: boolean }): void;
  /** Sends a message that wants an answer; `onReply` hears how it ended, once, with the token. */
  call(to: string, message: Sent<P>, options: CallOptions<P>): void;
  /** Sets the named timer, or sets it anew. */
  setTimer(name: TimerName<P>, delayMs: number, payload?: Token<P>): void;
  clearTimer(name: TimerName<P>): void;
  /** Opens a connection; `onStream` hears of it, with the token once it stands. */
  connect(to: string, token?: Token<P>): number;
  /** Sends over a connection: in order, once, until it breaks. */
  sendStream(stream: number, data: Sent<P>): void;
  closeStream(stream: number): void;
}

export type CallOptions<P> = SendOptions & {
  /** How long to wait for the answer, counted from now. */
  readonly timeoutMs: number;
} & (undefined extends Token<P>
    ? {
        /** Comes back with the answer. */
        readonly token?: Token<P>;
      }
    : {
        /** Comes back with the answer. */
        readonly token: Token<P>;
      });
