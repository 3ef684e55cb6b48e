/** What a server needs of Node: time, and a port with the connections of its clients. */
import net from 'node:net';
import type { After, HostClock } from '../after.js';
import type { Line, LineEnd } from '../line.js';

/** Node's timers know no longer times. */
const LONGEST_MS = 0x7fff_ffff;

export interface NodeClock extends HostClock {
  /** Nothing that was to be run is run any more. */
  stop(): void;
}

export function nodeClock(): NodeClock {
  const timers = new Set<NodeJS.Timeout>();
  const after: After = (ms, run) => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        run();
      },
      Math.min(ms, LONGEST_MS),
    );
    timers.add(timer);
    return () => {
      timers.delete(timer);
      clearTimeout(timer);
    };
  };
  return {
    nowMs: () => Date.now(),
    after,
    stop() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

export interface Port {
  readonly port: number;
  /** Nobody new comes in; whoever is there has so long to go. */
  close(goodbyeMs: number): Promise<void>;
}

/** @throws Error of Node's where the port is taken */
export async function openPort(
  port: number,
  { after }: HostClock,
  accept: (line: Line) => LineEnd,
): Promise<Port> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    serve(accept, socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  return {
    port: (server.address() as net.AddressInfo).port,
    close(goodbyeMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      after(goodbyeMs, () => {
        for (const socket of sockets) socket.destroy();
      });
      return closed;
    },
  };
}

function serve(accept: (line: Line) => LineEnd, socket: net.Socket): void {
  const client = accept({
    write: (bytes) => socket.destroyed || socket.write(bytes),
    end: () => socket.destroySoon(),
    read: (on) => void (on ? socket.resume() : socket.pause()),
  });
  socket.on('data', (bytes) => client.received(bytes));
  socket.on('drain', () => client.drained());
  // Its close says all that counts.
  socket.on('error', () => undefined);
  socket.on('close', () => client.lost());
}

/**
 * Connects to somebody.
 * @param begin what becomes of the line is to be told there
 * @returns gives up, if it is not there yet
 */
export function dial(
  { host, port }: { readonly host: string; readonly port: number },
  begin: (line: Line) => LineEnd,
  failed: () => void,
): () => void {
  const socket = net.connect({ host, port, noDelay: true });
  let isOpen = false;
  socket.on('error', () => undefined);
  socket.on('connect', () => {
    isOpen = true;
    serve(begin, socket);
  });
  socket.on('close', () => {
    if (!isOpen) failed();
  });
  return () => void socket.destroy();
}
