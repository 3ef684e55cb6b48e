/**
 * `tls` as a program in a world has it: plain bytes, behind a handshake of one round trip as TLS 1.3 has it. Nothing is
 * encrypted, no certificate is looked at, and everybody is who they say they are.
 */
import net from 'node:net';
import tls from 'node:tls';
import { netInternals } from './internals.js';

/** The first byte of a handshake: what begins otherwise is no TLS. */
const HANDSHAKE = '\u0016';

/** What both ends say before anything else, as one line. */
interface Hello {
  readonly servername?: string;
  readonly alpn: readonly string[];
}

export interface TlsOptions {
  readonly socket?: net.Socket;
  readonly host?: string;
  readonly servername?: string;
  readonly ALPNProtocols?: unknown;
}

/** What of a socket is Node's own. */
interface Inner {
  readonly _handle: {
    writeUtf8String(request: object, text: string): number;
    onread?: (part?: ArrayBuffer) => unknown;
  } | null;
}

/** What a socket of TLS says of itself; a socket of net that has shaken hands becomes one. */
export class TLSSocket extends net.Socket {
  declare encrypted: true;
  declare authorized: boolean;
  declare authorizationError: null;
  declare alpnProtocol: string | false;
  declare servername: string | false;

  getPeerCertificate(): object {
    return certificateOf(this.servername === false ? 'localhost' : this.servername);
  }

  getCertificate(): object {
    return certificateOf('localhost');
  }

  getProtocol(): string {
    return 'TLSv1.3';
  }

  getCipher(): object {
    const name = 'TLS_AES_256_GCM_SHA384';
    return { name, standardName: name, version: 'TLSv1.3' };
  }

  getSession(): undefined {
    return undefined;
  }

  isSessionReused(): boolean {
    return false;
  }

  setMaxSendFragment(): boolean {
    return true;
  }

  setSession(): void {}
  setServername(): void {}
}

function certificateOf(name: string): object {
  return {
    subject: { CN: name },
    issuer: { CN: 'a world' },
    subjectaltname: `DNS:${name}`,
    valid_from: 'Jan  1 00:00:00 2020 GMT',
    valid_to: 'Jan  1 00:00:00 2100 GMT',
    serialNumber: '01',
  };
}

/** `tls.connect` in all its forms. */
export function connect(...given: unknown[]): TLSSocket {
  const heard = typeof given.at(-1) === 'function' ? (given.pop() as () => void) : undefined;
  const more = given.filter((one) => typeof one === 'object' && one !== null) as TlsOptions[];
  const [port, host] = given.filter((one) => typeof one !== 'object');
  const named = port === undefined ? {} : { port, ...(host === undefined ? {} : { host }) };
  const options = Object.assign({}, named, ...more) as TlsOptions;
  const socket = options.socket ?? new net.Socket(options as net.SocketConstructorOpts);
  const { timeout } = options as { timeout?: number };
  if (timeout !== undefined && options.socket === undefined) socket.setTimeout(timeout);
  const name = options.servername ?? options.host ?? 'localhost';
  const servername = net.isIP(name) === 0 ? name : '';
  become(socket, servername);
  if (heard !== undefined) socket.once('secureConnect', heard);
  // What is written before the hands are shaken waits.
  socket.cork();
  const begin = (): void => {
    say(socket, { servername, alpn: protocolsOf(options.ALPNProtocols) });
    hear(socket, ({ alpn }) => {
      Object.assign(socket, { authorized: true, alpnProtocol: alpn[0] ?? false });
      socket.uncork();
      socket.emit('secureConnect');
    });
  };
  if (options.socket === undefined) {
    socket.once('connect', begin);
    socket.connect(options as net.SocketConnectOpts);
  } else if (socket.connecting) socket.once('connect', begin);
  else begin();
  return socket as TLSSocket;
}

/** The server's side. @param done takes the socket once hands are shaken */
export function accept(socket: net.Socket, ownProtocols: unknown, done: (socket: TLSSocket) => void): void {
  become(socket, '');
  hear(socket, ({ servername = '', alpn }) => {
    const own = protocolsOf(ownProtocols);
    const chosen = own.find((protocol) => alpn.includes(protocol));
    Object.assign(socket, { servername: servername || false, alpnProtocol: chosen ?? false });
    say(socket, { alpn: chosen === undefined ? [] : [chosen] });
    done(socket as TLSSocket);
  });
}

/** `tls`, of which all that is data is Node's own. */
export function ownTls(): object {
  const createServer = (options: unknown, heard?: unknown): net.Server => {
    const listener = (typeof options === 'function' ? options : heard) as
      ((socket: TLSSocket) => void) | undefined;
    const settings = (typeof options === 'object' && options !== null ? options : {}) as TlsOptions;
    const server = net.createServer(settings as net.ServerOpts);
    server.on('connection', (socket) =>
      accept(socket, settings.ALPNProtocols, (secure) => server.emit('secureConnection', secure)),
    );
    if (listener !== undefined) server.on('secureConnection', listener);
    return Object.assign(server, { setSecureContext: () => undefined, addContext: () => undefined });
  };
  const createSecureContext = (): object => ({ context: {} });
  return { ...tls, TLSSocket, connect, createServer, createSecureContext };
}

function become(socket: net.Socket, servername: string): void {
  Object.setPrototypeOf(socket, TLSSocket.prototype);
  const start = { encrypted: true, authorized: false, authorizationError: null, alpnProtocol: false };
  Object.assign(socket, start, { servername: servername === '' ? false : servername });
}

/** Past whatever waits in the socket. */
function say(socket: net.Socket, hello: Hello): void {
  const { _handle: handle } = socket as unknown as Inner;
  handle?.writeUtf8String({ oncomplete: () => undefined }, `${HANDSHAKE}${JSON.stringify(hello)}\n`);
}

/**
 * Reads the other end's first line, below the socket, which may be read by the program already; what comes after it is
 * the program's.
 */
function hear(socket: net.Socket, done: (hello: Hello) => void): void {
  const { _handle: handle } = socket as unknown as Inner;
  if (handle?.onread === undefined) throw new Error('tls: inside a world only sockets of net carry TLS');
  const { state, readBytesOrError, arrayBufferOffset } = netInternals();
  const { onread } = handle;
  let begun = Buffer.alloc(0);
  handle.onread = (part) => {
    if (part === undefined) {
      handle.onread = onread;
      return brokenOff(
        socket,
        'Client network socket disconnected before secure TLS connection was established',
      );
    }
    begun = Buffer.concat([begun, Buffer.from(part, state[arrayBufferOffset], state[readBytesOrError])]);
    const end = begun.indexOf(10);
    if (begun[0] !== HANDSHAKE.charCodeAt(0)) {
      handle.onread = onread;
      return void socket.destroy(
        Object.assign(new Error(WRONG_VERSION), { code: 'EPROTO', syscall: 'write' }),
      );
    }
    if (end < 0) return undefined;
    handle.onread = onread;
    const rest = new Uint8Array(begun.subarray(end + 1));
    done(JSON.parse(begun.subarray(1, end).toString()) as Hello);
    if (rest.length === 0 || socket.destroyed) return undefined;
    state[readBytesOrError] = rest.length;
    state[arrayBufferOffset] = 0;
    return onread.call(handle, rest.buffer);
  };
}

const WRONG_VERSION = 'write EPROTO: the other end does not speak TLS (wrong version number)';

function brokenOff(socket: net.Socket, message: string): void {
  socket.destroy(Object.assign(new Error(message), { code: 'ECONNRESET' }));
}

/** A list of names, or the same as TLS writes it. */
function protocolsOf(given: unknown): string[] {
  if (Array.isArray(given)) return given.map(String);
  if (!(given instanceof Uint8Array)) return [];
  const names: string[] = [];
  for (let at = 0; at < given.length; at += 1 + (given[at] as number))
    names.push(Buffer.from(given.subarray(at + 1, at + 1 + (given[at] as number))).toString());
  return names;
}
