/**
 * What a scenario is: a system, the clients that use it, what may go wrong, and what is claimed to hold.
 * A scenario is data plus functions of its parameters; together with a seed and a plan it determines a run.
 */
import type { z } from 'zod';
import type { Checker } from '../../checkers/history.js';
import type { FaultBudget } from '../faults/budget-schema.js';
import type { NemesisProfile } from '../faults/nemesis.js';
import type { ProfileName } from '../faults/profiles/named.js';
import type { Watched } from '../faults/watched.js';
import type { StrategyName } from '../schedule/schedule.js';
import type { NetworkConfig } from '../network/config.js';
import type { DiskConfig } from '../node/disk-latency.js';
import type { Program } from '../node/program.js';
import type { DeclaredCoverage } from '../coverage/declared.js';
import type { Workload } from '../workload/workload.js';
import type { Invariant } from '../world/invariant.js';
import type { ClockConfig, Limits } from '../world/setup.js';

/** A planted bug: what is different, and what finds it. */
export interface PlantedBug<P> {
  readonly summary: string;
  /** Parameters that go with it. */
  readonly params?: Partial<P>;
  /** The profile that draws the faults unless another is asked for; default: the scenario's. */
  readonly faults?: ProfileName | NemesisProfile;
  /**
   * What finds it, and how soon: `npx seedstorm list` prints it, and the test suite of this package proves it for
   * each of its bugs.
   */
  readonly shows?: Symptom;
  /**
   * The sound run to compare with. `plain`: the scenario with its default parameters, because the bug is in `params`.
   * Default: the same parameters and faults, without the bug. `ruled` sets it for bugs that change no rule.
   */
  readonly twin?: 'plain';
}

/** What finds a planted bug, and how soon. */
export interface Symptom {
  /** The claim it breaks: the name of a check, an invariant, `liveness` or `runtime`. */
  readonly check: string;
  /** The kind of an anomaly that the check then reports. */
  readonly anomaly: string;
  /** One of the seeds from 1 to this one finds it. */
  readonly within: number;
}

/** What parts of a scenario may look at besides its parameters. */
export interface ScenarioContext {
  /** Name of the planted bug, if one was asked for. */
  readonly bug: string | undefined;
  /** Members and spares. */
  readonly nodes: readonly string[];
  /** What `load` gave. */
  readonly loaded: unknown;
}

/** An operation invoked after the run, to see where everything ended. */
export interface FinalOperation {
  readonly to?: string;
  readonly input: { readonly f: string; readonly [field: string]: unknown };
}

/**
 * What depends on the parameters. It is a method to the types, so that one list takes scenarios of any parameters:
 * whoever calls it has parameters that the scenario's own schema gave.
 */
type OfParams<P, Result, More extends unknown[] = []> = {
  of(params: P, ...more: More): Result;
}['of'];

/** As above, with the planted bug and the names of the nodes. */
type InContext<P, Result> = OfParams<P, Result, [context: ScenarioContext]>;

/** The fields of a scenario: plain data and pure functions of its parameters. */
export interface ScenarioDefinition<P> {
  /** `folder/name`: the command line finds it by this. */
  readonly name: string;
  /**
   * The group in which `list` shows it. Default: the first folder of its name, or `other` if the name has none.
   */
  readonly family?: string;
  /** One sentence: what it shows. */
  readonly summary: string;
  /** Parameters with their defaults: a zod object in which every field has one. */
  readonly params: z.ZodType<P>;
  /**
   * Parameters for which each seed draws one of these values, unless `params` gives one. The claims must hold for all
   * of them.
   */
  readonly vary?: { readonly [Name in keyof P]?: readonly P[Name][] };
  /** Names of the nodes; default `n1` to `n3`. */
  readonly nodes?: OfParams<P, readonly string[]>;
  /** Nodes that are not members yet: what `join` and `replace` faults bring in. */
  readonly spares?: OfParams<P, readonly string[]>;
  /** What nodes run: one program, or one for each name. */
  readonly protocol:
    Program | Readonly<Record<string, Program>> | InContext<P, Program | Readonly<Record<string, Program>>>;
  /** Other versions of what nodes run, for the `upgrade` fault. The protocol itself is version `v1`. */
  readonly versions?: Readonly<Record<string, InContext<P, Program | Readonly<Record<string, Program>>>>>;
  readonly workload: InContext<P, Workload>;
  /** Default: a data centre's network, `lan()`. */
  readonly network?: NetworkConfig | OfParams<P, NetworkConfig>;
  /** Default: `ssd()`. */
  readonly disk?: DiskConfig | OfParams<P, DiskConfig>;
  /** How wrong clocks are from the start. Default: not at all. */
  readonly clocks?: ClockConfig | OfParams<P, ClockConfig>;
  /** The profile that draws the faults unless another is asked for: its name, or one of your own. */
  readonly faults: ProfileName | NemesisProfile | OfParams<P, ProfileName | NemesisProfile>;
  /**
   * The strategies for which the claims hold; default: all. A claim of answers within some time needs `random`,
   * because the others delay messages.
   */
  readonly strategies?: readonly StrategyName[];
  /** What the scenario claims to survive: faults of any profile are fitted to it. */
  readonly budget?: FaultBudget | OfParams<P, FaultBudget>;
  /** The code points of `node.buggify` that profiles may turn on. */
  readonly buggifySites?: readonly string[];
  /** What campaigns are expected to reach, and which states count as the same. Decides nothing in a run. */
  readonly coverage?: DeclaredCoverage;
  /** Length of the run in ms of virtual time. */
  readonly durationMs: number | OfParams<P, number>;
  /**
   * How long before the end everything is healed, in ms; 0: never. Default: a fifth of the run. With `liveWithinMs`:
   * that time and twice the time-out of clients, if this is longer, and at most half of the run.
   */
  readonly settleMs?: number;
  /** How long clients wait for a reply. Default 1,000. */
  readonly clientTimeoutMs?: number | OfParams<P, number>;
  /** How long before the end clients begin nothing more. Default: as long as they wait for a reply. */
  readonly quietMs?: number;
  /** How long a supervisor waits before it starts an ended process again. Default 1,000. */
  readonly restartAfterMs?: number;
  /** Operations invoked one after another when the run is over. */
  readonly final?: InContext<P, readonly FinalOperation[]>;
  /** The claims, by name. */
  readonly check: Readonly<Record<string, Checker>> | InContext<P, Readonly<Record<string, Checker>>>;
  /**
   * Liveness: every operation invoked this many ms after heal-all, or later, must end `ok`. Absent: nothing is
   * claimed.
   */
  readonly liveWithinMs?: number;
  /** What must hold after every event; seen by name among the checks. Async programs show their state with `node.show`. */
  readonly invariants?: Readonly<Record<string, Invariant>>;
  /**
   * States and messages by name, for faults that wait for one (`when: { state: 'leader' }` in a plan). The kinds of
   * `nemesis` that wait for a state or message draw from these. A function of a node's state, or `{ state }` or `{
   * message }` with a function or with what it must hold: `{ leader: (state) => state.leads, prepare: { message: {
   * type: 'prepare' } } }`.
   */
  readonly watch?: Readonly<Record<string, Watched>>;
  readonly bugs?: Readonly<Record<string, PlantedBug<P>>>;
  /** Loads packages that the protocol uses, once per process, before any world is built. */
  readonly load?: () => Promise<unknown>;
  readonly limits?: Partial<Limits>;
}

/** A scenario. Without `P` it is one of any parameters, as lists hold them and the command line handles them. */
export interface Scenario<P = unknown> extends ScenarioDefinition<P> {
  readonly kind: 'scenario';
}

/** What a scenario is listed with. */
export function familyOf({ family, name }: Pick<Scenario, 'family' | 'name'>): string {
  return family ?? (name.includes('/') ? (name.split('/')[0] as string) : 'other');
}

/** `n1` … `n<count>`. */
export function nodeNames(count: number, prefix = 'n'): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
}
