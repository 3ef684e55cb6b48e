/**
 * The handle under a `net.Socket`: what libuv's TCP handle is in life. Node's own net, http and parsers run on it
 * unchanged, and make their own genuine errors of the numbers it gives.
 */
import { Handle } from './handle.js';
import { netInternals } from './internals.js';
import type { ReadBuffers } from './read-buffers.js';
import { Bytes, type Segment, type Wire } from './segment.js';

/** What a handle asks of the machine it is on. */
export interface SocketHost {
  readonly address: string;
  /** Those that are not closed. */
  readonly open: Set<object>;
  readonly buffers: ReadBuffers;
  freePort(): number;
  /** Asks for a connection; false where nothing has that address. */
  dial(handle: SocketHandle, address: string, port: number): boolean;
  /** In `us` microseconds of the node's own time. */
  after(us: number, run: () => void): void;
}

/** A request of Node's own: told once, when what was asked for is done. */
interface Request {
  oncomplete(status: number, handle?: unknown, ...more: unknown[]): void;
}

/** What a write gives: 0, an error number, or in newer Nodes (24.22) the request that tells of its end. */
type Written = number | Request;

/** One segment of a stream carries so much. */
const SEGMENT_BYTES = 64 * 1024;
/** More than this on its way, and a writer waits: the usual window of TCP without scaling, twice. */
const WINDOW_BYTES = 128 * 1024;
/** A reader tells of what it took in steps of this. */
const TELL_BYTES = 32 * 1024;
/** What it takes to hear that an address leads nowhere, or that nobody is there any more. */
const UNREACHABLE_US = 1_000;
/** To the end of a turn of the event loop. */
const TURN_US = 1;

type State = 'new' | 'dialling' | 'open' | 'over' | 'closed';

export class SocketHandle extends Handle {
  /** Node's own socket sets it. */
  declare onread: ((buffer?: ArrayBuffer) => unknown) | undefined;
  bytesRead = 0;
  bytesWritten = 0;
  localPort = 0;
  peerAddress: string | undefined;
  peerPort = 0;
  private state: State = 'new';
  private wire: Wire | undefined;
  private reading = false;
  /** Bytes that nobody has read yet, and the error or end that comes after them. */
  private readonly inbox: (Uint8Array | number)[] = [];
  private dialling: Request | undefined;
  private endSent = false;
  private endHeard = false;
  private brokenBy: number | undefined;
  private onItsWay = 0;
  private readonly waitingWrites: Request[] = [];
  private takenUntold = 0;

  constructor(private readonly host: SocketHost) {
    super();
  }

  /** A connection that somebody else asked for, or that was agreed on. */
  attach(wire: Wire, peer: { readonly address: string; readonly port: number }, localPort: number): void {
    this.wire = wire;
    this.peerAddress = peer.address;
    this.peerPort = peer.port;
    this.localPort = localPort;
    if (this.state === 'new') this.state = 'open';
    this.host.open.add(this);
  }

  connect(request: Request, address: string, port: number): number {
    this.state = 'dialling';
    this.dialling = request;
    this.localPort ||= this.host.freePort();
    this.peerAddress = address;
    this.peerPort = port;
    if (!this.host.dial(this, address, port))
      this.host.after(UNREACHABLE_US, () => this.dialled(code('UV_EHOSTUNREACH')));
    return 0;
  }

  connect6(request: Request, address: string, port: number): number {
    const plain = address === '::1' ? '127.0.0.1' : address.replace(/^::ffff:/, '');
    return this.connect(request, plain, port);
  }

  readStart(): number {
    this.reading = true;
    this.handOver();
    return 0;
  }

  readStop(): number {
    this.reading = false;
    return 0;
  }

  writeBuffer(request: Request | null, buffer: Uint8Array): Written {
    // A copy: whoever wrote may change the buffer.
    return this.write(request, Buffer.from(buffer));
  }

  writeUtf8String(request: Request | null, text: string): Written {
    return this.write(request, Buffer.from(text, 'utf8'));
  }

  writeLatin1String(request: Request | null, text: string): Written {
    return this.write(request, Buffer.from(text, 'latin1'));
  }

  writeAsciiString(request: Request | null, text: string): Written {
    return this.write(request, Buffer.from(text, 'latin1'));
  }

  writeUcs2String(request: Request | null, text: string): Written {
    return this.write(request, Buffer.from(text, 'utf16le'));
  }

  /** @param chunks buffers, or texts each followed by its encoding */
  writev(request: Request | null, chunks: readonly unknown[], allBuffers: boolean): Written {
    const buffers: Uint8Array[] = [];
    for (let at = 0; at < chunks.length; at += allBuffers ? 1 : 2) {
      const chunk = chunks[at] as Uint8Array | string;
      buffers.push(typeof chunk === 'string' ? Buffer.from(chunk, chunks[at + 1] as BufferEncoding) : chunk);
    }
    return this.write(request, Buffer.concat(buffers));
  }

  /** Half of a close: this end has nothing more to say. */
  shutdown(request: Request): number {
    this.sendEnd();
    process.nextTick(() => request.oncomplete(0));
    return 0;
  }

  /** `socket.resetAndDestroy()` */
  reset(done?: () => void): number {
    if (this.state === 'open') this.wire?.send({ kind: 'reset' });
    this.hangUp();
    this.state = 'over';
    this.close(done);
    return 0;
  }

  close(done?: () => void): void {
    // What came and was not read is lost with the socket: the other end is told, as TCP does.
    const unread = this.inbox.some((item) => typeof item !== 'number');
    if (this.state === 'open' && unread) this.wire?.send({ kind: 'reset' });
    else if (this.state === 'open') this.sendEnd();
    if (this.state !== 'over') this.hangUp();
    this.state = 'closed';
    this.host.open.delete(this);
    this.reading = false;
    // Node tells of errors first: what was closed is told at the end of a turn of the loop.
    if (done !== undefined) this.host.after(TURN_US, () => done.call(this));
  }

  getsockname(out: object): number {
    const address = this.peerAddress?.startsWith('127.') ? this.peerAddress : this.host.address;
    Object.assign(out, { address, port: this.localPort, family: 'IPv4' });
    return 0;
  }

  getpeername(out: object): number {
    if (this.peerAddress === undefined) return code('UV_ENOTCONN');
    Object.assign(out, { address: this.peerAddress, port: this.peerPort, family: 'IPv4' });
    return 0;
  }

  bind(_address: string, port?: number): number {
    this.localPort = port ?? 0;
    return 0;
  }

  bind6(address: string, port?: number): number {
    return this.bind(address, port);
  }

  setNoDelay(): number {
    return 0;
  }

  setKeepAlive(): number {
    return 0;
  }

  /** What the other end sends. */
  arrived(segment: Segment): void {
    switch (segment.kind) {
      case 'accepted':
        return this.dialled(0);
      case 'refused':
        this.wire?.hangUp();
        return this.dialled(code('UV_ECONNREFUSED'));
      case 'bytes':
        if (this.state === 'closed') this.wire?.send({ kind: 'reset' });
        else this.deliver(segment.bytes);
        return;
      case 'read':
        this.onItsWay -= segment.count;
        if (this.onItsWay <= WINDOW_BYTES) this.completeWrites(0);
        return;
      case 'end':
        if (this.state === 'closed') return;
        this.endHeard = true;
        this.deliver(code('UV_EOF'));
        if (this.endSent) this.hangUp();
        return;
      case 'reset':
        return this.broken('UV_ECONNRESET');
      case 'open':
        throw new Error('a connection opens once');
    }
  }

  /** The connection is over, and this end did not end it. @param name of the error, such as `UV_ECONNRESET` */
  broken(name: string): void {
    if (this.state === 'over' || this.state === 'closed') return;
    // A reset that comes before a connection stands is a refusal.
    if (this.dialling !== undefined)
      return this.dialled(code(name === 'UV_ETIMEDOUT' ? name : 'UV_ECONNREFUSED'));
    this.wire = undefined;
    // Whoever ended in good order is not broken off: it is found out by what is sent to it.
    if (this.endHeard && name === 'UV_EOF') return;
    this.state = 'over';
    this.brokenBy = name === 'UV_EOF' ? code('UV_EPIPE') : code(name);
    this.completeWrites(this.brokenBy);
    this.deliver(code(name));
  }

  /**
   * @param request null: this Node waits for one from us, and completes it itself
   * @param bytes of its own
   */
  private write(request: Request | null, bytes: Uint8Array): Written {
    const { state, bytesWritten, lastWriteWasAsync } = netInternals();
    state[bytesWritten] = bytes.length;
    state[lastWriteWasAsync] = 0;
    if (this.state === 'over' || this.endSent) return this.brokenBy ?? code('UV_EPIPE');
    this.bytesWritten += bytes.length;
    if (this.wire === undefined) {
      this.host.after(UNREACHABLE_US, () => this.broken('UV_EPIPE'));
      return 0;
    }
    if (bytes.length <= SEGMENT_BYTES) {
      if (bytes.length > 0) this.wire.send(new Bytes(bytes));
    } else
      for (let at = 0; at < bytes.length; at += SEGMENT_BYTES)
        this.wire.send(new Bytes(bytes.subarray(at, at + SEGMENT_BYTES)));
    this.onItsWay += bytes.length;
    if (this.onItsWay > WINDOW_BYTES) {
      if (request === null) return this.waiting();
      state[lastWriteWasAsync] = 1;
      this.waitingWrites.push(request);
    }
    return 0;
  }

  /** Node says what is to be done at its end as soon as it has it. */
  private waiting(): Request {
    const { state, lastWriteError } = netInternals();
    if (lastWriteError !== undefined) state[lastWriteError] = 0;
    const request = { oncomplete: () => undefined, writeStatus: null };
    this.waitingWrites.push(request);
    return request;
  }

  private completeWrites(status: number): void {
    for (const request of this.waitingWrites.splice(0)) request.oncomplete(status, this, undefined);
  }

  private dialled(status: number): void {
    const request = this.dialling;
    this.dialling = undefined;
    if (request === undefined || this.state === 'closed') return;
    this.state = status === 0 ? 'open' : 'over';
    request.oncomplete(status, this, request, true, true);
  }

  private deliver(item: Uint8Array | number): void {
    this.inbox.push(item);
    this.handOver();
  }

  /** Gives the socket what came, for as long as it reads. */
  private handOver(): void {
    const { state, readBytesOrError, arrayBufferOffset } = netInternals();
    while (this.reading && this.onread !== undefined) {
      const item = this.inbox.shift();
      if (item === undefined) return;
      if (typeof item === 'number') {
        // After an end or an error nothing more is read.
        this.reading = false;
        state[readBytesOrError] = item;
        this.onread();
        continue;
      }
      this.bytesRead += item.byteLength;
      this.tellTaken(item.byteLength);
      // A copy: the reader may change it, and the sender may have to send it again.
      const { buffers } = this.host;
      const buffer = buffers.take(item);
      state[readBytesOrError] = item.byteLength;
      state[arrayBufferOffset] = buffers.offset;
      this.onread(buffer);
    }
  }

  private tellTaken(count: number): void {
    this.takenUntold += count;
    if (this.takenUntold < TELL_BYTES || this.state !== 'open') return;
    this.wire?.send({ kind: 'read', count: this.takenUntold });
    this.takenUntold = 0;
  }

  private sendEnd(): void {
    if (this.endSent || this.state === 'over') return;
    this.endSent = true;
    this.wire?.send({ kind: 'end' });
    if (this.endHeard) this.hangUp();
  }

  private hangUp(): void {
    this.wire?.hangUp();
    this.wire = undefined;
  }
}

function code(name: string): number {
  return netInternals().uv[name] as number;
}
