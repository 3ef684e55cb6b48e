/**
 * What a step of Raft takes in and what it gives out: plain values both, as in etcd's Raft. Handlers change the state,
 * and what is to be done about the world they leave to whoever runs the node.
 */
import type { Asker, Message, Request } from './messages.js';
import type { Rules } from './rules.js';
import type { Durable, LogRecord, State } from './state.js';

export type TimerName = 'election' | 'heartbeat' | 'retry';

/** What may happen at any time but seldom does: an early election, one entry at a time, the end of the process. */
export const rareSites = ['impatient-election', 'short-message', 'process-ends'] as const;

/** Points of the protocol that some run has to pass. */
export const reachedSites = [
  'elected-again',
  'snapshot-installed',
  'log-truncated',
  'leadership-transferred',
  'configuration-changed-singly',
  'configuration-joint',
  'configuration-rolled-back',
  'learner-promoted',
  'leader-removed',
  'blank-node-readmitted',
] as const;
export type ReachedSite = (typeof reachedSites)[number];

/** What a sync was asked for; given back when it is done. */
export type SyncToken =
  | { readonly kind: 'vote'; readonly term: number }
  | { readonly kind: 'voted-for'; readonly term: number }
  | { readonly kind: 'snapshot'; readonly index: number }
  | { readonly kind: 'log'; readonly term: number; readonly index: number }
  | { readonly kind: 'recovery-noted' }
  | { readonly kind: 'recovered' };

/** What happens to a node. */
export type Input =
  | { readonly kind: 'message'; readonly message: Message; readonly from: string }
  | { readonly kind: 'request'; readonly request: Request; readonly asker: Asker }
  | { readonly kind: 'timer'; readonly timer: TimerName }
  /** What was written before the token was asked for is on the disk for good. */
  | { readonly kind: 'synced'; readonly token: SyncToken };

/** What a node does about it. What was written is durable after a sync. */
export type Effect =
  /** `afterSync`: it leaves once everything written so far is on the disk for good. */
  | { readonly kind: 'send'; readonly to: string; readonly message: Message; readonly afterSync: boolean }
  | { readonly kind: 'reply'; readonly to: Asker; readonly value: unknown }
  | { readonly kind: 'set-timer'; readonly timer: TimerName; readonly delayMs: number }
  | { readonly kind: 'clear-timer'; readonly timer: TimerName }
  | { readonly kind: 'write'; readonly file: keyof Durable; readonly value: unknown }
  | { readonly kind: 'append'; readonly file: 'log'; readonly record: LogRecord }
  | { readonly kind: 'delete'; readonly file: keyof Durable }
  | { readonly kind: 'sync'; readonly token: SyncToken }
  /** A fact for whoever observes: an election won, an entry applied. */
  | { readonly kind: 'fact'; readonly fact: Fact }
  | { readonly kind: 'reached'; readonly site: ReachedSite }
  /** The process ends. */
  | { readonly kind: 'exit'; readonly reason: string };

interface Fact {
  readonly f: string;
  readonly [field: string]: unknown;
}

/** What a node may ask of the world while it decides. */
export interface World {
  /** The name of this node. */
  readonly id: string;
  /** 1 for the first start of this node ever, one more for each restart. */
  readonly incarnation: number;
  /** Whether a point of the code should do what is allowed but rare; `false` outside a test. */
  buggify(site: (typeof rareSites)[number]): boolean;
  readonly random: { int(low: number, high: number): number };
  /** A clock that never jumps; ms since some moment. */
  monotonicMs(): number;
  /** The wall clock; ms since 1970. */
  nowMs(): number;
}

/** Where effects go: a simulated node carries each out at once, which is faster; `noting` keeps them as values. */
export interface Node extends World {
  send(to: string, message: Message, options?: { readonly after?: 'sync' }): void;
  replyTo(to: Asker, value: unknown): void;
  setTimer(timer: TimerName, delayMs: number): void;
  clearTimer(timer: TimerName): void;
  readonly disk: {
    write<K extends keyof Durable>(file: K, value: Durable[K]): void;
    append(file: 'log', record: LogRecord): void;
    delete(file: keyof Durable): void;
    sync(token: SyncToken): void;
  };
  effect(fact: Fact): void;
  reachable(site: ReachedSite): void;
  exit(reason: string): never;
}

/** A node that does nothing but note what it was to do. */
export function noting(world: World, effects: Effect[]): Node {
  const note = (effect: Effect): void => void effects.push(effect);
  return {
    ...world,
    send: (to, message, { after } = {}) => note({ kind: 'send', to, message, afterSync: after === 'sync' }),
    replyTo: (to, value) => note({ kind: 'reply', to, value }),
    setTimer: (timer, delayMs) => note({ kind: 'set-timer', timer, delayMs }),
    clearTimer: (timer) => note({ kind: 'clear-timer', timer }),
    disk: {
      write: (file, value) => note({ kind: 'write', file, value }),
      append: (file, record) => note({ kind: 'append', file, record }),
      delete: (file) => note({ kind: 'delete', file }),
      sync: (token) => note({ kind: 'sync', token }),
    },
    effect: (fact) => note({ kind: 'fact', fact }),
    reachable: (site) => note({ kind: 'reached', site }),
    exit(reason) {
      note({ kind: 'exit', reason });
      throw ENDED;
    },
  };
}

/** Thrown to end a step in the middle. Made once: it says nothing of where. */
export const ENDED = new Error('the process ended');

/** A step under way: the memory of a node, its rules, and where its effects go. */
export class Raft {
  /** What the planted bug takes for durable at once: its syncs end with the step. */
  hasty: SyncToken[] | null = null;

  constructor(
    readonly state: State,
    readonly rules: Rules,
    readonly node: Node,
  ) {}

  /** Sends what must not be said before all it rests on is on the disk (§3.8). */
  promise(to: string, message: Message): void {
    this.node.send(to, message, this.rules.acknowledge === 'after-sync' ? { after: 'sync' } : undefined);
  }

  /** Asks for the sync on which a promise of this node's own rests: its vote for itself, its copy of an entry. */
  vouch(token: SyncToken): void {
    if (this.rules.acknowledge === 'at-once') (this.hasty ??= []).push(token);
    else this.node.disk.sync(token);
  }

  /** A process may end at any time: a test has it end where only this node knows what it has just done. */
  mayEnd(): void {
    if (this.node.buggify('process-ends')) this.node.exit('a process may end at any time');
  }
}
