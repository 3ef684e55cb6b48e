/**
 * Ordered, reliable connections between nodes, on top of datagrams that get lost, doubled and overtaken: a small TCP
 * (RFC 9293) that counts messages instead of bytes.
 *
 * A connection opens with a three-way handshake. What is sent carries its place in the order, is acknowledged
 * cumulatively and sent again until it is. A segment for a connection a node does not have is answered with a reset,
 * so an end whose peer's process is gone finds out with the next thing it sends, or, if it sends nothing, with the next
 * probe. An end that hears no acknowledgement for `GIVE_UP_AFTER` retransmissions (4.5 to 7 seconds) gives up.
 *
 * The table of connections is memory of the process: it dies with it, silently, unless the machine closes them.
 */
import { copyPlain } from '../kernel/copy.js';
import { EventKind } from '../kernel/event-kind.js';
import type { Slot } from '../kernel/queue.js';
import * as connections from './connection.js';
import type { Connection, Item, SavedConnection } from './connection.js';
import { intact, segment, type Segment } from './segment.js';
import { StreamClosed, type StreamEnd, type StreamEvent } from './stream-event.js';
import type { StreamHost } from './stream-host.js';
import { PROBE_AFTER_US, StreamWire } from './stream-wire.js';

const GIVE_UP_AFTER = 6;
const CLOSE: Item = { kind: 'close', data: undefined };

export type StreamsSnapshot = readonly SavedConnection[];

export class Streams {
  private table = new Map<number, Connection>();
  private readonly wire: StreamWire;

  constructor(private readonly node: StreamHost) {
    this.wire = new StreamWire(node);
  }

  /**
   * Asks another node for a connection; `opened` or `closed` tells how it ended. Both ends know it by the same
   * number. What is sent on it before `opened` waits for the handshake.
   * @param token comes back with `opened`, as it is: it must be the engine's own copy
   * @throws RangeError when a node connects to itself
   */
  connect(to: number, token?: unknown): number {
    const { node } = this;
    if (to === node.index) throw new RangeError(`${node.name} cannot open a stream to itself`);
    const id = node.port.nextId();
    if (node.sites.gone) return id;
    const connection = connections.newConnection(id, to, 'opening', 0, this.wire.now(), token);
    this.table.set(id, connection);
    this.wire.transmit(connection, 'open');
    this.wire.arm(connection);
    return id;
  }

  /**
   * Sends a message; the other end gets a copy, after everything sent before.
   * @throws StreamClosed when this end has closed the connection, when it is over, or never was
   * @throws NotPlainData when the message is not plain data
   */
  send(id: number, data: unknown): void {
    const { sites } = this.node;
    if (sites.gone) return;
    const connection = this.table.get(id);
    if (connection === undefined || connection.phase === 'accepting' || connection.closing)
      throw this.closed(id, connection);
    if (!sites.begins('send', connection.peer, data)) return;
    this.enqueue(connection, { kind: 'data', data: copyPlain(data, 'stream message') });
    sites.done('send', connection.peer, data);
  }

  /**
   * Closes in good order: everything sent before is delivered first, then the other end is told `closed`, and nothing
   * more can be sent from either. What the other end sent before it knew still arrives here, then `closed`. Does
   * nothing to a connection that is over.
   */
  close(id: number): void {
    const connection = this.table.get(id);
    if (connection === undefined || connection.phase === 'accepting' || connection.closing) return;
    connection.closing = true;
    this.enqueue(connection, CLOSE);
  }

  /** The connections this node's program has, oldest first. */
  open(): { stream: number; peer: string; state: 'opening' | 'open' | 'closing' }[] {
    return [...this.table.values()].filter(isVisible).map((connection) => ({
      stream: connection.id,
      peer: this.nameOf(connection),
      state: connection.closing ? 'closing' : connection.phase === 'opening' ? 'opening' : 'open',
    }));
  }

  /** A segment arrives. Damaged ones count as lost. */
  receive(from: number, payload: unknown): void {
    const arrived = payload as Segment;
    if (!intact(arrived)) {
      this.node.port.note(this.node, 'segment-damaged');
      return;
    }
    const connection = this.table.get(arrived.stream);
    if (connection === undefined) this.meet(from, arrived);
    else if (arrived.kind === 'open') {
      if (connection.phase === 'accepting') this.wire.transmit(connection, 'accept');
    } else if (arrived.kind === 'reset') {
      if (arrived.key === connection.key || arrived.key === 0)
        this.end(connection, connection.phase === 'opening' ? 'refused' : 'reset');
    } else if (connection.phase === 'opening' && arrived.kind === 'accept')
      this.establish(connection, arrived.key);
    else if (arrived.key !== connection.key) this.wire.deny(from, arrived.stream, arrived.key);
    else this.proceed(connection, arrived);
  }

  /** Time to look at what was not acknowledged. */
  timer(id: number): void {
    const connection = this.table.get(id);
    if (connection === undefined) return;
    connection.slot = -1;
    const quietUs = this.wire.now() - connection.heardAt;
    if (!connections.unanswered(connection)) {
      if (connection.phase === 'ended') {
        this.table.delete(id);
        return;
      }
      if (connection.attempts === 0 && quietUs < PROBE_AFTER_US) {
        this.wire.armAfter(connection, PROBE_AFTER_US - quietUs);
        return;
      }
    }
    if (connection.attempts === GIVE_UP_AFTER) this.end(connection, 'timeout');
    else {
      connection.attempts++;
      this.wire.repeat(connection);
      this.wire.arm(connection);
    }
  }

  /** A segment came for a process that is not there: the machine says so. */
  refuse(from: number, id: number, key: number): void {
    this.wire.deny(from, id, key);
  }

  /** The timer event of a connection is somewhere else on the calendar; -1: nowhere, it waits until the node goes on. */
  moved(id: number, slot: Slot): void {
    const connection = this.table.get(id);
    if (connection !== undefined) connection.slot = slot;
  }

  /** The process is gone, and with it all connections; nobody is told. */
  reset(): void {
    for (const connection of this.table.values()) {
      this.node.port.cancel(connection.slot, this.node.index, EventKind.StreamTimer);
      connection.slot = -1;
    }
    this.table = new Map();
  }

  /**
   * The process is gone, and its machine closes what it had, as a kernel does: what was sent still arrives, and the
   * other ends hear that nothing more comes.
   */
  abandon(): void {
    for (const connection of this.table.values()) {
      if (connection.phase === 'opening' || connection.phase === 'accepting') {
        this.node.dropStreamTimer(connection.id, connection.slot);
        this.table.delete(connection.id);
        continue;
      }
      if (!connection.closing) {
        connection.closing = true;
        this.enqueue(connection, CLOSE);
      }
      connection.phase = 'ended';
    }
  }

  /** Whether the machine has something to do with the connection yet. */
  knows(id: number): boolean {
    return this.table.has(id);
  }

  /**
   * Cuts the connections with one peer, as a box on the way that forgets them would; to be called at both ends. The
   * program hears of it in an event of its own, at this moment or once the node goes on.
   */
  breakWith(peer: number): void {
    const { port, index } = this.node;
    for (const { id, peer: other } of this.table.values()) {
      if (other !== peer) continue;
      // From itself, so that no partition stops it; key 0 fits whatever becomes of the connection until a paused node looks.
      port.schedule(port.now, EventKind.Segment, index, index, id, segment(id, 'reset', 0, 0, 0, undefined));
    }
  }

  save(): StreamsSnapshot {
    return [...this.table.values()].map(connections.saved);
  }

  /** Puts saved connections back. Whoever puts the calendar back tells where their timers are: `moved`. */
  restore(saved: StreamsSnapshot): void {
    this.table = new Map(saved.map((connection) => [connection.id, connections.restored(connection)]));
  }

  /** A segment of a connection this end does not have. */
  private meet(from: number, { stream, kind, key: theirs }: Segment): void {
    if (kind === 'reset') return;
    if (kind !== 'open') {
      this.wire.deny(from, stream, theirs);
      return;
    }
    const key = this.node.port.nextId();
    const connection = connections.newConnection(stream, from, 'accepting', key, this.wire.now(), undefined);
    this.table.set(stream, connection);
    this.wire.transmit(connection, 'accept');
    this.wire.arm(connection);
  }

  /** The other end has agreed. */
  private establish(connection: Connection, key: number): void {
    if (connection.attempts === 0) this.wire.measure(connection, connection.heardAt);
    connection.key = key;
    connection.phase = 'open';
    connection.attempts = 0;
    connection.ackDue = true;
    this.hear(connection);
    this.wire.transmitOutbox(connection);
    this.wire.arm(connection);
    const { id: stream, token } = connection;
    const event = { kind: 'opened', stream, peer: this.nameOf(connection) } as const;
    this.tell(token === undefined ? event : { ...event, token });
    this.answer(connection);
  }

  /** A segment of a connection that stands. */
  private proceed(connection: Connection, arrived: Segment): void {
    this.hear(connection);
    if (connection.phase === 'accepting') {
      connection.phase = 'open';
      this.wire.arm(connection);
      this.tell({ kind: 'accepted', stream: connection.id, peer: this.nameOf(connection) });
    }
    if (connections.acknowledge(connection, arrived.ack)) this.progress(connection);
    if (arrived.kind === 'data')
      connections.admit(connection, arrived.seq, { kind: 'data', data: arrived.data });
    else if (arrived.kind === 'close') connections.admit(connection, arrived.seq, CLOSE);
    if (arrived.kind !== 'ack') connection.ackDue = true;
    this.deliver(connection);
    this.answer(connection);
  }

  /** Hands over what is in order. */
  private deliver(connection: Connection): void {
    let item = connections.takeNext(connection);
    while (item !== undefined) {
      if (item.kind === 'close') connection.peerClosed = true;
      else if (connection.phase === 'open') {
        // Segments are shared with the sender's outbox and with duplicates on their way.
        const data = copyPlain(item.data, 'stream message');
        this.tell({ kind: 'data', stream: connection.id, peer: this.nameOf(connection), data });
      }
      item = connections.takeNext(connection);
    }
    this.settle(connection);
  }

  /** Tells the program that the connection is over, once it is. */
  private settle(connection: Connection): void {
    if (!connection.peerClosed || connection.phase !== 'open') return;
    if (connection.closing && connection.outbox.length > 0) return;
    connection.phase = 'ended';
    if (connection.closing) this.wire.arm(connection);
    else {
      connection.closing = true;
      this.enqueue(connection, CLOSE);
    }
    this.tell({ kind: 'closed', stream: connection.id, peer: this.nameOf(connection), reason: 'closed' });
  }

  /** The connection is over, and nothing more will be done for it. */
  private end(connection: Connection, reason: StreamEnd): void {
    this.node.dropStreamTimer(connection.id, connection.slot);
    this.table.delete(connection.id);
    if (isVisible(connection))
      this.tell({ kind: 'closed', stream: connection.id, peer: this.nameOf(connection), reason });
  }

  private enqueue(connection: Connection, item: Item): void {
    const seq = connections.append(connection, item);
    if (connection.phase === 'opening') return;
    if (connection.timedSeq === 0) {
      connection.timedSeq = seq;
      connection.timedAt = this.wire.now();
    }
    this.wire.transmitItem(connection, seq, item);
    if (connection.outbox.length === 1) {
      connection.attempts = 0;
      this.wire.arm(connection);
    }
  }

  /** The other end has acknowledged something new. */
  private progress(connection: Connection): void {
    if (connection.timedSeq > 0 && connection.acked >= connection.timedSeq) {
      this.wire.measure(connection, connection.timedAt);
      connection.timedSeq = 0;
    }
    connection.attempts = 0;
    this.wire.resend(connection);
    this.wire.arm(connection);
  }

  private hear(connection: Connection): void {
    connection.heardAt = this.wire.now();
    if (connection.attempts > 0 && connection.outbox.length === 0) {
      connection.attempts = 0;
      this.wire.arm(connection);
    }
  }

  /** Acknowledges what arrived, unless something sent meanwhile already did. */
  private answer(connection: Connection): void {
    if (connection.ackDue) this.wire.transmit(connection, 'ack');
  }

  private tell(event: StreamEvent): void {
    this.node.driver?.stream(event);
  }

  private nameOf(connection: Connection): string {
    return this.node.port.endpointName(connection.peer);
  }

  private closed(id: number, connection: Connection | undefined): StreamClosed {
    const why =
      connection !== undefined && isVisible(connection) ? 'it was closed here' : 'it is over or never was';
    return new StreamClosed(`${this.node.name} cannot send on stream ${id}: ${why}`);
  }
}

/** Whether the program knows the connection. */
function isVisible({ phase }: Connection): boolean {
  return phase === 'opening' || phase === 'open';
}
