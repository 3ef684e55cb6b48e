/** A Redis with files that can be killed and started again: the real one, and ours. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenRedis, type RedisListener, type RedisReply } from '../../../../servers/index.js';
import { RealClient } from '../real-client.js';

export interface Subject {
  readonly folder: string;
  readonly port: number;
  ask(line: string): Promise<RedisReply>;
  /** As kill -9: what was written to files is there. */
  kill(): Promise<void>;
  /** As SIGTERM. */
  terminate(): Promise<void>;
  /** With what is in the folder. @returns whether it came up */
  start(): Promise<boolean>;
  end(): Promise<void>;
}

/** Settings as CONFIG SET takes them. */
export type Config = Readonly<Record<string, string>>;

export const hasReal = (): boolean =>
  process.env['SEEDSTORM_REDIS'] !== undefined && spawnSync('redis-server', ['--version']).status === 0;

const SOON_MS = 5_000;

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

abstract class Started implements Subject {
  port = 0;
  protected client: RealClient | undefined;

  constructor(
    public folder: string,
    protected readonly config: Config,
  ) {}

  ask(line: string): Promise<RedisReply> {
    this.client ??= new RealClient(`127.0.0.1:${this.port}`);
    return this.client.ask(line.split(' '));
  }

  protected hangUp(): void {
    this.client?.end();
    this.client = undefined;
  }

  abstract kill(): Promise<void>;
  abstract terminate(): Promise<void>;
  abstract start(): Promise<boolean>;
  abstract end(): Promise<void>;
}

export class RealSubject extends Started {
  private child: ChildProcess | undefined;

  async start(): Promise<boolean> {
    this.port = await freePort();
    const words = Object.entries({ save: '', 'repl-diskless-sync': 'no', ...this.config }).flatMap(
      ([name, value]) => [`--${name}`, value],
    );
    const child = spawn('redis-server', [
      ...['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder],
      ...words,
    ]);
    this.child = child;
    let isOver = false;
    child.on('exit', () => (isOver = true));
    await new Promise<void>((resolve) => {
      child.on('exit', () => resolve());
      child.stdout.on('data', (text: Buffer) => {
        if (text.toString().includes('Ready to accept connections')) resolve();
      });
    });
    return !isOver;
  }

  kill(): Promise<void> {
    return this.signal('SIGKILL');
  }

  terminate(): Promise<void> {
    return this.signal('SIGTERM');
  }

  async end(): Promise<void> {
    if (this.child?.exitCode === null && this.child.signalCode === null) await this.kill();
  }

  private async signal(signal: NodeJS.Signals): Promise<void> {
    this.hangUp();
    const { child } = this;
    if (child === undefined) return;
    const over = new Promise((resolve) => child.on('exit', resolve));
    child.kill(signal);
    await over;
  }
}

export class OurSubject extends Started {
  private listener: RedisListener | undefined;
  private readonly left: (() => Promise<void>)[] = [];

  async start(): Promise<boolean> {
    try {
      const { config, folder } = this;
      this.listener = await listenRedis({ port: 0, folder, config });
    } catch {
      return false;
    }
    this.port = this.listener.port;
    return true;
  }

  /** What was written lies in the files. The next one gets them as they are now; this one goes on for nobody. */
  kill(): Promise<void> {
    this.hangUp();
    const next = mkdtempSync(join(this.folder, '..', 'again-'));
    cpSync(this.folder, next, { recursive: true });
    const { listener } = this;
    if (listener !== undefined) this.left.push(() => listener.close());
    this.listener = undefined;
    this.folder = next;
    return Promise.resolve();
  }

  async terminate(): Promise<void> {
    this.hangUp();
    await this.listener?.close();
    this.listener = undefined;
  }

  async end(): Promise<void> {
    await this.terminate();
    for (const close of this.left) await close();
  }
}

/** Gives both, each with a folder of its own that is gone afterwards. */
export async function withSubject(
  kind: 'real' | 'ours',
  config: Config,
  run: (subject: Subject) => Promise<void>,
): Promise<void> {
  const room = mkdtempSync(join(tmpdir(), 'redis-durable-'));
  const folder = join(room, 'data');
  mkdirSync(folder);
  const subject = kind === 'real' ? new RealSubject(folder, config) : new OurSubject(folder, config);
  try {
    await run(subject);
  } finally {
    await subject.end();
    rmSync(room, { recursive: true });
  }
}

export async function eventually(is: () => Promise<boolean>, withinMs = SOON_MS): Promise<void> {
  const untilMs = performance.now() + withinMs;
  while (!(await is())) {
    if (performance.now() > untilMs) throw new Error(`Not within ${withinMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
