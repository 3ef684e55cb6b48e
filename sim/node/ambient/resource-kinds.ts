/** Which of Node's async resources are real I/O, and what people call them. */
import { asyncWrapProviders } from 'node:async_hooks';

const kinds: readonly (readonly [RegExp, string])[] = [
  [/^(FSREQ|FILEHANDLE|DIRHANDLE)/, 'a file operation'],
  [/^(FSEVENTWRAP|STATWATCHER)$/, 'a file watcher'],
  [/^BLOBREADER$/, 'reading a Blob'],
  [/^(GETADDRINFO|GETNAMEINFO|QUERYWRAP)/, 'a DNS lookup'],
  [/^(TCPSERVERWRAP|PIPESERVERWRAP)$/, 'a listening server'],
  [/^(TCP|TLS)/, 'a TCP connection'],
  [/^HTTP/, 'an HTTP request'],
  [/^(UDP|QUIC)/, 'a UDP socket'],
  [/^PROCESSWRAP$/, 'a child process'],
  [/^(PIPE|TTYWRAP|SHUTDOWNWRAP|WRITEWRAP)/, 'a pipe or stream'],
  [/^WORKER/, 'a worker thread'],
  [/^MESSAGEPORT$/, 'a message channel'],
  [/^ZLIB$/, 'compression in the thread pool'],
  [/REQUEST$/, 'cryptography in the thread pool'],
  [/^SIGNALWRAP$/, 'a signal handler'],
  [/^Timeout$/, 'a real timer'],
  [/^Immediate$/, 'a real setImmediate'],
];

/** Made without waiting for anything: bookkeeping, or the owner of requests that are reported themselves. */
const harmless = new Set(['NONE', 'PROMISE', 'DNSCHANNEL', 'ELDHISTOGRAM', 'SIGINTWATCHDOG']);

/** What a type of async_hooks is for people; undefined if it is no real I/O (a promise, a user's AsyncResource). */
export function describeResource(type: string): string | undefined {
  const isTimer = type === 'Timeout' || type === 'Immediate';
  if (!isTimer && (harmless.has(type) || !Object.hasOwn(asyncWrapProviders, type))) return undefined;
  return kinds.find(([pattern]) => pattern.test(type))?.[1] ?? 'a native resource';
}

/**
 * Functions of Node that are done when they return: those whose name says Sync, wherever they were found (`gzipSync` is
 * `Object.syncBufferWrapper [as gzipSync]`, of a namespace or alone only `syncBufferWrapper`), and `console.log`,
 * which opens the terminal on first use.
 */
const isDone = /node:internal\/console|(Sync|\bsync[A-Z]\w*)\b[^/]* node:/;

/** Whether the resource is something to wait for, judged by its maker: Node's functions on the stack. */
export function isPending(type: string, resource: object, inside: readonly string[]): boolean {
  if (inside.some((frame) => isDone.test(frame))) return false;
  if (type === 'Timeout' || type === 'Immediate')
    return inside.every((frame) => /node:(internal\/)?(timers|async_hooks|util)/.test(frame));
  if (!type.endsWith('REQUEST')) return true;
  // The synchronous form of a cryptographic job has nobody to call when it is done.
  return 'ondone' in resource || inside.some((frame) => frame.includes('node:internal/crypto/webcrypto'));
}
