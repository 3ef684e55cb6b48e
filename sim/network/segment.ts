/** Segments: the datagrams that connections are made of, with the checksum that finds damaged ones. */
import { digest } from '../kernel/digest.js';
import { fold, hashString, mix32 } from '../kernel/hash.js';
import { Unchanging } from '../kernel/unchanging.js';

export type SegmentKind =
  /** Asks for a connection. */
  | 'open'
  /** Agrees, and names the key of the connection. */
  | 'accept'
  /** Carries a message. */
  | 'data'
  /** Nothing more will be sent. Has its place in the order, after all data. */
  | 'close'
  /** Only acknowledges. */
  | 'ack'
  /** Wants an acknowledgement: is anyone there? */
  | 'probe'
  /** There is no such connection here. Never answered. */
  | 'reset';

export interface Segment {
  readonly stream: number;
  readonly kind: SegmentKind;
  /**
   * Drawn by the accepting end for each acceptance; 0 where unknown. What an initial sequence number is to TCP: old
   * duplicates that meet a later acceptance of the same stream do not fit (RFC 9293, 3.4.1).
   */
  readonly key: number;
  /** Place in the order, from 1; 0 for what has no place. */
  readonly seq: number;
  /** Everything up to this place has arrived at the sender of this segment. */
  readonly ack: number;
  readonly data: unknown;
  readonly checksum: number;
}

export function segment(
  stream: number,
  kind: SegmentKind,
  key: number,
  seq: number,
  ack: number,
  data: unknown,
): Segment {
  return { stream, kind, key, seq, ack, data, checksum: checksum(stream, kind, key, seq, ack, data) };
}

/** Whether the segment is as it was sent. */
export function intact({ stream, kind, key, seq, ack, data, checksum: sum }: Segment): boolean {
  return sum === checksum(stream, kind, key, seq, ack, data);
}

function checksum(
  stream: number,
  kind: string,
  key: number,
  seq: number,
  ack: number,
  data: unknown,
): number {
  const header = fold(fold(fold(fold(0, stream), key), seq), ack);
  const sum = hashString(kind, header);
  // What nobody can change needs no sum of its own.
  return data instanceof Unchanging ? mix32(sum) : digest(data, sum);
}
