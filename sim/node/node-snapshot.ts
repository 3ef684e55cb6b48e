/** A node at one moment: what a snapshot keeps of it. */
import { copyPlain } from '../kernel/copy.js';
import { EventKind, LOOP_WAKE } from '../kernel/event-kind.js';
import type { Slot } from '../kernel/queue.js';
import type { RandomState } from '../kernel/random.js';
import type { Micros } from '../kernel/time.js';
import type { Streams } from '../network/streams.js';
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

/** A call that waits for its end. */
export interface PendingCall {
  readonly to: number;
  readonly token: unknown;
  /** The name of the question, its field `f`, if it has one. */
  readonly f: string | undefined;
  slot: Slot;
}

/** A node at one moment. */
export interface NodeSnapshot {
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
  readonly timers: readonly Slot[];
  readonly calls: readonly (readonly [number, PendingCall])[];
  readonly wakes: readonly (readonly [number, Slot])[];
  readonly backlog: readonly Waiting[];
  readonly slowUs: Micros;
  readonly turnSlot: Slot;
  readonly startSlot: Slot;
  readonly downUntilUs: Micros;
  readonly pausedBy: readonly number[];
  readonly stalledUntilUs: Micros;
  readonly held: readonly HeldMessage[];
}

/** An event that came while the node stood still or was busy. */
export interface Waiting {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly payload: unknown;
}

/** What waited for a process that stood still: first what its event loop does, then what arrived. */
export function loopFirst(waiting: readonly Waiting[]): Waiting[] {
  const isLoop = ({ kind, a }: Waiting): boolean => kind === EventKind.Wake && a === LOOP_WAKE;
  return [...waiting.filter(isLoop), ...waiting.filter((event) => !isLoop(event))];
}

export function copyCalls(calls: NodeSnapshot['calls']): NodeSnapshot['calls'] {
  return calls.map(([id, call]) => [id, { ...call, token: copyPlain(call.token) }]);
}

/** Makes a map hold what was saved, and nothing else. */
export function refill<K, V>(map: Map<K, V>, entries: readonly (readonly [K, V])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
