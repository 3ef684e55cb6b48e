/** `process` as one incarnation of a program has it. */
import { EventEmitter } from 'node:events';
import os from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { tellNode } from '../../sim/node/ambient/process-events.js';
import { define } from '../globals.js';
import { Ending } from './ending.js';
import { effectOf, signalFor, type Signal } from './signals.js';
import { emptyInput, lineWriter, type StandardStreams } from './standard-streams.js';

/** What this asks of the node. */
export interface ProcessHost {
  /** Where standard input and output lead, if anywhere. */
  readonly streams: StandardStreams | undefined;
  log(text: string): void;
  isThere(): boolean;
  /** Who listens to what, as an EventEmitter keeps it. */
  listeners(): object | undefined;
  /** What is thrown where the program ends its process. */
  exitOf(reason: string): Error;
  ended(exit: Error): void;
  silence(): void;
  /** In `us` microseconds of the node's own time. */
  after(us: number, run: () => void): void;
}

/** From a signal to the turn of the loop that hears of it. */
const SIGNAL_US = 10;

export class OwnProcess {
  /** What the program sees. */
  readonly object = Object.create(process) as EventEmitter & { exitCode: unknown };
  private readonly ending: Ending;

  /** @param env variables of its own; those that every process has are the world's */
  constructor(
    private readonly host: ProcessHost,
    { argv, env }: { readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> },
  ) {
    Object.assign(process.env, env);
    const own = this.object;
    this.ending = new Ending({
      get exitCode() {
        return own.exitCode;
      },
      set exitCode(code) {
        own.exitCode = code;
      },
      isThere: () => host.isThere(),
      exitOf: (reason) => host.exitOf(reason),
      ended: (exit) => host.ended(exit),
      silence: () => host.silence(),
    });
    const exit = (code?: unknown) => this.exit(code);
    define(own, {
      argv: ['node', ...argv],
      argv0: 'node',
      execArgv: [],
      execPath: '/usr/local/bin/node',
      title: 'node',
      exitCode: undefined,
      exit,
      reallyExit: (code: unknown = 0) => this.ending.kill(`process.exit(${String(code)})`),
      abort: () => this.ending.kill('process.abort()'),
      kill: (pid: unknown, signal?: unknown) => this.kill(pid, signal),
      chdir: refuse('chdir', 'all nodes share one folder: give paths in full'),
      dlopen: refuse('dlopen', 'a native addon does what no seed decides'),
      emitWarning: (warning: unknown, ...more: unknown[]) => this.warn(warning, more),
      getActiveResourcesInfo: () => [],
      // It has no parent that it could talk to, and listeners of its own.
      ...{ send: undefined, connected: false, channel: undefined, disconnect: undefined },
      _eventsCount: 0,
      emit: (event: string, ...given: unknown[]): unknown =>
        Reflect.apply(EventEmitter.prototype.emit, own, [event, ...given]),
      ...Object.fromEntries(['getuid', 'geteuid', 'getgid', 'getegid'].map((name) => [name, () => 1000])),
      ...{ getgroups: () => [1000], umask: () => 0o022 },
    });
    this.addStreams();
  }

  /** `process.exit`. */
  exit(code?: unknown): never {
    return this.ending.exit(code, `process.exit(${String(code ?? this.object.exitCode ?? 0)})`);
  }

  /** An error ends it that nobody caught. */
  dies(): void {
    this.ending.tell(1);
  }

  /** To be asked at any time, whichever code runs. */
  hears(event: string): boolean {
    return Object.hasOwn(this.host.listeners() ?? {}, event);
  }

  /** Somebody outside sends a signal that the program listens to. */
  signal(signal: Signal): void {
    this.host.after(SIGNAL_US, () => this.tell(signal));
  }

  /** Nothing is left that it could wait for. */
  runOut(isIdle: () => boolean): void {
    const code = Number(this.object.exitCode ?? 0);
    tellNode('beforeExit', code);
    if (isIdle()) this.ending.exit(undefined, `its last work is done (exit code ${code})`);
  }

  private kill(pid: unknown, given: unknown): true {
    const signal = signalFor(process.pid, pid, given);
    if (signal === undefined) return true;
    const effect = effectOf(signal, this.hears(signal));
    if (effect === 'end') this.ending.kill(`killed by ${signal}`);
    if (effect === 'listeners') this.signal(signal);
    return true;
  }

  private tell(signal: Signal): void {
    tellNode(signal, signal, os.constants.signals[signal]);
  }

  /** As Node prints it, and for whoever listens. */
  private warn(given: unknown, [type, code]: readonly unknown[]): void {
    const options =
      typeof type === 'object' && type !== null ? (type as { type?: string; code?: string }) : {};
    const name = typeof type === 'string' ? type : (options.type ?? 'Warning');
    const marked = typeof code === 'string' ? code : options.code;
    const warning = given instanceof Error ? given : Object.assign(new Error(String(given)), { name });
    if (marked !== undefined) Object.assign(warning, { code: marked });
    const mark = marked === undefined ? '' : `[${marked}] `;
    this.host.log(`(node:${process.pid}) ${mark}${warning.name}: ${warning.message}`);
    process.nextTick(() => void tellNode('warning', warning));
  }

  private addStreams(): void {
    const { host, object } = this;
    let stdin: Readable | undefined = host.streams?.stdin;
    let stdout: Writable | undefined = host.streams?.stdout;
    let stderr: Writable | undefined;
    const print = (line: string) => host.log(line);
    const shown = { configurable: true, enumerable: true };
    Object.defineProperties(object, {
      stdin: { get: () => (stdin ??= emptyInput()), ...shown },
      stdout: { get: () => (stdout ??= lineWriter(1, print)), ...shown },
      stderr: { get: () => (stderr ??= lineWriter(2, print)), ...shown },
    });
  }
}

function refuse(name: string, why: string): () => never {
  return () => {
    throw new Error(`process.${name} is not there inside a world: ${why}`);
  };
}
