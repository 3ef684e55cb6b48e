/** The node as a state machine sees it. */
import type { NodeHandle, SendOptions } from './protocol.js';
import type { Answer, Durable, Reply, Sent, TimerName, Token } from './protocol-types.js';
import type { StateMachineDisk } from './sync-disk.js';

/**
 * Who gets an answer that is given later. Plain data: keep it in the state. `id` grows from one request of a client
 * to the next.
 */
export interface ReplyTo {
  readonly from: string;
  readonly id: number;
}

/** The node as the handlers of a state machine see it. */
export interface StateMachineNode<P> extends NodeHandle<P> {
  readonly disk: StateMachineDisk<Durable<P>, Token<P>>;
  /**
   * Number of the request or call being handled. All copies that the network delivers have the same number; later
   * requests of the same sender have a larger one. `undefined` while nothing is handled that wants an answer.
   */
  readonly requestId: number | undefined;
  /** Answers the request or call being handled. */
  reply(value: Reply<P> | Answer<P>, options?: SendOptions): void;
  /**
   * Refuses the request or call being handled. By default it certainly did not happen (`fail`); with
   * `{ definite: false }` it may have (`info`).
   */
  reject(error: string, options?: { readonly definite?: boolean }): void;
  /** Answers later: gives what `replyTo` and `rejectTo` need. */
  defer(): ReplyTo;
  /** Answers what was deferred. */
  replyTo(to: ReplyTo, value: Reply<P> | Answer<P>, options?: SendOptions): void;
  /** Refuses what was deferred. */
  rejectTo(to: ReplyTo, error: string, options?: { readonly definite?: boolean }): void;
  /** Sends a message that wants an answer. `onReply` is called once, with the result and the token. */
  call(to: string, message: Sent<P>, options: CallOptions<P>): void;
  /** Sets the named timer, or sets it anew. */
  setTimer(name: TimerName<P>, delayMs: number, payload?: Token<P>): void;
  clearTimer(name: TimerName<P>): void;
  /** Opens a connection; `onStream` is called with the token once it is open. */
  connect(to: string, token?: Token<P>): number;
  /** Sends over a connection: in order, once, until it breaks. */
  sendStream(stream: number, data: Sent<P>): void;
  closeStream(stream: number): void;
}

/** How long a call waits, and what comes back with its result. */
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
