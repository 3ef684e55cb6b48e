/** What a program is told about its connections, and the error for using one that is over. */

/** Why a connection is over. */
export type StreamEnd =
  /** Closed in good order. The end that closed knows that everything it sent was delivered. */
  | 'closed'
  /** Broken: the other end does not know the connection (any more), or a fault cut it. What was sent last may be lost. */
  | 'reset'
  /** The other end was out of reach for too long. What was sent last may be lost. */
  | 'timeout'
  /** Never open: nobody runs at the other end. */
  | 'refused';

/** Something happened to a connection. `peer` is the name of the node at the other end, `Data` what it sends. */
export type StreamEvent<Data = unknown, Token = unknown> =
  /** The connection this node asked for stands; `token` is what it attached to it, if anything. */
  | { readonly kind: 'opened'; readonly stream: number; readonly peer: string; readonly token?: Token }
  /** Another node has connected to this one. */
  | { readonly kind: 'accepted'; readonly stream: number; readonly peer: string }
  /** The next message, in the order in which they were sent. */
  | { readonly kind: 'data'; readonly stream: number; readonly peer: string; readonly data: Data }
  /** The last event of a connection. */
  | { readonly kind: 'closed'; readonly stream: number; readonly peer: string; readonly reason: StreamEnd };

/** Thrown when a node sends on a connection that is closed or does not exist. */
export class StreamClosed extends Error {
  override readonly name = 'StreamClosed';
}
