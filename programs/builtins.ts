/** Modules of Node's as a program in a world sees them: most as they are, some of its own, some refused by name. */
import dns from 'node:dns';
import { createRequire } from 'node:module';
import type { NodeFace } from './face.js';
import type { OwnFiles } from './fs/files.js';
import { ownDgram } from './net/dgram.js';
import { ownHttp } from './net/own-http.js';
import { ownHttps } from './net/plain-https.js';
import { ownTls } from './net/plain-tls.js';
import type { UdpHost } from './net/udp-handle.js';

const require = createRequire(import.meta.url);

/** Why a module is not there. */
const REFUSED: Readonly<Record<string, string>> = {
  child_process: 'a child process is a real one, and no seed decides what it does: make it a node of its own',
  cluster: 'workers of a cluster are real processes: make each a node of its own',
  worker_threads: 'threads run at the same time, in an order that no seed decides',
  http2: 'HTTP/2 works on native sockets, which a world has not: use http or https inside the world',
  inspector: 'no debugger can be opened inside a world',
  repl: 'nobody is there to type',
};

/** What only marks an object for threads that there are not: undici does so while it loads. */
const HARMLESS: ReadonlySet<string> = new Set([
  ...['markAsUncloneable', 'markAsUntransferable', 'isMarkedAsUntransferable'],
]);

/** What refuses may be loaded all the same: packages do, and never call it. */
export function builtinsOf(own: {
  readonly process: object;
  readonly console: object;
  readonly face: NodeFace;
  /** Made when it is first asked for. */
  files(): OwnFiles;
  readonly card: UdpHost;
}): (name: string) => unknown {
  const made = new Map<string, unknown>();
  const make = (name: string): unknown => {
    if (Object.hasOwn(REFUSED, name)) return refusing(name, require(name) as object, REFUSED[name] as string);
    switch (name) {
      case 'process':
        return own.process;
      case 'console':
        return own.console;
      case 'seedstorm/node':
        return own.face;
      case 'tls':
        return ownTls();
      case 'https':
        return ownHttps();
      case 'http':
        return ownHttp();
      case 'fs':
        return own.files();
      case 'fs/promises':
        return (builtin('fs') as OwnFiles).promises;
      case 'dgram':
        return ownDgram(own.card);
      case 'dns':
        return ownDns();
      case 'dns/promises':
        return ownDns().promises;
      default:
        return require(name);
    }
  };
  const builtin = (name: string): unknown => {
    if (!made.has(name)) made.set(name, make(name));
    return made.get(name);
  };
  return builtin;
}

/** Its functions say why they are not there; its data (a list of errors, say) is as it is. */
function refusing(name: string, module: object, why: string): object {
  const refused: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(module)) {
    if (typeof value !== 'function' || HARMLESS.has(key)) refused[key] = value;
    // A class, too, so that packages can extend it.
    else
      refused[key] = function refuse() {
        throw new Error(`${name}.${key}: ${why}`);
      };
  }
  return name === 'worker_threads'
    ? { ...refused, isMainThread: true, threadId: 0, parentPort: null }
    : refused;
}

/** Names are names of nodes; of other records there are none. */
function ownDns(): { readonly promises: object } {
  const lookup = (host: string, options: dns.LookupOptions = {}): Promise<unknown> =>
    new Promise((found, failed) =>
      dns.lookup(host, options, (error, address, family) => {
        if (error !== null) failed(error);
        else found(options.all === true ? address : { address, family });
      }),
    );
  const resolve4 = async (host: string): Promise<string[]> => {
    const { address } = (await lookup(host)) as { address: string };
    return [address];
  };
  const none = async (host: string): Promise<never> => {
    await Promise.resolve();
    throw Object.assign(new Error(`query ENODATA ${host}`), {
      code: 'ENODATA',
      syscall: 'query',
      hostname: host,
    });
  };
  const queries = {
    resolve4,
    resolve: resolve4,
    resolve6: none,
    resolveTxt: none,
    resolveSrv: none,
    resolveMx: none,
  };
  const withCallbacks = Object.fromEntries(
    Object.entries(queries).map(([name, query]) => [
      name,
      (host: string, ...rest: unknown[]) => {
        const done = rest.at(-1) as (error: unknown, found?: unknown) => void;
        query(host).then((found) => done(null, found), done);
      },
    ]),
  );
  const settings = { setServers: () => undefined, getServers: () => ['10.0.0.0'] };
  class Resolver {}
  Object.assign(Resolver.prototype, withCallbacks, settings, { cancel: () => undefined });
  class PromisesResolver {}
  Object.assign(PromisesResolver.prototype, queries, settings, { cancel: () => undefined });
  return {
    ...dns,
    ...withCallbacks,
    ...settings,
    Resolver,
    promises: { ...dns.promises, ...queries, ...settings, lookup, Resolver: PromisesResolver },
  } as never;
}
