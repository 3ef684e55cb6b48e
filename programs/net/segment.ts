/** What two sockets say to each other, as messages on a stream of the engine. */
import { Unchanging } from '../../sim/kernel/unchanging.js';

export type Segment =
  /** The first on every connection: which port is asked for, and from which. */
  | { readonly kind: 'open'; readonly port: number; readonly from: number }
  /** Somebody listens there. */
  | { readonly kind: 'accepted' }
  /** Nobody does. */
  | { readonly kind: 'refused' }
  | Bytes
  /** So many bytes have been read: the other end may send as many more. */
  | { readonly kind: 'read'; readonly count: number }
  /** This end sends nothing more, and goes on reading. */
  | { readonly kind: 'end' }
  /** This end is gone, and what was on its way to it is lost. */
  | { readonly kind: 'reset' };

/** Both ends, what waits for its acknowledgement and what is on its way share the bytes: they are copied for the reader. */
export class Bytes extends Unchanging {
  readonly kind = 'bytes';
  readonly bytes: Uint8Array;

  /** @param bytes of which nobody else keeps hold */
  constructor(bytes: Uint8Array) {
    super();
    this.bytes = bytes;
  }

  get byteLength(): number {
    return this.bytes.byteLength;
  }
}

/** How a socket's segments travel: over the network of the world, or within one machine. */
export interface Wire {
  send(segment: Segment): void;
  /** Nothing will be sent, and nothing heard any more. */
  hangUp(): void;
}
