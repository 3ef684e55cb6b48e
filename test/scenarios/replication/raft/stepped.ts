/** Raft's step function driven by a test: one node, or some of them and whatever is under way between them. */
import type { Configuration } from '../../../../scenarios/replication/raft/configuration.js';
import {
  noting,
  Raft,
  type Effect,
  type Input,
  type SyncToken,
  type TimerName,
  type World,
} from '../../../../scenarios/replication/raft/effects.js';
import type { Message, Request } from '../../../../scenarios/replication/raft/messages.js';
import { rules as table, type Rules } from '../../../../scenarios/replication/raft/rules.js';
import type { Durable, Leader, LogRecord, State } from '../../../../scenarios/replication/raft/state.js';
import { start, step } from '../../../../scenarios/replication/raft/step.js';

type Stored = { readonly ok: true; readonly value: LogRecord } | { readonly ok: false };

/** What of a node outlives it. All that was written is there, unless a test takes it away. */
export class Disk {
  files = new Map<keyof Durable, unknown>();
  records: Stored[] = [];
  readonly damaged = new Set<keyof Durable>();
  /** How often a node was started with it. */
  starts = 0;
  private durable = { files: new Map<keyof Durable, unknown>(), records: [] as Stored[] };

  /** All that was written is safe. */
  sync(): void {
    this.durable = { files: new Map(this.files), records: [...this.records] };
  }

  /** A power cut: what was not synced is gone. */
  cut(): void {
    this.files = new Map(this.durable.files);
    this.records = [...this.durable.records];
  }

  /** Everything is gone but the memory of how often the node was started. */
  wipe(): void {
    this.files.clear();
    this.records = [];
  }

  read<K extends keyof Durable>(file: K): Durable[K] | undefined {
    if (this.damaged.has(file)) throw Object.assign(new Error(`${file} is damaged`), { code: 'CORRUPT' });
    return this.files.get(file) as Durable[K] | undefined;
  }

  write(file: keyof Durable, value: unknown): void {
    this.damaged.delete(file);
    if (file === 'log') this.records = (value as LogRecord[]).map((record) => ({ ok: true, value: record }));
    else this.files.set(file, value);
  }
}

export interface Sent {
  readonly to: string;
  readonly message: Message;
  /** Only once what was written before is on the disk. */
  afterSync: boolean;
}

interface Settings {
  readonly rules?: Partial<Rules>;
  readonly disk?: Disk;
  /** The clock of all nodes of a test. */
  readonly clock?: { ms: number };
}

/** A node: each call is one step, and what that came to is kept, sorted. */
export class Member {
  readonly state: State;
  readonly rules: Rules;
  readonly disk: Disk;
  readonly clock: { ms: number };
  sent: Sent[] = [];
  /** Syncs asked for and not yet done. */
  syncs: SyncToken[] = [];
  readonly timers = new Map<TimerName, number>();
  readonly reached: string[] = [];
  readonly facts: unknown[] = [];
  readonly replies: unknown[] = [];
  /** What chance has it do. */
  draw = (low: number, _high: number): number => low;
  /** Is shown each effect, in order. */
  watch: (effect: Effect) => void = () => undefined;
  private readonly world: World;
  private asked = 0;

  constructor(
    readonly id: string,
    initial: Configuration,
    { rules, disk = new Disk(), clock = { ms: 1_000_000 } }: Settings = {},
  ) {
    this.disk = disk;
    this.clock = clock;
    this.rules = { ...table.sound, ...rules };
    this.world = {
      id,
      incarnation: ++disk.starts,
      buggify: () => false,
      random: { int: (low, high) => this.draw(low, high) },
      monotonicMs: () => clock.ms,
      nowMs: () => clock.ms,
    };
    const source = { read: disk.read.bind(disk), records: () => disk.records };
    const { state, effects } = start(source, this.world, this.rules, initial);
    this.state = state;
    this.carryOut(effects);
  }

  /** A step that begins here, and where its effects go. */
  begin(): { readonly raft: Raft; readonly state: State; readonly effects: Effect[] } {
    const effects: Effect[] = [];
    return {
      raft: new Raft(this.state, this.rules, noting(this.world, effects)),
      state: this.state,
      effects,
    };
  }

  /** Its role, which has to be that of a leader. */
  get leading(): Leader {
    const { role } = this.state;
    if (role.kind !== 'leader') throw new Error(`${this.id} does not lead`);
    return role;
  }

  /** All syncs end well, and those that they ask for. */
  sync(): void {
    for (let token = this.syncs.shift(); token !== undefined; token = this.syncs.shift()) this.synced(token);
    this.disk.sync();
    for (const sent of this.sent) sent.afterSync = false;
  }

  synced(token: SyncToken): void {
    this.take({ kind: 'synced', token });
  }

  receive(from: string, message: Message): void {
    this.take({ kind: 'message', message, from });
  }

  timer(timer: TimerName): void {
    this.take({ kind: 'timer', timer });
  }

  request(request: Request): void {
    this.take({ kind: 'request', request, asker: { from: 'c1', id: ++this.asked } });
  }

  /** What it has sent since this was last asked. */
  takeSent(): Sent[] {
    const { sent } = this;
    this.sent = [];
    return sent;
  }

  private take(input: Input): void {
    this.carryOut(step(this.state, input, this.rules, this.world));
  }

  private carryOut(effects: readonly Effect[]): void {
    for (const effect of effects) {
      this.watch(effect);
      switch (effect.kind) {
        case 'send':
          this.sent.push({ to: effect.to, message: effect.message, afterSync: effect.afterSync });
          break;
        case 'reply':
          this.replies.push(effect.value);
          break;
        case 'set-timer':
          this.timers.set(effect.timer, effect.delayMs);
          break;
        case 'clear-timer':
          this.timers.delete(effect.timer);
          break;
        case 'write':
          this.disk.write(effect.file, effect.value);
          break;
        case 'append':
          this.disk.records.push({ ok: true, value: effect.record });
          break;
        case 'delete':
          this.disk.files.delete(effect.file);
          break;
        case 'sync':
          this.syncs.push(effect.token);
          break;
        case 'fact':
          this.facts.push(effect.fact);
          break;
        case 'reached':
          this.reached.push(effect.site);
          break;
        case 'exit':
          throw new Error(effect.reason);
      }
    }
  }
}

/** Some nodes: a test says who stands, what is lost, and how time goes by. */
export class Cluster {
  readonly clock = { ms: 1_000_000 };
  readonly nodes = new Map<string, Member>();
  /** Whoever is in here neither hears nor is heard. */
  readonly cutOff = new Set<string>();
  /** All that was ever delivered, in order. */
  readonly delivered: { readonly from: string; readonly message: Message }[] = [];
  private readonly initial: Configuration;

  /** `voters` vote from the start, `spares` do not. */
  constructor(
    voters: readonly string[],
    spares: readonly string[] = [],
    private readonly rules: Partial<Rules> = {},
  ) {
    this.initial = { voters, learners: [] };
    for (const id of [...voters, ...spares]) this.start(id, new Disk());
    this.settle();
  }

  node(id: string): Member {
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error(`no node ${id}`);
    return node;
  }

  private start(id: string, disk: Disk): Member {
    const node = new Member(id, this.initial, { rules: this.rules, disk, clock: this.clock });
    this.nodes.set(id, node);
    return node;
  }

  /** The process ends and begins anew, with what is on the disk; by default all of it. */
  restart(id: string, change: (disk: Disk) => void = () => undefined): Member {
    const { disk } = this.node(id);
    change(disk);
    return this.start(id, disk);
  }

  /** Syncs are done and messages delivered, until nothing is under way. */
  settle(): void {
    for (let rounds = 0, busy = true; busy; rounds++) {
      if (rounds > 200) throw new Error('they never come to an end');
      busy = false;
      for (const node of this.nodes.values()) if (!this.cutOff.has(node.id)) node.sync();
      for (const node of this.nodes.values()) {
        for (const { to, message } of node.takeSent()) {
          if (this.cutOff.has(node.id) || this.cutOff.has(to)) continue;
          busy = true;
          this.delivered.push({ from: node.id, message });
          this.node(to).receive(node.id, message);
        }
      }
    }
  }

  /** All patience is at an end, and this node's first. */
  elect(id: string): Member {
    this.clock.ms += 1_000;
    this.node(id).timer('election');
    this.settle();
    return this.node(id);
  }

  /** The leader says that it is there, as often as that. */
  beat(id: string, times = 1): void {
    for (let i = 0; i < times; i++) {
      this.clock.ms += 50;
      this.node(id).timer('heartbeat');
      this.settle();
    }
  }
}
