/** `dgram` as a program in a world has it: Node's own sockets on handles of the world. */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { netInternals } from './internals.js';
import { UdpHandle, type UdpHost } from './udp-handle.js';

type Heard = (message: Buffer, from: dgram.RemoteInfo) => void;

/** What of a socket is Node's own. */
interface State {
  handle: object;
}

export function ownDgram(host: UdpHost): object {
  class Socket extends (dgram.Socket as unknown as new (type: unknown, heard?: Heard) => dgram.Socket) {
    constructor(given: dgram.SocketType | dgram.SocketOptions, heard?: Heard) {
      const { type, lookup = dns.lookup } = typeof given === 'object' ? given : { type: given };
      if (type === 'udp6') throw new Error('dgram: addresses of a world are those of IPv4: use udp4');
      super(given, heard);
      const state = stateOf(this);
      (state.handle as { close(): void }).close();
      const found = (name: string | undefined, done: (...args: unknown[]) => void): unknown =>
        (lookup as (...args: unknown[]) => unknown)(name || '127.0.0.1', 4, done);
      const handle = new UdpHandle(host, found);
      (handle as unknown as Record<symbol, unknown>)[netInternals().owner] = this;
      state.handle = handle;
    }
  }
  const createSocket = (type: dgram.SocketType | dgram.SocketOptions, heard?: Heard) =>
    new Socket(type, heard);
  return { ...dgram, Socket, createSocket };
}

/** @throws Error where this Node is made otherwise */
function stateOf(socket: dgram.Socket): State {
  const symbol = Object.getOwnPropertySymbols(socket).find(
    ({ description }) => description === 'state symbol',
  );
  const state =
    symbol === undefined ? undefined : (socket as unknown as Record<symbol, State | undefined>)[symbol];
  if (state?.handle === undefined)
    throw new Error(`Node ${process.version} keeps the handle of a datagram socket elsewhere`);
  return state;
}
