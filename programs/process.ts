/** `process`, `console` and the global object as one incarnation of a program has them. */
import { PassThrough } from 'node:stream';
import { format } from 'node:util';

/** What this asks of the node. */
export interface OwnNode {
  readonly name: string;
  log(text: string): void;
  /** Ends the process. */
  exit(reason: string): never;
}

/** @param env variables of its own; those that every process has are the world's */
export function processOf(
  node: OwnNode,
  { argv, env }: { readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> },
): object {
  Object.assign(process.env, env);
  const own = Object.create(process) as object;
  const lines = (): PassThrough => {
    const stream = new PassThrough();
    stream.on('data', (text: Buffer) => node.log(String(text).replace(/\n$/, '')));
    return stream;
  };
  let stdout: PassThrough | undefined;
  let stderr: PassThrough | undefined;
  define(own, {
    argv: ['node', ...argv],
    argv0: 'node',
    execArgv: [],
    execPath: '/usr/local/bin/node',
    title: 'node',
    exitCode: undefined,
    exit: (code: unknown = 0) => node.exit(`process.exit(${String(code)})`),
    reallyExit: (code: unknown = 0) => node.exit(`process.exit(${String(code)})`),
    abort: () => node.exit('process.abort()'),
    kill: () => {
      throw new Error('process.kill is not simulated');
    },
    chdir: () => {
      throw new Error('process.chdir is not simulated');
    },
    emitWarning: (warning: unknown) => node.log(`warning: ${String(warning)}`),
  });
  Object.defineProperties(own, {
    stdout: { get: () => (stdout ??= lines()), configurable: true, enumerable: true },
    stderr: { get: () => (stderr ??= lines()), configurable: true, enumerable: true },
  });
  return own;
}

const LEVELS = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;

/** What a program prints stands in the trace of the run. */
export function consoleOf(node: OwnNode): object {
  const print = (...given: unknown[]): void => node.log(format(...given));
  return { ...console, ...Object.fromEntries(LEVELS.map((level) => [level, print])) };
}

/**
 * A global object of its own: what a program puts there, no other sees. It begins as the one that all share; getters of
 * that one ask for it as `this`, so they are called on it.
 */
export function globalOf(own: Readonly<Record<string, unknown>>): object {
  const global = Object.create(globalThis) as object;
  for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(globalThis))) {
    if (get === undefined) continue;
    Object.defineProperty(global, name, {
      get: () => Reflect.get(globalThis, name) as unknown,
      set: (value: unknown) => define(global, { [name]: value }),
      configurable: true,
      enumerable: true,
    });
  }
  // Packages meet under registered symbols: each process has its own meeting point.
  for (const symbol of Object.getOwnPropertySymbols(globalThis))
    if (Symbol.keyFor(symbol) !== undefined)
      Object.defineProperty(global, symbol, { value: undefined, writable: true, configurable: true });
  define(global, { global, globalThis: global, ...own });
  return global;
}

/** `WebAssembly` without the threads that Node compiles in: done when it returns. */
export function webAssemblyOf(): object {
  const real = (globalThis as unknown as { WebAssembly: WebAssemblyNamespace }).WebAssembly;
  const instantiate = async (source: object, imports?: object): Promise<object> => {
    await Promise.resolve();
    if (source instanceof real.Module) return new real.Instance(source, imports);
    const module = new real.Module(source);
    return { module, instance: new real.Instance(module, imports) };
  };
  const compile = async (bytes: object): Promise<object> => {
    await Promise.resolve();
    return new real.Module(bytes);
  };
  const own = Object.create(real) as object;
  define(own, { compile, instantiate });
  return own;
}

interface WebAssemblyNamespace {
  readonly Module: new (bytes: object) => object;
  readonly Instance: new (module: object, imports?: object) => object;
}

/** Assigning would call what is inherited. */
function define(target: object, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values))
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: true });
}
