/** The network as one incarnation of a program has it: addresses, ports, and the engine's streams under its sockets. */
import { EventKind } from '../../sim/kernel/event-kind.js';
import type { StreamEvent } from '../../sim/network/stream-event.js';
import { ReadBuffers } from './read-buffers.js';
import type { Segment, Wire } from './segment.js';
import type { ServerHandle, ServerHost } from './server-handle.js';
import { SocketHandle, type SocketHost } from './socket-handle.js';
import type { Datagram, UdpHandle, UdpHost } from './udp-handle.js';

/** What this asks of the node. */
export interface CardNode {
  readonly index: number;
  readonly name: string;
  readonly port: {
    endpoint(name: string): number;
    endpointName(index: number): string;
    isClient(endpoint: number): boolean;
    members(): readonly string[];
  };
  readonly streams: {
    connect(to: number): number;
    send(stream: number, data: unknown): void;
    close(stream: number): void;
    open(): readonly { readonly stream: number }[];
  };
  send(kind: number, to: number, id: number, payload: unknown, after: undefined): void;
}

/** From one process to another of the same machine. */
const LOOPBACK_US = 20;
/** Where Linux begins with the ports it gives away. */
const FIRST_FREE_PORT = 32_768;
const LOCAL = /^(127\.|0\.0\.0\.0$|::1?$)/;

export class NetworkCard implements SocketHost, ServerHost, UdpHost {
  readonly listeners = new Map<number, ServerHandle>();
  /** Those that wait for datagrams, by their ports. */
  readonly udp = new Map<number, UdpHandle>();
  readonly address: string;
  /** Sockets by their stream; those of which nobody knows yet which port they want are `undefined`. */
  private readonly sockets = new Map<number, SocketHandle | undefined>();
  /** Sockets that are not closed. */
  readonly open = new Set<SocketHandle>();
  readonly buffers = new ReadBuffers();
  private isCut = false;
  private nextPort = FIRST_FREE_PORT;

  constructor(
    private readonly node: CardNode,
    readonly after: (us: number, run: () => void) => void,
  ) {
    this.address = addressOf(node.index);
  }

  freePort(): number {
    while (this.listeners.has(this.nextPort)) this.nextPort++;
    return this.nextPort++;
  }

  /** Nothing here keeps a process alive. */
  get isIdle(): boolean {
    for (const server of this.listeners.values()) if (server.hasRef()) return false;
    for (const socket of this.open) if (socket.hasRef()) return false;
    for (const socket of this.udp.values()) if (socket.hasRef()) return false;
    return true;
  }

  /** The process has ended itself: nothing it still sends leaves the machine. */
  cut(): void {
    this.sockets.clear();
    this.isCut = true;
  }

  /** Names of all hosts that are there. */
  get hosts(): readonly string[] {
    return this.node.port.members();
  }

  /** The address of a host, by its name; undefined where nobody has it. */
  addressOf(host: string): string | undefined {
    if (host === 'localhost') return '127.0.0.1';
    return host === this.node.name || this.node.port.members().includes(host)
      ? addressOf(this.node.port.endpoint(host))
      : undefined;
  }

  freeUdpPort(): number {
    while (this.udp.has(this.nextPort)) this.nextPort++;
    return this.nextPort++;
  }

  sendDatagram(address: string, datagram: Datagram): boolean {
    if (this.isCut) return true;
    if (LOCAL.test(address) || address === this.address) {
      const from = LOCAL.test(address) ? '127.0.0.1' : this.address;
      this.after(LOOPBACK_US, () => this.udp.get(datagram.port)?.arrived(from, datagram));
      return true;
    }
    const host = this.hostAt(address);
    if (host === undefined) return false;
    this.node.send(EventKind.Message, this.node.port.endpoint(host), 0, datagram, undefined);
    return true;
  }

  /** A datagram of another node; where nobody waits for it, it is lost. */
  datagram(from: number, datagram: Datagram): void {
    this.udp.get(datagram.port)?.arrived(addressOf(from), datagram);
  }

  private hostAt(address: string): string | undefined {
    return this.node.port.members().find((name) => this.addressOf(name) === address);
  }

  dial(handle: SocketHandle, address: string, port: number): boolean {
    if (this.isCut) return false;
    if (LOCAL.test(address) || address === this.address) this.dialSelf(handle, port);
    else {
      const host = this.hostAt(address);
      if (host === undefined) return false;
      const wire = this.wireOf(this.node.streams.connect(this.node.port.endpoint(host)), handle);
      handle.attach(wire, { address, port }, handle.localPort);
      wire.send({ kind: 'open', port, from: handle.localPort });
    }
    return true;
  }

  /** What the engine tells of a connection. */
  stream(event: StreamEvent): void {
    const { stream } = event;
    const known = this.sockets.get(stream);
    switch (event.kind) {
      case 'opened':
        return;
      case 'accepted':
        this.sockets.set(stream, undefined);
        return;
      case 'data': {
        const segment = event.data as Segment;
        if (segment.kind === 'open') this.answer(stream, event.peer, segment);
        else known?.arrived(segment);
        return;
      }
      case 'closed':
        this.sockets.delete(stream);
        known?.broken(ERRORS[event.reason]);
    }
  }

  private answer(stream: number, peer: string, { port, from }: Extract<Segment, { kind: 'open' }>): void {
    const server = this.listeners.get(port);
    const handle = new SocketHandle(this);
    const wire = this.wireOf(stream, handle);
    if (server === undefined) return wire.send({ kind: 'refused' });
    handle.attach(wire, { address: addressOf(this.node.port.endpoint(peer)), port: from }, port);
    wire.send({ kind: 'accepted' });
    server.onconnection(0, handle);
  }

  private wireOf(stream: number, handle: SocketHandle): Wire {
    this.sockets.set(stream, handle);
    const { streams } = this.node;
    return {
      send: (segment) => {
        // What is sent on a connection that has just ended is lost, as in life.
        if (this.sockets.get(stream) === handle) streams.send(stream, segment);
      },
      hangUp: () => {
        if (this.sockets.delete(stream)) streams.close(stream);
      },
    };
  }

  /** A connection within the machine: no network is between, and nothing gets lost. */
  private dialSelf(client: SocketHandle, port: number): void {
    const server = this.listeners.get(port);
    if (server === undefined) return this.after(LOOPBACK_US, () => client.arrived({ kind: 'refused' }));
    const handle = new SocketHandle(this);
    const wireTo = (other: SocketHandle): Wire => {
      let cut = false;
      return {
        send: (segment) => {
          if (!cut) this.after(LOOPBACK_US, () => other.arrived(segment));
        },
        hangUp: () => {
          if (!cut) this.after(LOOPBACK_US, () => other.broken('UV_EOF'));
          cut = true;
        },
      };
    };
    client.attach(wireTo(handle), { address: '127.0.0.1', port }, client.localPort);
    this.after(LOOPBACK_US, () => {
      handle.attach(wireTo(client), { address: '127.0.0.1', port: client.localPort }, port);
      this.after(LOOPBACK_US, () => client.arrived({ kind: 'accepted' }));
      server.onconnection(0, handle);
    });
  }
}

const ERRORS = {
  closed: 'UV_EOF',
  reset: 'UV_ECONNRESET',
  timeout: 'UV_ETIMEDOUT',
  refused: 'UV_ECONNREFUSED',
} as const;

/** @param index of the node */
function addressOf(index: number): string {
  const number = index + 1;
  return `10.0.${number >> 8}.${number & 255}`;
}
