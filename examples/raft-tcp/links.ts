/**
 * A node's way to the others: a TCP connection to each, used as if it carried datagrams. What is sent while there is no
 * connection, or while the other does not read, is lost; Raft sends again what matters.
 */
import { connect, type Socket } from 'node:net';
import { HOST } from './wire.js';

/** After a failure the next try waits so long. */
const RECONNECT_MS = 20;
/** What a peer that does not read may have waiting for it. */
const LONGEST_QUEUE = 1024 * 1024;

/** Where everybody listens, by name. */
export type Addresses = Readonly<Record<string, number>>;

export class Links {
  private addresses: Addresses = {};
  private readonly links = new Map<string, { readonly port: number; readonly socket: Socket }>();
  private readonly notBefore = new Map<string, number>();
  private cutOffUntil = -Infinity;

  /** Loses whatever is sent, for so long. */
  cutOff(forMs: number): void {
    this.cutOffUntil = performance.now() + forMs;
  }

  get isCutOff(): boolean {
    return performance.now() < this.cutOffUntil;
  }

  /** Nodes that start again listen elsewhere. */
  learn(addresses: Addresses): void {
    this.addresses = addresses;
    for (const node of Object.keys(addresses)) this.reach(node);
  }

  /** Sends a line, or loses it. */
  send(to: string, line: string): void {
    const socket = this.isCutOff ? undefined : this.reach(to);
    if (socket === undefined || socket.connecting || socket.writableLength > LONGEST_QUEUE) return;
    socket.write(line);
  }

  /** The connection to a node, begun now if there is none. */
  private reach(node: string): Socket | undefined {
    const port = this.addresses[node];
    const link = this.links.get(node);
    if (link !== undefined && link.port === port && !link.socket.destroyed) return link.socket;
    link?.socket.destroy();
    if (port === undefined || performance.now() < (this.notBefore.get(node) ?? 0)) return undefined;
    const socket = connect(port, HOST);
    socket.setNoDelay(true);
    socket.on('error', () => this.notBefore.set(node, performance.now() + RECONNECT_MS));
    // Nobody answers on this connection: answers come on the other node's own.
    socket.resume();
    this.links.set(node, { port, socket });
    return socket;
  }
}
