/** Everything a world is built from: all of it fixed before the first event. */
import type { Plan, PlannedOperation } from '../faults/plan.js';
import type { WatchedByName } from '../faults/watched.js';
import type { Abstraction } from '../coverage/abstraction.js';
import { integer, number, object, type Read } from '../input/schema.js';
import type { Seed } from '../kernel/random.js';
import type { NetworkConfig } from '../network/config.js';
import type { DiskConfig } from '../node/disk-latency.js';
import type { Program } from '../node/program.js';
import type { ClientProgram } from '../workload/client-program.js';
import type { Invariant } from './invariant.js';

export interface WorldSetup {
  /** Whose world it is: only asked whether it is the same one. Absent: nobody's. */
  readonly scenario?: object;
  readonly seed: Seed;
  /** Members and spares, in order. */
  readonly nodes: readonly NodeSetup[];
  readonly clients: readonly string[];
  /** What clients make of what they hear. Absent: nothing. */
  readonly clientProgram?: ClientProgram<unknown>;
  readonly plan: Plan;
  readonly network: NetworkConfig;
  readonly disk: DiskConfig;
  readonly clocks: ClockConfig;
  /** Programs by version, for upgrades; each may differ by node. */
  readonly versions: Readonly<Record<string, (node: string) => Program>>;
  /** Operations invoked one after another once the time of the run is over. */
  readonly finalOperations: readonly PlannedOperation[];
  readonly durationMs: number;
  readonly clientTimeoutMs: number;
  /** Clients begin nothing later than this: what is under way may end before the run does. */
  readonly lastInvokeMs: number;
  readonly restartAfterMs: number;
  readonly limits: Limits;
  /** What must hold after every event; a sentence says what does not. */
  readonly invariants: Readonly<Record<string, Invariant>>;
  /** States and messages that faults may wait for by name. Absent: none. */
  readonly watch?: WatchedByName;
  /** What counts as the same state, for coverage; absent: states are not counted. */
  readonly abstraction?: Abstraction;
}

interface NodeSetup {
  readonly name: string;
  readonly program: Program;
  readonly version: string;
  /** False for spares, which join later. */
  readonly member: boolean;
}

export const clockSchema = object({
  maxOffsetMs: number(0, Infinity, 'a number of ms'),
  maxDriftPpm: number(0, 1_000_000, 'parts per million'),
});

/** How wrong clocks are from the start; each node draws its own error within these bounds. */
export type ClockConfig = Read<typeof clockSchema>;

const most = integer(1, Number.MAX_SAFE_INTEGER);

export const limitsSchema = object({
  /** Events after which the run is given up, verdict `unknown`. */
  maxEvents: most,
  /** Events without time moving after which the run counts as stuck. */
  maxEventsPerInstant: most,
});

/** When a run is given up. */
export type Limits = Read<typeof limitsSchema>;
