/**
 * `headersTimeout` and `requestTimeout` of http servers, in the node's own time: Node counts them by a clock of libuv
 * that no program can set. As there, a server looks at all its connections from time to time, and answers those that take
 * too long with 408.
 */
import type http from 'node:http';
import type net from 'node:net';

/** What of a server is Node's own. */
interface InnerServer extends http.Server {
  connectionsCheckingInterval: number;
}

interface InnerSocket extends net.Socket {
  parser?: { onIncoming(incoming: http.IncomingMessage, ...more: unknown[]): unknown } | null;
}

/** A connection whose request has begun, in ms of the process, and is not there as a whole. */
interface Pending {
  readonly sinceMs: number;
  /** There once its headers are. */
  incoming?: http.IncomingMessage;
}

/** Since the process began. */
const nowMs = (): number => process.uptime() * 1000;

export function watchSlowRequests(of: http.Server): void {
  const server = of as InnerServer;
  const pending = new Map<InnerSocket, Pending>();
  const beganMs = nowMs();
  let timer: NodeJS.Timeout | undefined;

  /** Only while there is something to look at, but then at the moments at which Node would look. */
  const plan = (): void => {
    const everyMs = server.connectionsCheckingInterval;
    if (timer !== undefined || pending.size === 0 || !(everyMs > 0)) return;
    timer = globalThis.setTimeout(look, everyMs - ((nowMs() - beganMs) % everyMs)).unref();
  };
  const look = (): void => {
    timer = undefined;
    const { headersTimeout, requestTimeout } = server;
    const now = nowMs();
    for (const [socket, { sinceMs, incoming }] of pending) {
      const isOver = (limitMs: number): boolean => limitMs > 0 && now - sinceMs > limitMs;
      if (!(isOver(requestTimeout) || (incoming === undefined && isOver(headersTimeout)))) continue;
      pending.delete(socket);
      tooSlow(socket);
    }
    plan();
  };
  const begins = (socket: InnerSocket): void => {
    pending.set(socket, { sinceMs: nowMs() });
    plan();
  };

  const watch = (socket: InnerSocket): void => {
    const { parser } = socket;
    if (parser == null) return;
    const { onIncoming } = parser;
    parser.onIncoming = (incoming, ...more) => {
      const current = pending.get(socket);
      if (current !== undefined) current.incoming = incoming;
      return onIncoming.call(parser, incoming, ...more);
    };
    // A connection that says nothing counts from its beginning.
    begins(socket);
    socket.prependListener('data', () => {
      if (!pending.has(socket)) begins(socket);
    });
    socket.on('data', () => {
      if (pending.get(socket)?.incoming?.complete === true) pending.delete(socket);
    });
    socket.once('close', () => pending.delete(socket));
  };
  // One of https serves what has shaken hands.
  server.on('connection', watch).on('secureConnection', watch);
}

/** As Node does it: the server's own answer to a broken request. */
function tooSlow(socket: InnerSocket): void {
  const error = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
  const answer = socket.listeners('error').find(({ name }) => name === 'socketOnError');
  if (answer === undefined) socket.destroy(error);
  else Reflect.apply(answer, socket, [error]);
}
