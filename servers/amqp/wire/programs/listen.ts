/** The broker on a socket: of the node that runs it inside a world, of this machine outside. */
import net from 'node:net';
import { restoreBroker } from '../../core/restore.js';
import { newBroker } from '../../core/broker.js';
import { depthsOf, type QueueDepth } from '../../core/depths.js';
import type { After } from '../heartbeats.js';
import { AmqpHost } from '../host.js';
import { JournalFile } from '../journal-file.js';
import { withDefaults, type AmqpServerSettings } from '../settings.js';

/** A broker that listens. */
export interface AmqpListener {
  readonly port: number;
  /** How full its queues are. */
  depths(): Readonly<Record<string, QueueDepth>>;
  /** Tells all clients that it is over, and ends once they are gone or have been told for long enough. */
  close(): Promise<void>;
}

/** How long clients have to say goodbye. */
const GOODBYE_MS = 1_000;
/** Node's timers know no longer times. */
const LONGEST_MS = 0x7fff_ffff;

/** @throws Error of Node's where the port is taken or the folder cannot be used */
export async function listen(given: AmqpServerSettings = {}): Promise<AmqpListener> {
  const settings = withDefaults(given);
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
  const clock = { nowMs: () => Date.now(), after };
  const journal =
    settings.folder === null
      ? undefined
      : new JournalFile(settings.folder, after, (reason) => host.setAlarm(reason));
  const broker =
    journal === undefined ? newBroker(settings) : restoreBroker(journal.lines, settings, clock.nowMs());
  const host: AmqpHost = new AmqpHost(settings, broker, clock, journal);
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    serve(host, socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, resolve);
  });
  return {
    depths: () => depthsOf(broker),
    port: (server.address() as net.AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      host.shutDown();
      after(GOODBYE_MS, () => {
        for (const socket of sockets) socket.destroy();
      });
      await closed;
      if (journal !== undefined) host.stopped();
      await new Promise<void>((resolve) => host.onceKept(resolve));
      for (const timer of timers) clearTimeout(timer);
      journal?.close();
    },
  };
}

function serve(host: AmqpHost, socket: net.Socket): void {
  const client = host.accept({
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
