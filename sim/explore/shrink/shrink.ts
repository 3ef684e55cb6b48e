/**
 * Shrinking: from a plan that fails to one that fails in the same way with as little as possible. The chapter,
 * ../README.md, tells why the passes come in this order.
 */
import { prepare, type RunOptions } from '../../prepare.js';
import { load, runPrepared, type Run } from '../../run.js';
import type { Scenario } from '../../scenario.js';
import type { Plan } from '../../faults/plan.js';
import { cutFaultPairs, cutFaults } from './cut-faults.js';
import { cutAroundFailure, cutClients, cutOperationPairs, cutOperations } from './cut-operations.js';
import { Search, withEventLimit, type SearchLimits } from './search.js';
import { signatureOf } from './signature.js';
import { pinTargets } from './targets.js';

/** How large a failure is. */
export interface Size {
  readonly faults: number;
  readonly operations: number;
  /** Events of the whole run. */
  readonly events: number;
}

/** A failure with as little as possible around it. */
export interface Shrunk {
  readonly plan: Plan;
  /** The run of the plan. */
  readonly run: Run;
  readonly from: Size;
  readonly to: Size;
  /** How many runs it took. */
  readonly runs: number;
}

export type ShrinkOptions = Partial<SearchLimits>;

/** Enough for every planted bug of every scenario that ships; most need a quarter. */
const DEFAULT_RUNS = 3000;

/** What says which run is to be shrunk: a capsule does, and so does a run. */
export interface Failure {
  readonly params: Readonly<Record<string, unknown>>;
  readonly bug?: string | undefined;
  readonly seed: string | number;
  readonly plan: unknown;
}

/**
 * Shrinks a failure: the same check fails throughout, by the same kind of anomaly. The result depends on scenario,
 * failure and number of runs alone, unless `goesOn` ends it early.
 * @returns undefined if the run does not fail (any more)
 * @throws InputError if the failure does not fit the scenario
 */
export async function shrink<P>(
  scenario: Scenario<P>,
  { params, bug, seed, plan }: Failure,
  limits: ShrinkOptions = {},
): Promise<Shrunk | undefined> {
  const loaded = await load(scenario);
  const options: RunOptions = { params, seed, plan, ...(bug === undefined ? {} : { bug }) };
  const prepared = prepare(scenario, options, loaded);
  const first = await runPrepared(prepared);
  const target = signatureOf(first);
  if (target === undefined) return undefined;
  const search = await Search.begin(withEventLimit(prepared, first.events), target, {
    runs: DEFAULT_RUNS,
    ...limits,
  });
  if (search === undefined) return undefined;
  await passes(search);
  const run = await runPrepared(prepare(scenario, { ...options, plan: search.plan }, loaded));
  return { plan: search.plan, run, from: sizeOf(first), to: sizeOf(run), runs: search.runs + 2 };
}

async function passes(search: Search): Promise<void> {
  await pinTargets(search);
  await cutAroundFailure(search);
  await cutFaults(search);
  await cutClients(search);
  for (let before = ''; before !== JSON.stringify(search.plan) && !search.spent; ) {
    before = JSON.stringify(search.plan);
    await cutOperations(search);
    await cutFaults(search);
    await cutOperationPairs(search);
    await cutFaultPairs(search);
  }
}

/** How large a run is. */
export function sizeOf({ plan, events }: Run): Size {
  return { faults: plan.faults.length, operations: plan.operations.length, events };
}
