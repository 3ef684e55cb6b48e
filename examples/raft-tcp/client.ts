/** A client of the cluster: asks a node over TCP and waits for so long. */
import { connect, type Socket } from 'node:net';
import type { Request } from '../../scenarios/replication/raft/messages.js';
import type { Addresses } from './links.js';
import { asLine, HOST, onValues, type Answer } from './wire.js';

/** How an operation ended, as far as its client can know. */
export type Ending =
  | { readonly type: 'ok'; readonly output: unknown }
  /** It certainly did not happen: it was never sent. */
  | { readonly type: 'fail'; readonly error: string }
  /** It may have happened, or may yet. */
  | { readonly type: 'info'; readonly error: string };

type Waiting = (ending: Ending) => void;

export class Client {
  private readonly connections = new Map<number, Connection>();
  private lastId = 0;

  constructor(
    private readonly name: string,
    private readonly addresses: Addresses,
    private readonly timeoutMs: number,
  ) {}

  async ask(node: string, request: Request): Promise<Ending> {
    const port = this.addresses[node];
    if (port === undefined) return { type: 'fail', error: `${node} has no address` };
    let connection = this.connections.get(port);
    if (connection === undefined || connection.socket.destroyed) {
      connection = new Connection(connect(port, HOST));
      this.connections.set(port, connection);
    }
    const id = ++this.lastId;
    return connection.ask(id, asLine({ from: this.name, id, request }), this.timeoutMs);
  }

  close(): void {
    for (const { socket } of this.connections.values()) socket.destroy();
  }
}

/** A connection to a node, and the question it is to answer. */
class Connection {
  private waiting: { readonly id: number; readonly end: Waiting } | undefined;
  private error = 'the connection was closed';

  constructor(readonly socket: Socket) {
    onValues<Answer>(socket, ({ id, value }) => {
      // An answer may come after its client gave up.
      if (this.waiting?.id === id) this.waiting.end({ type: 'ok', output: value });
    });
    socket.on('error', ({ message }) => (this.error = message));
    socket.on('close', () => this.waiting?.end({ type: 'info', error: this.error }));
  }

  async ask(id: number, line: string, timeoutMs: number): Promise<Ending> {
    const { socket } = this;
    if (socket.connecting && !(await connected(socket, timeoutMs))) {
      socket.destroy();
      return { type: 'fail', error: `not connected: ${this.error}` };
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => end({ type: 'info', error: `no answer in ${timeoutMs} ms` }), timeoutMs);
      const end: Waiting = (ending) => {
        clearTimeout(timer);
        this.waiting = undefined;
        resolve(ending);
      };
      this.waiting = { id, end };
      socket.write(line);
    });
  }
}

function connected(socket: Socket, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), timeoutMs);
    const settle = (did: boolean) => () => {
      clearTimeout(timer);
      resolve(did);
    };
    socket.once('connect', settle(true)).once('close', settle(false));
  });
}
