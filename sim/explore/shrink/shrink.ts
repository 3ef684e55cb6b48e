/**
 * Shrinking: from a plan that fails to one that fails in the same way with as little as possible. The chapter,
 * ../README.md, tells why the passes come in this order.
 */
import { prepare, type Prepared, type RunOptions } from '../../prepare.js';
import { toMs } from '../../kernel/time.js';
import { load, runPrepared, type Run } from '../../run.js';
import type { Scenario } from '../../scenario.js';
import type { Plan } from '../../faults/plan.js';
import { cutFaultPairs, cutFaults } from './cut-faults.js';
import {
  cutAroundFailure,
  cutClients,
  cutOperationPairs,
  cutOperations,
  operationsOfAnomaly,
} from './cut-operations.js';
import { asShrunk, calmed, madeExplicit, shortestLatencyMs, withNamedFaults, type Calm } from './calm.js';
import { criticalPair, type CriticalPair } from './critical-pair.js';
import { closeGaps } from './close-gaps.js';
import { cutAllFates, cutFates } from './cut-fates.js';
import type { Grain } from './cut-list.js';
import { cutSchedule } from './cut-schedule.js';
import { eventsThatMatter } from './matter.js';
import { joinDelays } from './join-delays.js';
import { mergeFates } from './merge-fates.js';
import { simplifyFates } from './simplify-fates.js';
import { dropHeal, roundOperations, roundTimes, simplifyFaults } from './simplify.js';
import { Lineages } from './fate.js';
import { Effort, type SearchLimits } from './effort.js';
import { Search, type Start } from './search.js';
import { sow } from './sow.js';
import { watched, type Case } from './stage.js';
import { settleMsOf } from './settle.js';
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
  /** How long the run is, where it was made shorter, in ms. */
  readonly durationMs?: number;
  /** The run of the plan. */
  readonly run: Run;
  readonly from: Size;
  readonly to: Size;
  /** How many events matter: see matter.ts. */
  readonly matter: number;
  /** Two messages whose order decides, if two were found. */
  readonly criticalPair?: CriticalPair;
  /** How many runs it took. */
  readonly runs: number;
}

export type ShrinkOptions = Partial<SearchLimits>;

/** Enough for every planted bug of every scenario that ships; most need a tenth. */
const DEFAULT_RUNS = 3000;
/** About ten seconds of CPU time. Few failures need as many. */
const DEFAULT_COST = 6_000_000;

/** What says which run is to be shrunk: a capsule does, and so does a run. */
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
 * Shrinks a failure: the same check fails throughout, by the same kind of anomaly. The result depends on scenario,
 * failure and number of runs alone, unless `goesOn` ends it early.
 * @returns undefined if the run does not fail (any more)
 * @throws InputError if the failure does not fit the scenario
 */
export async function shrink<P>(
  scenario: Scenario<P>,
  { params, bug, seed, plan, check, anomaly }: Failure,
  limits: ShrinkOptions = {},
): Promise<Shrunk | undefined> {
  const loaded = await load(scenario);
  const options: RunOptions = { params, seed, plan, ...(bug === undefined ? {} : { bug }) };
  const prepared = prepare(scenario, options, loaded);
  const first = await runPrepared(prepared);
  const target = signatureOf(first);
  if (target === undefined) return undefined;
  if ((check ?? target.check) !== target.check || (anomaly ?? target.anomaly) !== target.anomaly)
    return undefined;
  const effort = new Effort({
    runs: DEFAULT_RUNS,
    // Whoever wants more runs wants them however long they are.
    cost: limits.runs === undefined ? DEFAULT_COST : Infinity,
    ...limits,
  });
  for (const search of await searches(withEventLimit(prepared, first.events), target, effort)) {
    await polish(search);
    const watch = await search.watch();
    const calm = calmOf(search, prepared);
    const smallest = withNamedFaults(search.plan, watch, search.nameOf);
    const run = await runPrepared(prepare(asShrunk(scenario, calm), { ...options, plan: smallest }, loaded));
    // A story that does not come true outside the search is no result; the next best may.
    if (!isFailure(run, target)) continue;
    const matter = eventsThatMatter(watch, search.run, operationsOfAnomaly(search.run));
    const pair = await criticalPair(search, watch, matter);
    return {
      plan: run.plan,
      ...calm,
      run,
      from: sizeOf(first),
      to: sizeOf(run),
      matter: matter.length,
      ...(pair === undefined ? {} : { criticalPair: pair }),
      runs: effort.runs + 2,
    };
  }
  return undefined;
}

/** With chance as it is drawn, with chance made explicit after or before; those that led furthest first. */
async function searches(prepared: Prepared, target: Signature, effort: Effort): Promise<Search[]> {
  const lineages = new Lineages();
  const { plan, durationMs } = prepared.setup;
  const settleMs = settleMsOf(plan, durationMs);
  const fates = new Map();
  effort.runs++;
  const first = await watched(prepared, { plan, fates, durationMs }, lineages);
  effort.made(first.run, prepared);
  const latencyMs = shortestLatencyMs(first.watch);
  const calm = { prepared: calmed(prepared, latencyMs), latencyMs, settleMs };
  const begin = { plan: pinned(plan, first.watch), fates, durationMs };
  const found: Search[] = [];
  const isShort = (): boolean =>
    found.some((search) => search.operations <= FEW && faultsOf(search) <= FEW_FAULTS);
  const sown = await sow(calm, { ...first, ...begin }, target, lineages, effort);
  if (sown !== undefined) {
    await passes(sown);
    await polish(sown);
    found.push(sown);
    if (isShort()) return found;
  }
  const drawn =
    (await Search.begin({ prepared, settleMs }, target, lineages, effort, begin)) ??
    (await Search.begin({ prepared, settleMs }, target, lineages, effort, { ...begin, plan }));
  if (drawn === undefined) return found;
  found.push(drawn);
  const explicitFrom = async (from: Case, grains?: Grains): Promise<void> => {
    if (effort.spent) return;
    const explicit = await shrinkExplicit(drawn.start, from, target, lineages, effort, grains);
    if (explicit !== undefined) found.push(explicit);
  };
  const passesOnDrawn = async (runs: number): Promise<void> => {
    drawn.until = effort.runs + runs;
    await passes(drawn);
    drawn.until = Infinity;
  };
  // What comes later is tried only where what came before did not lead far.
  await passesOnDrawn(FIRST_TRY_RUNS);
  if (isShort()) await explicitFrom(drawn);
  if (found.length === 1 || !isShort()) await explicitFrom(begin);
  // Another order ends in another place, and costs little where the first one led far.
  if (!isShort()) await explicitFrom(begin, FINE_AT_ONCE);
  if (!isShort()) {
    await passesOnDrawn(LAST_TRY_RUNS);
    await explicitFrom(drawn);
  }
  // Of two that are equally small the later one says more.
  return found.toReversed().sort((a, b) => a.size - b.size);
}

const faultsOf = ({ plan, fates }: Search): number => plan.faults.length + fates.size;

/** So many operations and faults are a short story. */
const FEW = 5;
const FEW_FAULTS = 3;
/** Most failures are small after so many runs; the others had better be tried another way. */
const FIRST_TRY_RUNS = 150;
const LAST_TRY_RUNS = 500;

/** Chance first turned into fates of single messages, which then go one by one. */
async function shrinkExplicit(
  { prepared, settleMs }: Start,
  { plan, durationMs }: Case,
  target: Signature,
  lineages: Lineages,
  effort: Effort,
  grains: Grains = COARSE_FIRST,
): Promise<Search | undefined> {
  effort.runs++;
  const { watch, run } = await watched(prepared, { plan, fates: new Map(), durationMs }, lineages);
  effort.made(run, prepared);
  const latencyMs = shortestLatencyMs(watch);
  const calm = { prepared: calmed(prepared, latencyMs), latencyMs, settleMs };
  const first = { ...madeExplicit(plan, watch, latencyMs), durationMs };
  const search = await Search.begin(calm, target, lineages, effort, first);
  if (search === undefined) return undefined;
  await cutAllFates(search);
  await passes(search, grains);
  await polish(search);
  return search;
}

/** Makes it easier to read, which at times lets more be cut. */
async function polish(search: Search): Promise<void> {
  for (let before = Infinity; before > search.size && !search.spent;) {
    before = search.size;
    // Before windows are fitted to them.
    await roundOperations(search);
    await simplifyFaults(search);
    await simplifyFates(search);
    await joinDelays(search);
    await passes(search);
  }
  await roundTimes(search);
}

type Grains = readonly Grain[];
/** Each list is worth cutting roughly before any of them is worth cutting finely, as a rule. */
const COARSE_FIRST: Grains = ['coarse', 'fine'];
const FINE_AT_ONCE: Grains = ['fine'];

async function passes(search: Search, grains = COARSE_FIRST): Promise<void> {
  await cutSchedule(search);
  await dropHeal(search);
  await cutAroundFailure(search);
  await cutFaults(search);
  await cutClients(search);
  await closeGaps(search);
  for (let before = Infinity; before > search.size && !search.spent;) {
    before = search.size;
    for (const grain of grains) {
      await cutOperations(search, grain);
      await cutFaults(search);
      await cutFates(search, grain);
    }
    await dropHeal(search);
    if (search.fates.size > 0) await roundOperations(search);
    await mergeFates(search);
    await cutOperationPairs(search);
    await cutFaultPairs(search);
  }
}

/**
 * Says of each operation when it begins and which node it goes to, so that taking one away moves no other: a client
 * begins late when the one before took long, and draws the node it asks by the number of the operation. What no
 * client came to is left out.
 */
function pinned(plan: Plan, { invocations }: Watch): Plan {
  const next = new Map<string, number>();
  const operations = plan.operations.flatMap((operation) => {
    const number = next.get(operation.process) ?? 0;
    next.set(operation.process, number + 1);
    const invocation = invocations.get(operation.process)?.[number];
    if (invocation === undefined) return [];
    const to = operation.to ?? invocation.to;
    return [{ ...operation, atMs: toMs(invocation.atUs), ...(to === undefined ? {} : { to }) }];
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

/** What the scenario has to be like for the search's plan. */
function calmOf({ start: { latencyMs }, durationMs }: Search, { setup }: Prepared): Calm {
  return {
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(durationMs === setup.durationMs ? {} : { durationMs }),
  };
}

/** How large a run is. */
function sizeOf({ plan, events }: Run): Size {
  return { faults: plan.faults.length, operations: plan.operations.length, events };
}
