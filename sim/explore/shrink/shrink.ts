/**
 * Shrinking: from a plan that fails to one that fails in the same way with as little as possible. The chapter,
 * ../README.md, tells why the passes come in this order.
 */
import { prepare, type Prepared, type RunOptions } from '../../prepare.js';
import { load, runPrepared, type Run } from '../../run.js';
import type { Scenario } from '../../scenario.js';
import type { Plan } from '../../faults/plan.js';
import { cutFaultPairs, cutFaults } from './cut-faults.js';
import { cutAroundFailure, cutClients, cutOperationPairs, cutOperations } from './cut-operations.js';
import { calmed, madeExplicit, shortestLatencyMs, withLatency, withNamedFaults } from './calm.js';
import { cutAllFates, cutFates } from './cut-fates.js';
import { Lineages } from './fate.js';
import { Effort, Search, stage, type Case, type SearchLimits } from './search.js';
import { isFailure, signatureOf, type Signature } from './signature.js';
import type { Watch } from './watch.js';

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
  /** How long every message takes, where chance was made explicit: the plan is for `withLatency(scenario, …)`. */
  readonly latencyMs?: number;
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
  const effort = new Effort({ runs: DEFAULT_RUNS, ...limits });
  const limited = withEventLimit(prepared, first.events);
  const found = (await shrinkExplicit(limited, target, effort)) ?? (await shrinkDrawn(limited, target, effort));
  if (found === undefined) return undefined;
  const { latencyMs } = found;
  const on = latencyMs === undefined ? scenario : withLatency(scenario, latencyMs);
  const run = await runPrepared(prepare(on, { ...options, plan: found.plan }, loaded));
  if (!isFailure(run, target)) throw new Error('the shrunk plan does not fail');
  return {
    plan: run.plan,
    ...(latencyMs === undefined ? {} : { latencyMs }),
    run,
    from: sizeOf(first),
    to: sizeOf(run),
    runs: effort.runs + 2,
  };
}

interface Found {
  readonly plan: Plan;
  readonly latencyMs?: number;
}

/** Chance first turned into fates of single messages, which then go one by one. */
async function shrinkExplicit(
  prepared: Prepared,
  target: Signature,
  effort: Effort,
): Promise<Found | undefined> {
  const lineages = new Lineages();
  effort.runs++;
  const pinned = pinTargets(prepared.setup.plan, (await stage(prepared, drawn(prepared), lineages)).watch);
  const { watch } = await stage(prepared, { plan: pinned, fates: new Map() }, lineages);
  const latencyMs = shortestLatencyMs(watch);
  const calm = calmed(prepared, latencyMs);
  const search = await Search.begin(calm, target, lineages, effort, madeExplicit(pinned, watch, latencyMs));
  if (search === undefined) return undefined;
  await cutAllFates(search);
  await passes(search);
  return { plan: withNamedFaults(search.plan, await search.watch(), search.nameOf), latencyMs };
}

/** Where chance cannot be made explicit: the plan alone is cut. */
async function shrinkDrawn(
  prepared: Prepared,
  target: Signature,
  effort: Effort,
): Promise<Found | undefined> {
  const search = await Search.begin(prepared, target, new Lineages(), effort, drawn(prepared));
  if (search === undefined) return undefined;
  await search.fails({ operations: pinTargets(search.plan, await search.watch()).operations });
  await passes(search);
  return { plan: search.plan };
}

const drawn = ({ setup }: Prepared): Case => ({ plan: setup.plan, fates: new Map() });

async function passes(search: Search): Promise<void> {
  await cutAroundFailure(search);
  await cutFaults(search);
  await cutClients(search);
  for (let before = Infinity; before > search.size && !search.spent; ) {
    before = search.size;
    await cutOperations(search);
    await cutFaults(search);
    await cutFates(search);
    await cutOperationPairs(search);
    await cutFaultPairs(search);
  }
}

/**
 * Says of each operation which node it goes to: a client that is free to choose draws by the number of its operation,
 * and numbers change when one is cut.
 */
function pinTargets(plan: Plan, { targets }: Watch): Plan {
  const next = new Map<string, number>();
  const operations = plan.operations.map((operation) => {
    const number = next.get(operation.process) ?? 0;
    next.set(operation.process, number + 1);
    const to = operation.to ?? targets.get(operation.process)?.[number];
    return to === undefined ? operation : { ...operation, to };
  });
  return { ...plan, operations };
}

/** A run that goes so many times over the events of the first one has become another matter. */
const EVENTS_FACTOR = 4;

/** Limits the events of a run, lest a candidate runs away. */
function withEventLimit(prepared: Prepared, events: number): Prepared {
  const { setup } = prepared;
  const maxEvents = Math.min(setup.limits.maxEvents, EVENTS_FACTOR * events + 10_000);
  return { ...prepared, setup: { ...setup, limits: { ...setup.limits, maxEvents } } };
}

/** How large a run is. */
export function sizeOf({ plan, events }: Run): Size {
  return { faults: plan.faults.length, operations: plan.operations.length, events };
}
