/** What a connection does to the world: segments leave, and timers wait for their answers. */
import { EventKind } from '../kernel/event-kind.js';
import type { Micros } from '../kernel/time.js';
import { unanswered, type Connection, type Item } from './connection.js';
import { measured, retransmitAfter } from './round-trip.js';
import type { StreamHost } from './stream-host.js';
import { segment, type SegmentKind } from './segment.js';

/** So many segments that were sent again may be on their way at once. */
const BURST = 16;
/** An end that has heard nothing for so long asks whether the other is still there. */
export const PROBE_AFTER_US = 2_000_000;
/** How long an end that is over answers a peer that has not heard so; the peer asks at least every second. */
const LINGER_US = 2_500_000;

export class StreamWire {
  constructor(private readonly node: StreamHost) {}

  /** Time as connections count it: the node's monotonic clock. */
  now(): Micros {
    return this.node.clock.monotonic(this.node.port.now);
  }

  transmit(connection: Connection, kind: SegmentKind, seq = 0, data?: unknown): void {
    const { id, peer, key, received } = connection;
    connection.ackDue = false;
    this.node.sites.transmit(EventKind.Segment, peer, id, segment(id, kind, key, seq, received, data));
  }

  /** Sends an item that is in the order. */
  transmitItem(connection: Connection, seq: number, item: Item): void {
    this.transmit(connection, item.kind, seq, item.data);
  }

  /** Sends all that waits for its first acknowledgement, for the first time. */
  transmitOutbox(connection: Connection): void {
    for (const [index, item] of connection.outbox.entries()) {
      this.transmitItem(connection, connection.acked + 1 + index, item);
    }
  }

  /** Sends again what was not answered. */
  repeat(connection: Connection): void {
    connection.timedSeq = 0;
    if (connection.phase === 'opening') this.transmit(connection, 'open');
    else if (connection.phase === 'accepting') this.transmit(connection, 'accept');
    else if (connection.outbox.length === 0) this.transmit(connection, 'probe');
    else {
      connection.resent = connection.acked;
      connection.resendTo = connection.acked + connection.outbox.length;
      this.resend(connection);
    }
  }

  /** Sends the next part of what a time-out found unanswered; each acknowledgement lets more follow. */
  resend(connection: Connection): void {
    const { acked, outbox, resendTo } = connection;
    const last = Math.min(resendTo, acked + BURST);
    for (let seq = Math.max(connection.resent, acked) + 1; seq <= last; seq++) {
      this.transmitItem(connection, seq, outbox[seq - acked - 1] as Item);
      connection.resent = seq;
    }
  }

  /** Says that a connection is not known here. */
  deny(to: number, id: number, key: number): void {
    this.node.port.network.send(
      EventKind.Segment,
      this.node.index,
      to,
      id,
      segment(id, 'reset', key, 0, 0, undefined),
    );
  }

  measure(connection: Connection, sinceUs: Micros): void {
    connection.roundTrip = measured(connection.roundTrip, this.now() - sinceUs);
  }

  /** Sets the timer of a connection to what it waits for now. */
  arm(connection: Connection): void {
    const { attempts, phase, roundTrip } = connection;
    if (attempts > 0 || unanswered(connection))
      this.armAfter(connection, retransmitAfter(roundTrip, attempts));
    else this.armAfter(connection, phase === 'ended' ? LINGER_US : PROBE_AFTER_US);
  }

  armAfter(connection: Connection, delayUs: Micros): void {
    const { port, clock, index } = this.node;
    if (this.node.sites.gone) return;
    this.node.dropStreamTimer(connection.id, connection.slot);
    connection.slot = port.schedule(
      port.now + clock.real(delayUs),
      EventKind.StreamTimer,
      index,
      0,
      connection.id,
      undefined,
    );
  }
}
