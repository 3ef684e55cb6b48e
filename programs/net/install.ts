/**
 * Puts the network of the world under Node's own `net`, `http` and `dns`: functions of theirs that open something ask
 * whose program is running, and give it a look-alike handle. Outside of worlds they are what they were.
 */
import dns from 'node:dns';
import http from 'node:http';
import net from 'node:net';
import { outsideOfNodes, replaceMethod } from '../../sim/node/ambient/patch.js';
import { unknownName } from '../../sim/input/suggest.js';
import { hint } from '../../sim/input/thrown.js';
import { running } from '../running.js';
import { installIdleTimeout } from './idle-timeout.js';
import { netInternals } from './internals.js';
import { ServerHandle } from './server-handle.js';
import { watchSlowRequests } from './slow-requests.js';
import { SocketHandle } from './socket-handle.js';

type Method = (this: never, ...args: never[]) => unknown;

let installed = false;

/** Once in a process, before the first world of programs. @throws Error where this Node is made otherwise inside */
export function installNetwork(): void {
  if (installed) return;
  installed = true;
  netInternals();
  installConnect();
  installReset();
  installListen();
  installIdleTimeout();
  installNames();
  installDateHeader();
}

/** What of a socket is Node's own. */
interface InnerSocket extends net.Socket {
  _handle: SocketHandle | null;
  _peername: unknown;
  _sockname: unknown;
  _undestroy(): void;
  _reset(): void;
}

function installConnect(): void {
  replaceMethod<Method>(net.Socket.prototype, 'connect', (original) => {
    return function connect(this: InnerSocket, ...args) {
      const card = running()?.card;
      if (card !== undefined && (!this._handle || this.destroyed)) {
        const handle = new SocketHandle(card);
        const { owner, onread } = netInternals();
        this._handle = handle;
        (handle as unknown as Record<symbol, unknown>)[owner] = this;
        handle.onread = onread;
        if (this.destroyed) this._undestroy();
        this._peername = this._sockname = null;
      }
      return Reflect.apply(original.value, this, args) as unknown;
    } as Method;
  });
}

/** Node resets what has a handle of its own class only. */
function installReset(): void {
  replaceMethod<Method>(net.Socket.prototype, 'resetAndDestroy', (original) => {
    return function resetAndDestroy(this: InnerSocket) {
      if (!(this._handle instanceof SocketHandle)) return Reflect.apply(original.value, this, []) as unknown;
      if (this.connecting) this.once('connect', () => this._reset());
      else this._reset();
      return this;
    } as Method;
  });
}

interface InnerServer extends net.Server {
  _handle: ServerHandle | null;
}

function installListen(): void {
  replaceMethod<Method>(net.Server.prototype, '_listen2', (original) => {
    return function _listen2(this: InnerServer, ...args) {
      const card = running()?.card;
      if (card !== undefined) {
        const [address, port] = args as unknown as [string | null, number];
        if (port === -1)
          throw new Error(
            `a Unix socket (${String(address)}) cannot be listened on inside a world: use a port`,
          );
        this._handle = new ServerHandle(card, address ?? '::', port);
        leaveOutRealInterval(this);
        // Where no address is named, Node finds it out with the handle that it makes.
        if (address === null) args.splice(0, 3, ...(['::', port, 6] as never[]));
      }
      return Reflect.apply(original.value, this, args) as unknown;
    } as Method;
  });
}

/**
 * A server of Node's looks for slow requests in real time, by a clock of libuv that no program can set: in a world
 * another does it in its place.
 */
function leaveOutRealInterval(server: net.Server): void {
  const track = server.listeners('listening').find(({ name }) => name === 'setupConnectionsTracking');
  if (track === undefined) return;
  server.removeListener('listening', track as () => void);
  server.prependOnceListener('listening', () => watchSlowRequests(server as http.Server));
  server.prependListener('listening', () =>
    // Whether its interval would be the node's or a real one depends on the version of Node.
    outsideOfNodes(() => {
      Reflect.apply(track, server, []);
      const interval = Object.getOwnPropertySymbols(server).find(
        ({ description }) => description === 'http.server.connectionsCheckingInterval',
      );
      if (interval !== undefined)
        globalThis.clearInterval((server as unknown as Record<symbol, NodeJS.Timeout>)[interval]);
    }),
  );
}

interface LookupOptions {
  readonly all?: boolean;
}

type Looked = (error: Error | null, address?: unknown, family?: number) => void;

/** Host names are names of nodes. */
function installNames(): void {
  replaceMethod<Method>(dns, 'lookup', (original) => {
    return function lookup(this: unknown, ...args) {
      const card = running()?.card;
      const [host, options, callback] = args as unknown as [
        string,
        LookupOptions | Looked,
        Looked | undefined,
      ];
      const done = typeof options === 'function' ? options : callback;
      if (card === undefined || typeof host !== 'string' || done === undefined)
        return Reflect.apply(original.value, this, args) as unknown;
      const address = net.isIP(host) === 0 ? card.addressOf(host) : host;
      const all = typeof options === 'object' && options.all === true;
      const error = address === undefined ? notFound(host, card.hosts) : undefined;
      process.nextTick(() => {
        if (error !== undefined) done(error);
        else if (all) done(null, [{ address, family: 4 }]);
        else done(null, address, 4);
      });
      return {};
    } as Method;
  });
}

/** With the place in the program that asked, below the layers of libraries: Node's own has none. */
function notFound(host: string, hosts: readonly string[]): Error {
  const depth = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), {
    errno: netInternals().uv['UV_EAI_NONAME'] ?? -3008,
    code: 'ENOTFOUND',
    syscall: 'getaddrinfo',
    hostname: host,
  });
  Error.stackTraceLimit = depth;
  return hint(error, unknownName('node', host, hosts));
}

interface InnerMessage {
  sendDate: boolean;
  _storeHeader(firstLine: string, headers: unknown): void;
}

/** Node keeps the text of the Date header for a second of real time. */
function installDateHeader(): void {
  replaceMethod<Method>(http.OutgoingMessage.prototype, '_storeHeader', (original) => {
    return function _storeHeader(this: InnerMessage, ...args) {
      const [firstLine, headers] = args as unknown as [string, unknown];
      if (running() === undefined || !this.sendDate || hasDate(headers))
        return Reflect.apply(original.value, this, args) as unknown;
      this.sendDate = false;
      // eslint-disable-next-line no-restricted-syntax -- it is the running node's
      const line = `${firstLine}Date: ${new Date().toUTCString()}\r\n`;
      return Reflect.apply(original.value, this, [line, headers] as never) as unknown;
    } as Method;
  });
}

/** @param headers a list of pairs, a flat list of names and values, or an object */
function hasDate(headers: unknown): boolean {
  const isDate = (name: unknown) => String(name).toLowerCase() === 'date';
  if (!Array.isArray(headers)) return Object.keys((headers as object | null) ?? {}).some(isDate);
  return headers.some((header: unknown, at) =>
    Array.isArray(header) ? isDate(header[0]) : at % 2 === 0 && isDate(header),
  );
}
