/**
 * The search for a smaller failure: holds the smallest that still fails, tries candidates against it, counts the runs.
 * Passes know what to try; only the search decides what counts as the same failure.
 */
import { fitBudget } from '../../faults/budget.js';
import type { Plan } from '../../faults/plan.js';
import { runToEnd } from '../../loop.js';
import type { Prepared } from '../../prepare.js';
import { judge, type Run } from '../../run.js';
import { FINAL_CLIENT } from '../../workload/client.js';
import { World } from '../../world.js';
import type { Fates, Lineages } from './fate.js';
import { endingAt, horizonMs } from './horizon.js';
import { isFailure, type Signature } from './signature.js';
import { Watch } from './watch.js';

/** A plan, and what becomes of single messages besides. */
export interface Case {
  readonly plan: Plan;
  readonly fates: Fates;
}

/** Parts of a case to be replaced. */
export interface Changes {
  readonly fates?: Fates;
  readonly faults?: Plan['faults'];
  readonly operations?: Plan['operations'];
  /** `undefined`: heal-all is taken away. */
  readonly healAtMs?: number | undefined;
  /** `undefined`: latencies as they are drawn. */
  readonly schedule?: Plan['schedule'] | undefined;
}

/** What a search changes nothing about. */
export interface Start {
  readonly prepared: Prepared;
  /** How long every message takes, where that is not left to chance. */
  readonly latencyMs?: number;
}

/** How far a search has got. */
export interface ShrinkProgress {
  /** What is being tried now, in a few words. */
  readonly pass: string;
  readonly runs: number;
  readonly faults: number;
  readonly operations: number;
}

export interface SearchLimits {
  /** Runs at most. */
  readonly runs: number;
  /** Events of all these runs together at most: long runs are few. */
  readonly events: number;
  /** Asked before each run; the search ends with what it has on `false`. */
  readonly goesOn?: () => boolean;
  readonly onProgress?: (progress: ShrinkProgress) => void;
}

/** An end is moved only for so much. */
const MUCH_SOONER = 0.8;

/** Counts the runs of one or more searches. */
export class Effort {
  runs = 0;
  events = 0;
  private smallest: { readonly faults: number; readonly operations: number } | undefined;

  constructor(private readonly limits: SearchLimits) {}

  /** No run is left, or the caller has had enough. */
  get spent(): boolean {
    const { runs, events, goesOn } = this.limits;
    return this.runs >= runs || this.events >= events || goesOn?.() === false;
  }

  /** Tells how small the smallest is: another search may have begun from the whole again. */
  report(pass: string, { faults, operations }: Plan): void {
    const size = { faults: faults.length, operations: operations.length };
    const { smallest } = this;
    if (smallest === undefined || size.faults + size.operations < smallest.faults + smallest.operations)
      this.smallest = size;
    this.limits.onProgress?.({ pass, runs: this.runs, ...(this.smallest ?? size) });
  }
}

export class Search {
  /** The search rests when so many runs have been made; more may be allowed later. */
  until = Infinity;
  /** What is being tried now; the passes name themselves. */
  pass = '';
  /** Only the checks up to the one that fails are judged: those after it cannot come first. */
  private readonly judged: Prepared;
  private readonly tried = new Set<string>();
  private readonly budgeted: boolean;
  /** Where the best case has shown its failure even if it is ended there; Infinity: only at the end. */
  private horizonMs = Infinity;

  private constructor(
    readonly start: Start,
    readonly target: Signature,
    readonly lineages: Lineages,
    readonly effort: Effort,
    private best: { readonly fates: Fates; readonly run: Run },
  ) {
    const { prepared } = start;
    this.judged = { ...prepared, checks: checksUpTo(prepared, target.check) };
    this.budgeted = this.keepsBudget(best.run.plan);
  }

  /** @returns undefined if the first case does not fail as it should */
  static async begin(
    start: Start,
    target: Signature,
    lineages: Lineages,
    effort: Effort,
    { plan, fates }: Case,
  ): Promise<Search | undefined> {
    effort.runs++;
    const { run, horizonMs } = await stage(start.prepared, { plan, fates }, lineages);
    if (!isFailure(run, target)) return undefined;
    const search = new Search(start, target, lineages, effort, { fates, run });
    await search.lookUntil(horizonMs);
    return search;
  }

  /** The plan of the smallest case known to fail. */
  get plan(): Plan {
    return this.best.run.plan;
  }

  get fates(): Fates {
    return this.best.fates;
  }

  get run(): Run {
    return this.best.run;
  }

  /** Name of a node or client. */
  readonly nameOf = (endpoint: number): string => {
    const { nodes, clients } = this.start.prepared.setup;
    return [...nodes.map(({ name }) => name), ...clients, FINAL_CLIENT][endpoint] ?? '';
  };

  /** What a reader of the result has to read. */
  get size(): number {
    return this.plan.faults.length + this.plan.operations.length + this.fates.size;
  }

  get spent(): boolean {
    return this.effort.spent || this.effort.runs >= this.until;
  }

  /** Whether the best case, so changed, fails as the first one did; if so it is the new best. */
  async fails(changes: Changes): Promise<boolean> {
    const { fates = this.fates, faults = this.plan.faults, operations = this.plan.operations } = changes;
    const healAtMs = 'healAtMs' in changes ? changes.healAtMs : this.plan.healAtMs;
    const schedule = 'schedule' in changes ? changes.schedule : this.plan.schedule;
    const plan: Plan = {
      ...{ schema: 1, faults, operations },
      ...(healAtMs === undefined ? {} : { healAtMs }),
      ...(schedule === undefined ? {} : { schedule }),
    };
    const key = this.keyOf(plan, fates);
    if (this.spent || this.tried.has(key)) return false;
    this.tried.add(key);
    if (!isPlan(plan) || (this.budgeted && !this.keepsBudget(plan))) return false;
    this.effort.runs++;
    const same = (await this.mayFail({ plan, fates })) && (await this.isBetter({ plan, fates }));
    this.effort.report(this.pass, this.plan);
    return same;
  }

  /** Most candidates do not fail, and that shows as soon as the best one has shown its failure. */
  private async mayFail(candidate: Case): Promise<boolean> {
    return this.horizonMs === Infinity || (await this.failsBy(this.horizonMs, candidate));
  }

  private async failsBy(untilMs: number, candidate: Case): Promise<boolean> {
    const { run } = await stage(endingAt(this.judged, untilMs), candidate, this.lineages);
    this.effort.events += run.events;
    return isFailure(run, this.target);
  }

  /** What is lost at the end was acknowledged long before: only a try tells whether an earlier end shows it too. */
  private async lookUntil(untilMs: number): Promise<void> {
    const { durationMs } = this.judged.setup;
    if (untilMs < MUCH_SOONER * Math.min(durationMs, this.horizonMs) && (await this.failsBy(untilMs, this)))
      this.horizonMs = untilMs;
  }

  /** A run that is over early says nothing of what may yet come: losses are made good, replicas converge. */
  private async isBetter(candidate: Case): Promise<boolean> {
    const { run, watch, horizonMs } = await stage(this.judged, candidate, this.lineages);
    this.effort.events += run.events;
    if (!isFailure(run, this.target) || watch.fateAfterHeal) return false;
    this.best = { fates: candidate.fates, run };
    if (this.horizonMs !== Infinity) await this.lookUntil(horizonMs);
    return true;
  }

  /** Runs the best case with these fates instead, judges all of it and sees everything; the best stays as it is. */
  async tryFates(fates: Fates): Promise<{ readonly run: Run; readonly watch: Watch }> {
    this.effort.runs++;
    this.effort.report(this.pass, this.plan);
    return stage(this.start.prepared, { plan: this.plan, fates }, this.lineages);
  }

  /** Runs the best case again and sees everything. */
  async watch(): Promise<Watch> {
    this.effort.runs++;
    return (await stage(this.judged, this, this.lineages)).watch;
  }

  private keyOf({ faults, operations, healAtMs, schedule }: Plan, fates: Fates): string {
    const identities = [...faults, ...operations].map((part) => this.lineages.versionOf(part));
    const scheduled = schedule === undefined ? '' : JSON.stringify(schedule);
    return `${healAtMs} ${scheduled} ${identities.join()} ${[...fates.values()].map((fate) => this.lineages.versionOf(fate)).join()}`;
  }

  private keepsBudget(plan: Plan): boolean {
    const { scenario, params, setup } = this.start.prepared;
    const budget = typeof scenario.budget === 'function' ? scenario.budget(params) : scenario.budget;
    if (budget === undefined) return true;
    const nodes = setup.nodes.filter(({ member }) => member).map(({ name }) => name);
    return JSON.stringify(fitBudget(plan.faults, budget, { nodes })) === JSON.stringify(plan.faults);
  }
}

/** Runs a case under watch and judges it. */
export async function stage(
  prepared: Prepared,
  { plan, fates }: Case,
  lineages: Lineages,
): Promise<{ run: Run; watch: Watch; horizonMs: number }> {
  const world = new World({ ...prepared.setup, plan });
  const watch = new Watch(world, lineages, fates);
  await runToEnd(world);
  const run = judge({ ...prepared, setup: world.setup }, world);
  return { run, watch, horizonMs: horizonMs(run, world) };
}

/** Whether whoever reads plans would accept the times. */
function isPlan({ faults, healAtMs = Infinity }: Plan): boolean {
  return faults.every(({ atMs }) => atMs >= 0 && atMs < healAtMs);
}

function checksUpTo({ checks }: Prepared, target: string): Prepared['checks'] {
  const entries = Object.entries(checks);
  const at = entries.findIndex(([name]) => name === target);
  return at < 0 ? checks : Object.fromEntries(entries.slice(0, at + 1));
}
