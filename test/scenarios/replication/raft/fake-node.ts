/** A node of Raft without a simulator: its world is plain data that a test can look at, and it does what it is told. */
import { recover } from '../../../../scenarios/replication/raft/recovery.js';
import { onMessage, onRequest, onSynced, onTimer } from '../../../../scenarios/replication/raft/raft.js';
import { rules as table, type Rules } from '../../../../scenarios/replication/raft/rules.js';
import type { Configuration } from '../../../../scenarios/replication/raft/configuration.js';
import type { Durable, LogRecord } from '../../../../scenarios/replication/raft/durable.js';
import type { Message } from '../../../../scenarios/replication/raft/messages.js';
import type { Port, SyncToken, TimerName } from '../../../../scenarios/replication/raft/port.js';
import type { Request } from '../../../../scenarios/replication/raft/raft.js';
import type { Leader, Raft } from '../../../../scenarios/replication/raft/state.js';

export interface Sent {
  readonly to: string;
  readonly message: Message;
  /** Only once what was written before is on the disk. */
  readonly afterSync: boolean;
}

type Stored = { readonly ok: true; readonly value: LogRecord } | { readonly ok: false };

/** What of a node outlives it. All that was written is there, unless a test takes it away. */
export class FakeDisk {
  readonly files = new Map<keyof Durable, unknown>();
  readonly damaged = new Set<keyof Durable>();
  records: Stored[] = [];
  /** How often a node was started with it. */
  starts = 0;

  /** Everything is gone but the memory of how often the node was started. */
  wipe(): void {
    this.files.clear();
    this.records = [];
  }
}

interface Settings {
  readonly rules?: Partial<Rules>;
  readonly disk?: FakeDisk;
  /** The clock of all nodes of a test. */
  readonly clock?: { ms: number };
}

export class FakeNode {
  readonly raft: Raft;
  readonly disk: FakeDisk;
  readonly clock: { ms: number };
  sent: Sent[] = [];
  /** Syncs asked for and not yet done. */
  syncs: SyncToken[] = [];
  readonly timers = new Map<TimerName, number>();
  readonly reached: string[] = [];
  readonly effects: unknown[] = [];
  readonly replies: unknown[] = [];
  /** What chance has it do. */
  draw = (low: number, _high: number): number => low;
  private asked = 0;

  constructor(
    readonly id: string,
    initial: Configuration,
    { rules = {}, disk = new FakeDisk(), clock = { ms: 1_000_000 } }: Settings = {},
  ) {
    this.disk = disk;
    this.clock = clock;
    const port = this.port(++disk.starts);
    const all = { ...table.sound, ...rules };
    this.raft = { port, rules: all, state: recover(port, all, initial) };
  }

  get state(): Raft['state'] {
    return this.raft.state;
  }

  /** Its role, which has to be that of a leader. */
  get leading(): Leader {
    const { role } = this.state;
    if (role.kind !== 'leader') throw new Error(`${this.id} does not lead`);
    return role;
  }

  /** All syncs end well, and those that they ask for. */
  sync(): void {
    for (let token = this.syncs.shift(); token !== undefined; token = this.syncs.shift())
      onSynced(this.raft, token);
  }

  receive(from: string, message: Message): void {
    onMessage(this.raft, message, from);
  }

  timer(name: TimerName): void {
    onTimer(this.raft, name);
  }

  request(request: Request): void {
    onRequest(this.raft, { from: 'c1', id: ++this.asked }, request);
  }

  /** What it has sent since this was last asked. */
  takeSent(): Sent[] {
    const { sent } = this;
    this.sent = [];
    return sent;
  }

  private port(incarnation: number): Port {
    const { disk, clock } = this;
    return {
      id: this.id,
      incarnation,
      buggify: () => false,
      reachable: (site) => void this.reached.push(site),
      random: { int: (low, high) => this.draw(low, high) },
      monotonicMs: () => clock.ms,
      nowMs: () => clock.ms,
      setTimer: (name, delayMs) => void this.timers.set(name, delayMs),
      clearTimer: (name) => void this.timers.delete(name),
      send: (to, message, options) =>
        void this.sent.push({
          to,
          message: structuredClone(message),
          afterSync: options?.after === 'sync',
        }),
      replyTo: (_to, value) => void this.replies.push(value),
      effect: (fact) => void this.effects.push(fact),
      exit: (reason) => {
        throw new Error(reason);
      },
      disk: {
        read<K extends keyof Durable>(file: K): Durable[K] | undefined {
          if (disk.damaged.has(file))
            throw Object.assign(new Error(`${file} is damaged`), { code: 'CORRUPT' });
          return structuredClone(disk.files.get(file)) as Durable[K] | undefined;
        },
        write(file, value) {
          disk.damaged.delete(file);
          if (file === 'log')
            disk.records = (value as LogRecord[]).map((record) => ({
              ok: true,
              value: structuredClone(record),
            }));
          else disk.files.set(file, structuredClone(value));
        },
        append: (_file, record) => void disk.records.push({ ok: true, value: structuredClone(record) }),
        records: () => structuredClone(disk.records),
        delete: (file) => void disk.files.delete(file),
        sync: (token) => void this.syncs.push(token),
      },
    };
  }
}
