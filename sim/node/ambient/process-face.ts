/**
 * What `process` and `node:os` say of the machine: each incarnation is a process of its own, on a small machine called
 * after its node. What differs from machine to machine would differ from run to run.
 */
import os from 'node:os';
import process from 'node:process';
import type { AmbientHost } from './host.js';
import { currentHost, declarePatch, replaceGetter, replaceMethod, replaceValue } from './patch.js';
import type { Original } from './patch.js';

/** One incarnation of a node, as a process of its machine. */
export class ProcessFace {
  private variables: Record<string, string> | undefined;

  constructor(
    readonly hostname: string,
    readonly pid: number,
  ) {}

  /** Its own environment: what it sets there is gone with it. */
  get env(): Record<string, string> {
    return (this.variables ??= { HOME: HOME_FOLDER, HOSTNAME: this.hostname, TZ: 'UTC', USER: USER_NAME });
  }
}

const USER_NAME = 'node';
const HOME_FOLDER = '/app';
const MB = 1024 * 1024;

export function declareProcessFace(): void {
  declareNumber('pid', ({ face }) => face.pid);
  declareNumber('ppid', () => 1);
  declareEnvironment();
  declareUsage();
  declareMachine();
  declareNavigator();
}

/** A read-only number of `process`: an assignment could not replace it. */
function declareNumber(key: 'pid' | 'ppid', read: (host: AmbientHost) => number): void {
  let found: PropertyDescriptor | undefined;
  const get = (): unknown => {
    const host = currentHost();
    return host === undefined ? found?.value : read(host);
  };
  declarePatch({
    put() {
      found = Object.getOwnPropertyDescriptor(process, key);
      Object.defineProperty(process, key, { get, enumerable: true, configurable: true });
    },
    putBack() {
      if (found !== undefined) Object.defineProperty(process, key, found);
    },
  });
}

/** One object for all, because packages keep it; whose variables it shows is looked up each time. */
function declareEnvironment(): void {
  const original: Original<NodeJS.ProcessEnv> = { value: process.env };
  const shown = (): object => currentHost()?.face.env ?? original.value;
  const view = new Proxy({} as NodeJS.ProcessEnv, {
    get: (_target, key): unknown => Reflect.get(shown(), key),
    // Variables are text, whatever is assigned.
    set: (_target, key, value) => Reflect.set(shown(), key, String(value)),
    has: (_target, key) => Reflect.has(shown(), key),
    deleteProperty: (_target, key) => Reflect.deleteProperty(shown(), key),
    ownKeys: () => Reflect.ownKeys(shown()),
    getOwnPropertyDescriptor(_target, key) {
      const found = Reflect.getOwnPropertyDescriptor(shown(), key);
      return found && { ...found, configurable: true };
    },
    defineProperty: (_target, key, descriptor) =>
      Reflect.defineProperty(shown(), key, { ...descriptor, configurable: true }),
  });
  replaceValue(process, 'env', view, original);
}

type Answer = (host: AmbientHost, ...args: unknown[]) => unknown;
type Method = (this: unknown, ...args: unknown[]) => unknown;

function declareAnswers(target: object, answers: Readonly<Record<string, Answer>>): void {
  for (const [name, answer] of Object.entries(answers)) {
    if (typeof (target as Record<string, unknown>)[name] !== 'function') continue;
    replaceMethod<Method>(
      target,
      name,
      (original) =>
        function ambient(...args) {
          const host = currentHost();
          return host === undefined ? original.value.apply(this, args) : answer(host, ...args);
        },
    );
  }
}

const MEMORY = {
  rss: 64 * MB,
  heapTotal: 32 * MB,
  heapUsed: 16 * MB,
  external: 2 * MB,
  arrayBuffers: 0,
} as const;

function declareUsage(): void {
  declareAnswers(process, {
    memoryUsage: () => ({ ...MEMORY }),
    constrainedMemory: () => 0,
    availableMemory: () => 1024 * MB,
    // A handler takes no time of its own: all that passed was spent by the process.
    cpuUsage: (host, since) => ({
      user: Math.round(host.processMs() * 1000) - ((since as { user?: number } | undefined)?.user ?? 0),
      system: 0,
    }),
    resourceUsage: (host) =>
      host.refuse('process.resourceUsage shows what the real process used: no seed decides that'),
  });
  const { memoryUsage } = process;
  replaceMethod<() => number>(memoryUsage, 'rss', (original) => () => {
    return currentHost() === undefined ? original.value() : MEMORY.rss;
  });
}

function declareMachine(): void {
  const cpu = { model: 'virtual', speed: 2000, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } };
  declareAnswers(os, {
    hostname: ({ face }) => face.hostname,
    uptime: (host) => Math.floor(host.machineMs() / 10) / 100,
    loadavg: () => [0, 0, 0],
    freemem: () => 1024 * MB,
    totalmem: () => 4096 * MB,
    availableParallelism: () => 2,
    cpus: () => [cpu, cpu].map((one) => ({ ...one, times: { ...one.times } })),
    networkInterfaces: () => ({}),
    homedir: () => HOME_FOLDER,
    tmpdir: () => '/tmp',
    userInfo: () => ({ uid: 1000, gid: 1000, username: USER_NAME, homedir: HOME_FOLDER, shell: '/bin/sh' }),
    type: () => 'Linux',
    platform: () => 'linux',
    release: () => '6.1.0',
    version: () => '#1 SMP',
    arch: () => 'x64',
    machine: () => 'x86_64',
    getPriority: () => 0,
    setPriority: () => undefined,
  });
}

/** Node 21 and later have it. */
function declareNavigator(): void {
  const { navigator } = globalThis as { navigator?: object };
  if (navigator === undefined) return;
  const prototype = Object.getPrototypeOf(navigator) as object;
  const answers = { hardwareConcurrency: 2, language: 'en-US', languages: ['en-US'], platform: 'linux' };
  for (const [name, answer] of Object.entries(answers)) {
    if (Object.getOwnPropertyDescriptor(prototype, name)?.get !== undefined)
      replaceGetter(prototype, name, () => answer);
  }
}
