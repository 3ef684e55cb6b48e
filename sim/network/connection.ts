/** One end of a connection, as plain data: what was sent and not acknowledged, what arrived too early, how it is timed. */
import type { Slot } from '../kernel/queue.js';
import type { Micros } from '../kernel/time.js';
import { firstEstimate, type RoundTrip } from './round-trip.js';

/** Something that has a place in the order. */
export type Item =
  { readonly kind: 'data'; readonly data: unknown } | { readonly kind: 'close'; readonly data: undefined };

export type Phase =
  /** This end asked and waits for the answer. */
  | 'opening'
  /** This end agreed, and waits until the asker confirms; its program knows nothing yet. */
  | 'accepting'
  | 'open'
  /** The program knows that it is over; what it sent before is still delivered, late segments are still answered. */
  | 'ended';

export interface Connection {
  readonly id: number;
  readonly peer: number;
  readonly token: unknown;
  phase: Phase;
  key: number;
  /** Sent, or waiting for the handshake, and not acknowledged; the first has place `acked + 1`. */
  outbox: Item[];
  acked: number;
  /** `close` is in the order: nothing more can be sent. */
  closing: boolean;
  /** Everything up to this place was handed to the program. */
  received: number;
  /** What came before its turn, by place. */
  early: { readonly seq: number; readonly item: Item }[];
  peerClosed: boolean;
  /** Something arrived that the other end should hear of. */
  ackDue: boolean;
  /** Retransmissions since the other end last made progress. */
  attempts: number;
  /** After a time-out everything up to `resendTo` is sent again, as acknowledgements come in; `resent` was. */
  resent: number;
  resendTo: number;
  roundTrip: RoundTrip;
  /** When the other end was last heard, by this node's monotonic clock. */
  heardAt: Micros;
  /** The place whose round trip is being timed, or 0, and when it was sent. */
  timedSeq: number;
  timedAt: Micros;
  slot: Slot;
}

export type SavedConnection = Omit<Connection, 'slot'>;

export function newConnection(
  id: number,
  peer: number,
  phase: Phase,
  key: number,
  now: Micros,
  token: unknown,
): Connection {
  return {
    id,
    peer,
    token,
    phase,
    key,
    outbox: [],
    acked: 0,
    closing: false,
    received: 0,
    early: [],
    peerClosed: false,
    ackDue: false,
    attempts: 0,
    resent: 0,
    resendTo: 0,
    roundTrip: firstEstimate,
    heardAt: now,
    timedSeq: 0,
    timedAt: 0,
    slot: -1,
  };
}

/** Whether the other end owes an acknowledgement. */
export function unanswered(connection: Connection): boolean {
  return connection.phase === 'opening' || connection.phase === 'accepting' || connection.outbox.length > 0;
}

/** Puts an item last in the order and returns its place. */
export function append(connection: Connection, item: Item): number {
  return connection.acked + connection.outbox.push(item);
}

/** Forgets what the other end has; whether there was any. */
export function acknowledge(connection: Connection, upTo: number): boolean {
  const count = Math.min(upTo - connection.acked, connection.outbox.length);
  if (count <= 0) return false;
  connection.outbox.splice(0, count);
  connection.acked += count;
  return true;
}

/** Keeps an item until its turn; duplicates are dropped. */
export function admit(connection: Connection, seq: number, item: Item): void {
  if (seq <= connection.received) return;
  const { early } = connection;
  let index = early.length;
  while (index > 0 && (early[index - 1] as { seq: number }).seq > seq) index--;
  if (index > 0 && (early[index - 1] as { seq: number }).seq === seq) return;
  early.splice(index, 0, { seq, item });
}

/** The item whose turn it is, if it is there. */
export function takeNext(connection: Connection): Item | undefined {
  const first = connection.early[0];
  if (first === undefined || first.seq !== connection.received + 1) return undefined;
  connection.early.shift();
  connection.received++;
  return first.item;
}

/** Items are never changed once made, so a copy may share them. */
export function saved({ slot: _slot, ...rest }: Connection): SavedConnection {
  return { ...rest, outbox: [...rest.outbox], early: [...rest.early] };
}

export function restored(from: SavedConnection): Connection {
  return { ...from, outbox: [...from.outbox], early: [...from.early], slot: -1 };
}
