/**
 * Shrinking: from a plan that fails to one that fails in the same way with as little as possible. The chapter,
 * ../README.md, tells the ways and why the passes come in this order.
 */
import { prepare, type Prepared } from '../../sim/run/prepare.js';
import type { RunOptions } from '../../sim/run/options.js';
import { load, runPrepared, type Run } from '../../sim/run/run.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import type { Plan } from '../../sim/faults/plan.js';
import { aimAt, withEventLimit } from './aim.js';
import { asShrunk, longestLatencyUs, withNamedFaults, type Calm } from './calm.js';
import { criticalPair } from './critical-pair.js';
import type { CriticalPair, Size } from '../../sim/run/capsule/shrunk-part.js';
import { operationsOfAnomaly } from './cut-operations.js';
import { Effort, type SearchLimits } from './effort.js';
import { Lineages } from './fate.js';
import { eventsThatMatter } from './matter.js';
import { polish } from './passes.js';
import type { Search } from './search.js';
import { shrinkParams } from './shrink-params.js';
import { isFailure, signatureOf } from '../../sim/run/capsule/signature.js';
import { watched } from './stage.js';
import { waysDown } from './ways.js';

/** A failure with as few faults and operations as were found. */
export interface Shrunk {
  readonly plan: Plan;
  /** How long every message takes, in ms, if the plan is for a calm network: run it with `asShrunk`. */
  readonly latencyMs?: number;
  /** Length of the run in ms, if it became shorter. */
  readonly durationMs?: number;
  /** All parameters, if some became smaller: the plan is for these. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** The run of the plan. */
  readonly run: Run;
  readonly from: Size;
  readonly to: Size;
  /** How many events matter: they were caused by the plan, and could have led to the failure. */
  readonly matter: number;
  /** Two messages whose order decides, if two were found. */
  readonly criticalPair?: CriticalPair;
  /** How many runs it took. */
  readonly runs: number;
}

/** How long to shrink, and what to report meanwhile. */
export type ShrinkOptions = Partial<SearchLimits>;

/** Enough for every planted bug of every scenario that ships; most need a tenth. */
const DEFAULT_RUNS = 3000;
/** About ten seconds of CPU time. Few failures need as many. */
const DEFAULT_COST = 2_500_000;

/** The failure to shrink: a capsule, or a run. */
export interface Failure {
  readonly params: Readonly<Record<string, unknown>>;
  readonly bug?: string | undefined;
  readonly seed: string | number;
  readonly plan: unknown;
  /** The check that fails and the kind of its first anomaly, where they are known; anything else is not this failure. */
  readonly check?: string;
  readonly anomaly?: string;
}

/**
 * Shrinks a failure to fewer faults and operations. The same check fails, with the same kind of anomaly. The result
 * depends on scenario, failure and number of runs only, unless `goesOn` ends it early.
 * @returns undefined if the run does not fail (any more)
 * @throws InputError if the failure does not fit the scenario
 */
export async function shrink<P>(
  scenario: Scenario<P>,
  { params: given, bug, seed, plan, check, anomaly }: Failure,
  limits: ShrinkOptions = {},
): Promise<Shrunk | undefined> {
  const loaded = await load(scenario);
  const options: RunOptions = { params: given, seed, plan, ...(bug === undefined ? {} : { bug }) };
  const prepared = prepare(scenario, options, loaded);
  const lineages = new Lineages();
  const { durationMs } = prepared.setup;
  const whole = { plan: prepared.setup.plan, fates: new Map<number, never>(), durationMs };
  const seen = await watched(prepared, whole, lineages);
  const { run: first } = seen;
  const target = signatureOf(first);
  if (target === undefined) return undefined;
  if ((check ?? target.check) !== target.check || (anomaly ?? target.anomaly) !== target.anomaly)
    return undefined;
  // Whoever wants more runs wants them however long they are.
  const cost = limits.runs === undefined ? DEFAULT_COST : Infinity;
  const effort = new Effort({ runs: DEFAULT_RUNS, cost, ...limits }, first.plan);
  const parts = { target, lineages, effort, longestUs: longestLatencyUs(seen.watch) };
  const aim = aimAt(parts, scenario, options, loaded, first.events);
  for (const way of await waysDown(aim, withEventLimit(prepared, first.events), { ...whole, ...seen })) {
    const search = await shrinkParams(way);
    await polish(search);
    const watch = await search.watch();
    const calm = calmOf(search, prepared);
    const smallest = withNamedFaults(search.plan, watch, search.nameOf);
    const { params } = search.start.prepared;
    const changed = Object.keys(params).filter(
      (name) => JSON.stringify(params[name]) !== JSON.stringify(prepared.params[name]),
    );
    const small = { ...options, params, plan: smallest };
    const run = await runPrepared(prepare(asShrunk(scenario, calm), small, loaded));
    // A story that does not come true outside the search is no result; the next best may.
    if (!isFailure(run, target)) continue;
    const matter = eventsThatMatter(watch, search.run, operationsOfAnomaly(search.run));
    const pair = await criticalPair(search, watch, matter);
    return {
      plan: run.plan,
      ...calm,
      ...(changed.length === 0 ? {} : { params }),
      run,
      from: sizeOf(first, changed),
      to: sizeOf(run, changed),
      matter: matter.length,
      ...(pair === undefined ? {} : { criticalPair: pair }),
      runs: effort.runs + 2,
    };
  }
  return undefined;
}

/** What the scenario has to be like for the search's plan. */
function calmOf({ start: { latencyMs }, durationMs }: Search, { setup }: Prepared): Calm {
  return {
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(durationMs === setup.durationMs ? {} : { durationMs }),
  };
}

/** How large a run is. @param changed names of the parameters worth a word */
function sizeOf({ plan, events, params }: Run, changed: readonly string[]): Size {
  const size = { faults: plan.faults.length, operations: plan.operations.length, events };
  if (changed.length === 0) return size;
  return { ...size, params: Object.fromEntries(changed.map((name) => [name, params[name]])) };
}
