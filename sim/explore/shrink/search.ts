/**
 * The search for a smaller plan: holds the smallest that still fails, tries candidates against it, counts the runs.
 * Passes know what to try; only the search decides what counts as the same failure.
 */
import { fitBudget } from '../../faults/budget.js';
import type { Plan } from '../../faults/plan.js';
import { runToEnd } from '../../loop.js';
import type { Prepared } from '../../prepare.js';
import { judge, type Run } from '../../run.js';
import { World } from '../../world.js';
import { isFailure, type Signature } from './signature.js';
import { Watch } from './watch.js';

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
  /** Asked before each run; the search ends with what it has on `false`. */
  readonly goesOn?: () => boolean;
  readonly onProgress?: (progress: ShrinkProgress) => void;
}

/** A run that goes so many times over the events of the first one has become another matter. */
const EVENTS_FACTOR = 4;

export class Search {
  runs = 0;
  /** What is being tried now; the passes name themselves. */
  pass = '';
  private best: Run;
  private readonly failing: Prepared;
  private readonly tried = new Set<string>();
  private readonly budgeted: boolean;

  private constructor(
    readonly prepared: Prepared,
    readonly target: Signature,
    private readonly limits: SearchLimits,
    first: Run,
  ) {
    this.best = first;
    this.failing = { ...prepared, checks: checksUpTo(prepared, target.check) };
    this.budgeted = this.keepsBudget(first.plan);
  }

  /** Begins with the plan of `prepared`. @returns undefined if it does not fail as it should */
  static async begin(
    prepared: Prepared,
    target: Signature,
    limits: SearchLimits,
  ): Promise<Search | undefined> {
    const { run } = await observe(prepared, prepared.setup.plan, false);
    if (!isFailure(run, target)) return undefined;
    const search = new Search(prepared, target, limits, run);
    search.runs = 1;
    return search;
  }

  /** The smallest plan known to fail. */
  get plan(): Plan {
    return this.best.plan;
  }

  /** Its run. Only the checks up to the one that fails are judged. */
  get run(): Run {
    return this.best;
  }

  /** No run is left, or the caller has had enough. */
  get spent(): boolean {
    return this.runs >= this.limits.runs || this.limits.goesOn?.() === false;
  }

  /** Whether the candidate fails as the first run did; if so it is the new best. */
  async fails(candidate: Plan): Promise<boolean> {
    const key = JSON.stringify(candidate);
    if (this.spent || this.tried.has(key)) return false;
    this.tried.add(key);
    if (this.budgeted && !this.keepsBudget(candidate)) return false;
    const run = await this.execute(candidate, candidate.faults.some(({ kind }) => kind === 'message'));
    this.report();
    if (run === undefined) return false;
    this.best = run;
    return true;
  }

  /** Goes back to a plan that was the best before. */
  returnTo(run: Run): void {
    this.best = run;
  }

  /** Runs the best plan again and sees everything. */
  async watch(): Promise<Watch> {
    this.runs++;
    return (await observe(this.failing, this.plan, true)).watch;
  }

  private async execute(plan: Plan, named: boolean): Promise<Run | undefined> {
    this.runs++;
    const { run } = await observe(this.failing, plan, false);
    if (!isFailure(run, this.target)) return undefined;
    if (!named || plan.healAtMs === undefined) return run;
    // Named messages stay armed after heal-all. One that is hit then would break what nobody claims to survive.
    this.runs++;
    const { watch } = await observe(this.failing, plan, true);
    return watch.namedHitAfterHeal(plan) ? undefined : run;
  }

  private keepsBudget(plan: Plan): boolean {
    const { scenario, params } = this.prepared;
    const budget = typeof scenario.budget === 'function' ? scenario.budget(params) : scenario.budget;
    if (budget === undefined) return true;
    const nodes = this.prepared.setup.nodes.filter(({ member }) => member).map(({ name }) => name);
    return JSON.stringify(fitBudget(plan.faults, budget, { nodes })) === JSON.stringify(plan.faults);
  }

  private report(): void {
    const { pass, runs, plan } = this;
    this.limits.onProgress?.({
      pass,
      runs,
      faults: plan.faults.length,
      operations: plan.operations.length,
    });
  }
}

/** Runs a plan, under watch or not, and judges it. */
export async function observe(
  prepared: Prepared,
  plan: Plan,
  watched: boolean,
): Promise<{ run: Run; watch: Watch }> {
  const { setup } = prepared;
  const world = new World({ ...setup, plan });
  const watch = new Watch(world);
  if (watched) world.observer = watch;
  await runToEnd(world);
  return { run: judge({ ...prepared, setup: world.setup }, world), watch };
}

/** Limits the events of a run, lest a candidate runs away. */
export function withEventLimit(prepared: Prepared, events: number): Prepared {
  const { setup } = prepared;
  const maxEvents = Math.min(setup.limits.maxEvents, EVENTS_FACTOR * events + 10_000);
  return { ...prepared, setup: { ...setup, limits: { ...setup.limits, maxEvents } } };
}

/** The checks that can come first in a verdict; those after the target cannot. */
function checksUpTo({ checks }: Prepared, target: string): Prepared['checks'] {
  const entries = Object.entries(checks);
  const at = entries.findIndex(([name]) => name === target);
  return at < 0 ? checks : Object.fromEntries(entries.slice(0, at + 1));
}
