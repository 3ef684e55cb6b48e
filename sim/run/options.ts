/** What a run is asked for: everything has a default. */
import type { Budget } from '../../checkers/history.js';
import type { StateCount } from '../coverage/abstraction.js';
import type { NemesisProfile } from '../faults/nemesis.js';
import type { FaultPlan } from '../faults/plan.js';
import type { DrainName } from '../kernel/drain.js';
import type { Seed } from '../kernel/random.js';
import type { StrategyName } from '../schedule/schedule.js';

/** What can be said about one run of a scenario. */
export interface RunOptions {
  /** Default `1`. */
  readonly seed?: Seed;
  /** Parameters that differ from their defaults, and from what a seed would draw (`vary`). */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Name of a planted bug. */
  readonly bug?: string;
  /** A profile, its name, or the faults themselves. Default: the scenario's profile. */
  readonly faults?: string | NemesisProfile | FaultPlan;
  /** The whole plan, operations included; nothing is drawn then. */
  readonly plan?: unknown;
  /** The file that the plan or the faults come from; refusals name it. */
  readonly planFile?: string;
  /** How the order of events is explored, where no plan is given: see schedule/. Default `random`. */
  readonly strategy?: StrategyName;
  /**
   * Whether each seed draws its own subset of fault kinds, rates, code points and of the parameters the scenario
   * varies (swarm testing: Groce et al., ISSTA 2012). `false`: every kind of the profile in every run, at its mean
   * rate, and parameters as they are by default. Default true.
   */
  readonly swarm?: boolean;
  /**
   * `true`: counts states after every event: those of `coverage.abstract`, or else a coarse form of each node's
   * state. `sampled`: only those of `coverage.abstract`, after one event in sixteen. Default false.
   */
  readonly countStates?: StateCount;
  /**
   * Ends the run at the first violation that a checker sees while it looks on (linearizability does). Failing runs
   * become shorter, valid ones cost up to half as much again. Default false.
   */
  readonly stopAtViolation?: boolean;
  /** Gives the run up after so many events. Default: the scenario's limit, or 5,000,000. */
  readonly maxEvents?: number;
}

/** How a run is carried out and judged. */
export interface SimulateOptions extends RunOptions {
  /** What checkers may spend. Default 20 million steps; steps, unlike time, are the same on every machine. */
  readonly budget?: Budget;
  /** How async work is drained; for measurements. Default: the fastest that works. */
  readonly drain?: DrainName;
}
