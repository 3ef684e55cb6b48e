/**
 * The search for a smaller failure: holds the smallest that still fails, tries candidates against it, counts the runs.
 * Passes know what to try; only the search decides what counts as the same failure.
 */
import type { Start } from './start.js';
import type { Plan } from '../../sim/faults/plan.js';
import type { Prepared } from '../../sim/run/prepare.js';
import type { Run } from '../../sim/run/run.js';
import { FINAL_CLIENT } from '../../sim/workload/client.js';
import type { Aim } from './aim.js';
import { asTheyBegan, isWithinClaims, keepsBudget } from './claims.js';
import type { Fates, Lineages } from './fate.js';
import type { Effort } from './effort.js';
import { horizonMs } from './horizon.js';
import { isFailure, type Signature } from '../../sim/run/capsule/signature.js';
import { play, watched, type Case, type SeenCase } from './stage.js';
import type { Watch } from './watch.js';

/** Parts of a case to be replaced. */
export interface Changes {
  readonly fates?: Fates;
  readonly faults?: Plan['faults'];
  readonly operations?: Plan['operations'];
  /** `undefined`: heal-all is taken away. */
  readonly healAtMs?: number | undefined;
  /** `undefined`: latencies as they are drawn. */
  readonly schedule?: Plan['schedule'] | undefined;
  readonly durationMs?: number;
}

/** An end is moved only for so much. */
const MUCH_SOONER = 0.8;

interface Best {
  readonly fates: Fates;
  readonly durationMs: number;
  readonly run: Run;
}

export class Search {
  /** The search rests when so many runs have been made; more may be allowed later. */
  until = Infinity;
  /** What is being tried now; the passes name themselves. */
  pass = '';
  readonly target: Signature;
  readonly lineages: Lineages;
  readonly effort: Effort;
  /** Only the checks up to the one that fails are judged: those after it cannot come first. */
  private readonly judged: Prepared;
  private readonly tried = new Set<string>();
  private readonly budgeted: boolean;
  /** Where the best case has shown its failure even if it is ended there; Infinity: only at the end. */
  private horizonMs = Infinity;

  private constructor(
    readonly start: Start,
    readonly aim: Aim,
    private best: Best,
  ) {
    const { prepared } = start;
    this.target = aim.target;
    this.lineages = aim.lineages;
    this.effort = aim.effort;
    this.judged = { ...prepared, checks: checksUpTo(prepared, aim.target.check) };
    this.budgeted = keepsBudget(prepared, best.run.plan.faults);
  }

  /** @returns undefined if the first case does not fail as it should */
  static async begin(start: Start, aim: Aim, first: Case): Promise<Search | undefined> {
    const { run, world } = await play(start.prepared, first, aim.lineages);
    aim.effort.made(run);
    if (!isFailure(run, aim.target)) return undefined;
    const { fates, durationMs } = first;
    const search = new Search(start, aim, { fates, durationMs, run });
    await search.lookUntil(horizonMs(run, world));
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

  /** How long the smallest run is. */
  get durationMs(): number {
    return this.best.durationMs;
  }

  /** The smallest case, as it is now. */
  get case(): Case {
    const { plan, fates, durationMs } = this;
    return { plan, fates, durationMs };
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
    const candidate = this.candidate(changes);
    const key = this.keyOf(candidate);
    if (this.spent || this.tried.has(key)) return false;
    this.tried.add(key);
    if (!this.isAllowed(candidate)) return false;
    this.effort.runs++;
    const same = (await this.mayFail(candidate)) && (await this.isBetter(candidate));
    this.effort.report(this.pass, this.plan);
    return same;
  }

  /** The same question; the best stays what it is. */
  async wouldFail(changes: Changes): Promise<boolean> {
    const candidate = this.candidate(changes);
    if (this.spent || !this.isAllowed(candidate)) return false;
    this.effort.runs++;
    if (!(await this.mayFail(candidate))) return false;
    const { run } = await play(this.judged, candidate, this.lineages);
    this.effort.made(run);
    return isFailure(run, this.target);
  }

  /** Runs the best case, so changed, and sees everything, whether it fails or not. */
  async look(changes: Changes = {}): Promise<SeenCase> {
    this.effort.runs++;
    const candidate = this.candidate(changes);
    const { run, watch } = await watched(this.judged, candidate, this.lineages);
    this.effort.made(run);
    return { ...candidate, run, watch };
  }

  private candidate(changes: Changes): Case {
    const { fates = this.fates, durationMs = this.durationMs } = changes;
    const { faults = this.plan.faults, operations = this.plan.operations } = changes;
    const healAtMs = 'healAtMs' in changes ? changes.healAtMs : this.plan.healAtMs;
    const schedule = 'schedule' in changes ? changes.schedule : this.plan.schedule;
    const plan: Plan = {
      ...{ schema: 1, faults, operations },
      ...(healAtMs === undefined ? {} : { healAtMs }),
      ...(schedule === undefined ? {} : { schedule }),
    };
    return { plan, fates, durationMs };
  }

  private isAllowed(candidate: Case): boolean {
    return isWithinClaims(this.aim, this.start, candidate, this.budgeted);
  }

  /** Most candidates do not fail, and that shows as soon as the best one has shown its failure. */
  private async mayFail(candidate: Case): Promise<boolean> {
    return this.horizonMs === Infinity || (await this.failsBy(this.horizonMs, candidate));
  }

  private async failsBy(untilMs: number, candidate: Case): Promise<boolean> {
    const durationMs = Math.min(untilMs, candidate.durationMs);
    const { run } = await play(this.judged, { ...candidate, durationMs }, this.lineages);
    this.effort.made(run);
    return isFailure(run, this.target);
  }

  /** What is lost at the end was acknowledged long before: only a try tells whether an earlier end shows it too. */
  private async lookUntil(untilMs: number): Promise<void> {
    const until = MUCH_SOONER * Math.min(this.durationMs, this.horizonMs);
    if (untilMs < until && (await this.failsBy(untilMs, this.case))) this.horizonMs = untilMs;
  }

  /** A run that is over early says nothing of what may yet come: losses are made good, replicas converge. */
  private async isBetter(candidate: Case): Promise<boolean> {
    const { run, world, fateAfterHeal } = await play(this.judged, candidate, this.lineages);
    this.effort.made(run);
    if (!isFailure(run, this.target) || fateAfterHeal) return false;
    if (this.budgeted && !keepsBudget(this.judged, asTheyBegan(run))) return false;
    this.best = { fates: candidate.fates, durationMs: candidate.durationMs, run };
    if (this.horizonMs !== Infinity) await this.lookUntil(horizonMs(run, world));
    return true;
  }

  /** Runs the best case with these fates instead, judges all of it and sees everything; the best stays as it is. */
  async tryFates(fates: Fates): Promise<{ readonly run: Run; readonly watch: Watch }> {
    this.effort.runs++;
    this.effort.report(this.pass, this.plan);
    const tried = await watched(this.start.prepared, { ...this.case, fates }, this.lineages);
    this.effort.made(tried.run);
    return tried;
  }

  /** Runs the best case again and sees everything. */
  async watch(): Promise<Watch> {
    return (await this.look()).watch;
  }

  private keyOf({ plan: { faults, operations, healAtMs, schedule }, fates, durationMs }: Case): string {
    const identities = [...faults, ...operations].map((part) => this.lineages.versionOf(part));
    const scheduled = schedule === undefined ? '' : JSON.stringify(schedule);
    return `${healAtMs} ${durationMs} ${scheduled} ${identities.join()} ${[...fates.values()].map((fate) => this.lineages.versionOf(fate)).join()}`;
  }
}

/** Numbers of nodes and clients by their names; -1 for nobody. */
export function endpointIndex({ setup: { nodes, clients } }: Prepared): (name: string) => number {
  const names = [...nodes.map(({ name }) => name), ...clients, FINAL_CLIENT];
  return (name) => names.indexOf(name);
}

function checksUpTo({ checks }: Prepared, target: string): Prepared['checks'] {
  const entries = Object.entries(checks);
  const at = entries.findIndex(([name]) => name === target);
  return at < 0 ? checks : Object.fromEntries(entries.slice(0, at + 1));
}
