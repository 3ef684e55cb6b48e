/** What a client knows of its connection and channels: plain data, part of a node's state. */
import type { RetryPolicy } from 'seedstorm/parts';
import type { BasicDeliver, BasicReturn, ClientMethod, ServerMethod } from '../core/methods.js';

/** Settings of a client. */
export interface ClientSettings {
  /** The broker's node. */
  readonly to: string;
  /** What each channel begins with, after each connect: declarations, `confirm.select`, `basic.qos`, `basic.consume`. */
  readonly channels: readonly (readonly ClientMethod[])[];
  /** Tells clients of one node apart: their timers begin with it. Default `amqp`. */
  readonly name?: string;
  /** How often it says that it is there, and so finds out that the broker has restarted. Default: never. */
  readonly heartbeatMs?: number;
  /** Pauses before it connects again, each cut by up to half by chance. Default: 20 ms, doubled up to 500 ms. */
  readonly again?: Pick<RetryPolicy, 'pauseMs' | 'factor' | 'maxPauseMs'>;
}

/** A channel, as its client sees it. */
export interface ClientChannel<About> {
  phase: 'closed' | 'opening' | 'open';
  /** Tells messages of this channel from those of one before it with the same number. */
  session: number;
  /** Answers of the broker that are missing until it is set up. */
  awaited: number;
  /** Messages published so far, where they are confirmed. */
  published: number;
  /** What was published and is not confirmed, by number. */
  unconfirmed: Map<number, About>;
}

/** A client: a connection that is opened again and again, and its channels. `About` says what was published. */
export interface AmqpClient<About = unknown> {
  readonly settings: ClientSettings;
  /** The connection, from when it was asked for until it is over. */
  stream: number | undefined;
  /** It stands. */
  connected: boolean;
  /** Attempts that failed since the last that did not. */
  failures: number;
  sessions: number;
  /** Channel 1 is the first. */
  readonly channels: ClientChannel<About>[];
}

/** A message that came to a consumer, and where from: what is needed to settle it. */
export interface Delivery extends Omit<BasicDeliver, 'method'> {
  readonly channel: number;
  readonly session: number;
}

/** What a client tells its node. */
export type ClientNews<About = unknown> =
  /** A channel is set up: after each connect. */
  | { readonly kind: 'ready'; readonly channel: number }
  | { readonly kind: 'delivery'; readonly delivery: Delivery }
  /** Of what was published: the broker has it, refuses it, or nobody knows, since the channel is gone. */
  | { readonly kind: 'confirmed' | 'refused' | 'unknown'; readonly about: About }
  /** No queue for a message that was published as mandatory; comes before its `confirmed`. */
  | { readonly kind: 'returned'; readonly channel: number; readonly message: BasicReturn }
  /** The answer to another method. */
  | { readonly kind: 'answer'; readonly channel: number; readonly method: ServerMethod }
  /** The broker ended a consumer, since its queue is gone. */
  | { readonly kind: 'cancelled'; readonly channel: number; readonly consumerTag: string }
  /** The broker closed a channel (0: the connection). It is opened again after a pause. */
  | { readonly kind: 'closed'; readonly channel: number; readonly code: number; readonly text: string }
  /** The connection is gone. It is opened again after a pause. */
  | { readonly kind: 'lost' };
