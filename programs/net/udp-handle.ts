/** The handle under a socket of `dgram`: what libuv's UDP handle is in life. Datagrams of the world carry what it sends. */
import { digest } from '../../sim/kernel/digest.js';
import { Handle } from './handle.js';
import { netInternals } from './internals.js';

/** One datagram, as it travels. */
export interface Datagram {
  readonly port: number;
  readonly from: number;
  readonly bytes: Uint8Array;
  /** As in life, what was damaged on its way does not arrive. */
  readonly sum: number;
}

/** What a handle asks of the machine it is on. */
export interface UdpHost {
  readonly address: string;
  readonly udp: Map<number, UdpHandle>;
  freeUdpPort(): number;
  /** @returns false where nothing has that address */
  sendDatagram(address: string, datagram: Datagram): boolean;
  after(us: number, run: () => void): void;
}

interface Sender {
  readonly address: string;
  readonly family: 'IPv4';
  readonly port: number;
  readonly size: number;
}

/** The largest that one packet of IPv4 holds. */
const LARGEST = 65_507;

export class UdpHandle extends Handle {
  /** Node's own socket sets it. */
  declare onmessage: (count: number, handle: UdpHandle, bytes: Buffer, from: Sender) => void;
  private port = 0;
  private address = '0.0.0.0';
  private peer: { readonly address: string; readonly port: number } | undefined;
  private reading = false;

  constructor(
    private readonly host: UdpHost,
    /** Finds the address of a name, for Node's own socket. */
    readonly lookup: unknown,
  ) {
    super();
  }

  bind(address: string, port: number): number {
    if (this.port !== 0) return code('UV_EINVAL');
    const wanted = port === 0 ? this.host.freeUdpPort() : port;
    if (this.host.udp.has(wanted)) return code('UV_EADDRINUSE');
    this.port = wanted;
    this.address = address;
    this.host.udp.set(wanted, this);
    return 0;
  }

  connect(address: string, port: number): number {
    this.peer = { address, port };
    return 0;
  }

  disconnect(): number {
    if (this.peer === undefined) return code('UV_ENOTCONN');
    this.peer = undefined;
    return 0;
  }

  /** @param more port and address, unless it is connected @returns an error, or one more than the bytes sent */
  send(_request: object, parts: readonly Uint8Array[], _count: number, ...more: unknown[]): number {
    const to =
      this.peer ?? (more.length > 2 ? { port: more[0] as number, address: more[1] as string } : undefined);
    if (to === undefined) return code('UV_EDESTADDRREQ');
    if (isForMany(to.address))
      throw new Error(
        `dgram: ${to.address} is an address of many, and a world has none: send to each node by its name`,
      );
    if (this.port === 0) this.bind('0.0.0.0', 0);
    const bytes = new Uint8Array(Buffer.concat(parts));
    if (bytes.length > LARGEST) return code('UV_EMSGSIZE');
    const { port } = to;
    const datagram = { port, from: this.port, bytes, sum: digest([port, this.port, bytes], 0) };
    return this.host.sendDatagram(to.address, datagram) ? bytes.length + 1 : code('UV_ENETUNREACH');
  }

  recvStart(): number {
    this.reading = true;
    return 0;
  }

  recvStop(): number {
    this.reading = false;
    return 0;
  }

  /** Nobody is told of what is damaged, or comes from another than the one it is connected to. */
  arrived(address: string, { port, from, bytes, sum }: Datagram): void {
    const { peer } = this;
    if (!this.reading || sum !== digest([port, from, bytes], 0)) return;
    if (peer !== undefined && (peer.port !== from || peer.address !== address)) return;
    const size = bytes.length;
    this.onmessage(size, this, Buffer.from(bytes), { address, family: 'IPv4', port: from, size });
  }

  close(done?: () => void): void {
    this.reading = false;
    if (this.host.udp.get(this.port) === this) this.host.udp.delete(this.port);
    if (done !== undefined) this.host.after(1, () => done.call(this));
  }

  getsockname(out: object): number {
    if (this.port === 0) return code('UV_EBADF');
    const { peer } = this;
    const way = peer?.address.startsWith('127.') === true ? '127.0.0.1' : this.host.address;
    const own = this.address === '0.0.0.0' && peer !== undefined ? way : this.address;
    Object.assign(out, { address: own, port: this.port, family: 'IPv4' });
    return 0;
  }

  getpeername(out: object): number {
    if (this.peer === undefined) return code('UV_ENOTCONN');
    Object.assign(out, { ...this.peer, family: 'IPv4' });
    return 0;
  }

  bufferSize(): number {
    return 212_992;
  }

  getSendQueueSize(): number {
    return 0;
  }

  getSendQueueCount(): number {
    return 0;
  }

  // They matter only to what is sent to many.
  setBroadcast = done;
  setTTL = done;
  setMulticastTTL = done;
  setMulticastLoopback = done;
  setMulticastInterface = done;
  addMembership = refuse;
  dropMembership = refuse;
  addSourceSpecificMembership = refuse;
  dropSourceSpecificMembership = refuse;
}

function done(): number {
  return 0;
}

function refuse(): never {
  throw new Error('dgram: a world has no groups of addresses: send to each node by its name');
}

/** Broadcast, and multicast. */
function isForMany(address: string): boolean {
  const first = Number(address.split('.')[0]);
  return address.endsWith('.255') || first >= 224;
}

function code(name: string): number {
  return netInternals().uv[name] as number;
}
