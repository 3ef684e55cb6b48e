/** What a node sees of the world it lives in. */
import type { Slot } from '../kernel/queue.js';
import type { Seed } from '../kernel/random.js';
import type { Micros } from '../kernel/time.js';
import type { Network } from '../network/network.js';
import type { DiskLatencies } from './disk-latency.js';

/** The node that speaks, as the world's own functions know it by its name. */
interface Speaker {
  readonly name: string;
}

/** Takes what nodes measure. */
interface Figures {
  count(node: number, name: string, by: number, now: Micros): void;
  gauge(node: number, name: string, value: number, now: Micros): void;
  timing(node: number, name: string, ms: number): void;
  processEnded(node: number, now: Micros): void;
}

export interface NodePort {
  readonly now: Micros;
  readonly seed: Seed;
  readonly network: Network;
  readonly disk: DiskLatencies;
  /** How long a supervisor waits before it starts an ended process again. */
  readonly restartAfterUs: Micros;
  schedule(atUs: Micros, kind: number, node: number, a: number, b: number, payload: unknown): Slot;
  /** Takes an event of a node off the calendar, which must be there and of this kind; -1 is ignored. */
  cancel(slot: Slot, node: number, kind: number): void;
  /** A number no other call or connection of this world has. */
  nextId(): number;
  /** Whether the network delivers the request or call more than once. */
  wasDuplicated(id: number): boolean;
  /** Number of a name in a table of the world, for columns that hold numbers. */
  intern(name: string): number;
  nameOfInterned(number: number): string;
  /** @throws RangeError with a suggestion when nobody has the name */
  endpoint(name: string): number;
  endpointName(index: number): string;
  isClient(endpoint: number): boolean;
  /** Names of the members, in a fixed order. */
  members(): readonly string[];
  readonly figures: Figures;
  buggify(site: string, node: number): boolean;
  sometimes(name: string, condition: boolean): void;
  reachable(name: string): void;
  unreachable(name: string, node: Speaker): void;
  /** The process of the node is over: `exit` by its own will, `uncaught` by an error nobody handled. */
  ended(node: Speaker, how: 'exit' | 'uncaught', reason: unknown): void;
  log(node: Speaker, text: string, data: unknown): void;
  effect(node: Speaker, input: { readonly f: string }): void;
  /** Something about the node worth a line in the trace: started, crashed, synced … */
  note(node: Speaker, what: string, data?: unknown): void;
}

/** A refused request or call: what went wrong, and whether it certainly did not happen. */
export interface Refusal {
  readonly error: string;
  readonly definite: boolean;
}
