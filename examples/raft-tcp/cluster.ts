/** The processes of a cluster: started, killed, started again. They end when this process does, however it ends. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ReachedSite } from '../../scenarios/replication/raft/effects.js';
import type { Addresses } from './links.js';
import type { NodeSettings, News, Order } from './node.js';
import { diskOf } from './storage.js';

const program = fileURLToPath(new URL('node.ts', import.meta.url));
/** What runs TypeScript as it is. */
const runner = createRequire(import.meta.url)
  .resolve('jiti/package.json')
  .replace('package.json', 'lib/jiti-cli.mjs');
/** A supervisor starts a process again that ended by itself. */
const RESTART_AFTER_MS = 20;
/** Whatever takes longer is taken for a failure of the trial. */
const PATIENCE_MS = 20_000;

/** The trial comes to no verdict: a node does not start, or nobody leads. */
export class TrialFailed extends Error {}

export class Cluster {
  /** Who won the last election known here. */
  leader: { readonly node: string; readonly term: number } | undefined;
  /** Processes that ended though nobody killed them, with their last words. */
  readonly unasked: string[] = [];
  /** The points of the protocol that nodes passed, and in which of their starts. */
  readonly reached: { readonly node: string; readonly start: number; readonly site: ReachedSite }[] = [];
  private readonly running = new Map<string, ChildProcess>();
  private readonly starts = new Map<string, number>();
  private readonly ports: Record<string, number> = {};
  private stopped = false;

  constructor(private readonly settings: Omit<NodeSettings, 'id' | 'start'>) {}

  /** Where each node listens, or listened last. */
  get addresses(): Addresses {
    return this.ports;
  }

  /** Starts a node. @returns once it listens */
  async start(id: string): Promise<void> {
    const start = 1 + (this.starts.get(id) ?? 0);
    this.starts.set(id, start);
    const settings: NodeSettings = { ...this.settings, id, start };
    const child = fork(runner, [program, JSON.stringify(settings)], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.running.set(id, child);
    let words = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (words += text));
    let settle: { readonly resolve: () => void; readonly reject: (reason: TrialFailed) => void };
    const listens = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
    let listening = false;
    child.on('message', (news: News) => {
      // What comes from a process that was killed is old.
      if (this.running.get(id) !== child) return;
      switch (news.kind) {
        case 'leads':
          this.leader = { node: id, term: news.term };
          return;
        case 'reached':
          this.reached.push({ node: id, start, site: news.site });
          return;
        case 'listening':
          listening = true;
          this.ports[id] = news.port;
          for (const node of this.running.values()) order(node, { kind: 'addresses', addresses: this.ports });
          settle.resolve();
      }
    });
    child.on('close', (code, signal) => {
      const ending = `${id} ended (${signal ?? `exit code ${code}`}): ${words.trim()}`;
      if (!listening) settle.reject(new TrialFailed(ending));
      if (this.running.get(id) !== child) return;
      this.running.delete(id);
      if (!listening || this.stopped) return;
      this.unasked.push(ending);
      setTimeout(() => this.startAgain(id), RESTART_AFTER_MS);
    });
    await within(PATIENCE_MS, listens, () => `${id} does not listen. ${words.trim()}`);
  }

  private startAgain(id: string): void {
    if (this.stopped || this.running.has(id)) return;
    this.start(id).catch((error: unknown) => this.unasked.push(String(error)));
  }

  /** Ends a process at once, as `kill -9` does. @returns once it is gone */
  async kill(id: string): Promise<void> {
    const child = this.running.get(id);
    if (child === undefined) return;
    this.running.delete(id);
    if (this.leader?.node === id) this.leader = undefined;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** Loses the disk of a node that does not run. */
  wipe(id: string): void {
    rmSync(diskOf(this.settings.folder, id), { recursive: true });
  }

  /** Tells a node something; one that does not run does not hear it. */
  tell(id: string, given: Order): void {
    const child = this.running.get(id);
    if (child !== undefined) order(child, given);
  }

  /** @returns who leads, once somebody does */
  whoLeads(): Promise<string> {
    return this.once('somebody leads', () => this.leader?.node);
  }

  /** Waits until a node passed a point of the protocol since it was last started. @returns whether it did, in time */
  async reaches(id: string, site: ReachedSite): Promise<boolean> {
    const start = this.starts.get(id);
    const did = (): true | undefined =>
      this.reached.some((passed) => passed.node === id && passed.start === start && passed.site === site) ||
      undefined;
    return this.once(site, did, 5_000).catch(() => false);
  }

  private async once<T>(what: string, look: () => T | undefined, withinMs = PATIENCE_MS): Promise<T> {
    for (const until = performance.now() + withinMs; performance.now() < until; await pause(5)) {
      const found = look();
      if (found !== undefined) return found;
    }
    throw new TrialFailed(`expected that ${what} within ${withinMs} ms. ${this.unasked.join('; ')}`);
  }

  /** Ends all processes. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([...this.running.keys()].map((id) => this.kill(id)));
  }
}

function order(child: ChildProcess, given: Order): void {
  // Who is on its way out hears nothing more.
  if (child.connected) child.send(given, () => undefined);
}

async function within(ms: number, what: Promise<void>, otherwise: () => string): Promise<void> {
  const timer = new AbortController();
  const late = pause(ms, undefined, { signal: timer.signal }).then(() => {
    throw new TrialFailed(otherwise());
  });
  try {
    await Promise.race([what, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}
