/** The handle under a `net.Server`: one port of one machine. */
import { Handle } from './handle.js';
import type { SocketHandle } from './socket-handle.js';
import { netInternals } from './internals.js';

/** What it asks of the machine it is on. */
export interface ServerHost {
  readonly listeners: Map<number, ServerHandle>;
  freePort(): number;
  after(us: number, run: () => void): void;
}

export class ServerHandle extends Handle {
  /** Node's own server sets it. */
  declare onconnection: (status: number, handle: SocketHandle) => void;
  private readonly port: number;

  constructor(
    private readonly host: ServerHost,
    private readonly address: string,
    port: number,
  ) {
    super();
    this.port = port === 0 ? host.freePort() : port;
  }

  listen(): number {
    const { listeners } = this.host;
    if (listeners.has(this.port)) return netInternals().uv['UV_EADDRINUSE'] as number;
    listeners.set(this.port, this);
    return 0;
  }

  close(done?: () => void): void {
    if (this.host.listeners.get(this.port) === this) this.host.listeners.delete(this.port);
    if (done !== undefined) this.host.after(1, () => done.call(this));
  }

  getsockname(out: object): number {
    const family = this.address.includes(':') ? 'IPv6' : 'IPv4';
    Object.assign(out, { address: this.address, port: this.port, family });
    return 0;
  }
}
