/** A node at one moment: what a snapshot keeps of it. */
import type { Slot } from '../kernel/queue.js';
import type { RandomState } from '../kernel/random.js';
import type { Micros } from '../kernel/time.js';
import type { Streams } from '../network/streams.js';
import type { AgendaSnapshot } from './agenda.js';
import type { BacklogSnapshot } from './backlog.js';
import type { ClockSnapshot } from './clock.js';
import type { Program } from './program.js';
import type { HeldMessage } from './sites.js';
import type { StorageSnapshot } from './storage.js';

/** What the process of a node is doing. */
export type NodeStatus =
  /** Running. */
  | 'up'
  /** Standing still, memory intact. */
  | 'paused'
  /** No process, but the machine runs: a connection is refused at once. */
  | 'stopped'
  /** The machine is off: nothing answers. */
  | 'dark'
  /** Not a member. */
  | 'absent';

/** When the process began to run its program, on the node's own clocks. */
export interface Birth {
  readonly localUs: number;
  readonly wallMs: number;
}

/** A node at one moment. */
export interface NodeSnapshot extends AgendaSnapshot, BacklogSnapshot {
  readonly status: NodeStatus;
  readonly incarnation: number;
  readonly version: string;
  readonly born: Birth;
  readonly program: Program;
  readonly state: { readonly value: unknown } | undefined;
  /** What its program shows instead of its state. */
  readonly shown: { readonly value: unknown } | undefined;
  readonly clock: ClockSnapshot;
  readonly disk: StorageSnapshot;
  readonly streams: ReturnType<Streams['save']>;
  readonly random: RandomState | undefined;
  readonly startSlot: Slot;
  readonly downUntilUs: Micros;
  readonly pausedBy: readonly number[];
  readonly stalledUntilUs: Micros;
  readonly held: readonly HeldMessage[];
}
