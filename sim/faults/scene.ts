/** What faults work on: the world, as far as they change it, and what is remembered of faults in force. */
import type { Seed } from '../kernel/random.js';
import type { Micros } from '../kernel/time.js';
import type { Network } from '../network/network.js';
import type { SimNode } from '../node/node.js';
import type { Program } from '../node/program.js';

export interface FaultPort {
  readonly now: Micros;
  readonly seed: Seed;
  readonly network: Network;
  readonly endpointCount: number;
  readonly restartAfterUs: Micros;
  endpoint(name: string): number;
  node(name: string): SimNode;
  readonly nodes: readonly SimNode[];
  isClient(endpoint: number): boolean;
  versionOf(version: string, node: SimNode): Program;
  join(node: SimNode): void;
  leave(node: SimNode): void;
}

/** A directed link, by the numbers of its ends. */
export type Link = readonly [from: number, to: number];

export interface Scene {
  readonly port: FaultPort;
  /** Nodes whose process never comes back. */
  readonly gone: Set<number>;
  /** The key for the draws of a fault. */
  keyOf(number: number): number;
  /** The links that a cut touches, found once: a flapping one touches them again and again. */
  linksOf(fault: object, find: () => readonly Link[]): readonly Link[];
  /** From now on, or no longer, the fault of this number answers for a code point. */
  buggify(number: number, on: boolean): void;
}
