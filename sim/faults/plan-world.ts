/** Who and what a plan may speak of. */
import type { WatchNames } from './watched.js';

/** What a plan may refer to: the names that exist in the world it is for. */
export interface PlanWorld {
  readonly nodes: readonly string[];
  /** Nodes that have not joined yet. */
  readonly spares?: readonly string[];
  readonly clients: readonly string[];
  /** States and messages that faults may wait for by name. */
  readonly watch?: WatchNames;
  /** Protocol versions that `upgrade` may name. */
  readonly versions?: readonly string[];
  /** How long the run is. */
  readonly durationMs: number;
}
