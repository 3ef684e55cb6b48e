/** The arbitrary under the others: draws a seed and what a scenario makes of it, and shrinks the plan. */
import { Arbitrary, Stream, Value, type Random } from 'fast-check';
import { fitBudget } from '../sim/faults/budget.js';
import { budgetSchema, type FaultBudget } from '../sim/faults/budget-schema.js';
import type { NemesisProfile } from '../sim/faults/nemesis.js';
import type { Plan } from '../sim/faults/plan.js';
import { assertOptions } from '../sim/input/options.js';
import { InputError } from '../sim/input/error.js';
import { read } from '../sim/input/schema.js';
import { prepare, type Prepared } from '../sim/run/prepare.js';
import type { RunOptions } from '../sim/run/options.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import { firstPlace, smallerPlans, type Place } from './smaller-plans.js';

/** What may be said about the plans to be drawn. */
export interface PlanOptions<P = Record<string, unknown>> {
  /** Parameters that differ from their defaults; with them the topology. */
  readonly params?: Partial<P> & Readonly<Record<string, unknown>>;
  /** Name of a planted bug. */
  readonly bug?: string;
  /** Draws the faults: a profile or its name. Default: the scenario's. */
  readonly profile?: string | NemesisProfile;
  /** What may go wrong at once. Default: the scenario's budget. */
  readonly budget?: FaultBudget;
  /** What the scenario's `load` gave; only for scenarios whose workload needs it. */
  readonly loaded?: unknown;
}

/** What was drawn. */
export interface Drawn {
  readonly seed: number;
  readonly plan: Plan;
}

const MAX_SEED = 0x7fffffff;

/** Draws runs of a scenario. What is wrong with the options is said when it is made, not within a property. */
export class PlanArbitrary<P> extends Arbitrary<Drawn> {
  private readonly scenario: Scenario;
  private readonly options: Omit<RunOptions, 'seed' | 'plan'>;
  private readonly loaded: unknown;
  private readonly budget: FaultBudget | undefined;
  private readonly members: readonly string[];

  /** @param keep what of a drawn plan is wanted */
  constructor(
    scenario: Scenario<P>,
    given: PlanOptions<P>,
    private readonly keep: (plan: Plan) => Plan,
  ) {
    super();
    assertOptions(given, ['params', 'bug', 'profile', 'budget', 'loaded'], 'a plan');
    const { params = {}, bug, profile, budget, loaded } = given;
    if (budget !== undefined) read(budgetSchema, budget, 'budget');
    // Parameters are the property's own to draw: those not given are the defaults.
    const { vary: _, ...fixed } = scenario as Scenario;
    this.scenario = { ...fixed, ...(budget === undefined ? {} : { budget }) };
    this.options = {
      params,
      ...(bug === undefined ? {} : { bug }),
      ...(profile === undefined ? {} : { faults: profile }),
    };
    this.loaded = loaded;
    const { setup, params: full } = this.prepared({ seed: 0 });
    const limits = this.scenario.budget;
    this.budget = typeof limits === 'function' ? limits(full) : limits;
    this.members = setup.nodes.filter(({ member }) => member).map(({ name }) => name);
  }

  override generate(random: Random): Value<Drawn> {
    const seed = random.nextInt(0, MAX_SEED);
    const plan = this.keep(this.prepared({ seed }).setup.plan);
    return new Value({ seed, plan }, { place: firstPlace(plan) });
  }

  override canShrinkWithoutContext(value: unknown): value is Drawn {
    const { seed, plan } = value as Drawn;
    if (plan === undefined) return false;
    try {
      this.prepared({ seed, plan });
      return true;
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
  }

  override shrink({ seed, plan }: Drawn, context: unknown): Stream<Value<Drawn>> {
    const { place } = (context ?? { place: firstPlace(plan) }) as { place: Place | undefined };
    return new Stream(this.smaller(seed, plan, place));
  }

  private *smaller(seed: number, plan: Plan, from: Place | undefined): Generator<Value<Drawn>> {
    const budgeted = this.keepsBudget(plan);
    for (const { plan: smaller, next } of smallerPlans(plan, from)) {
      if (!budgeted || this.keepsBudget(smaller)) yield new Value({ seed, plan: smaller }, { place: next });
    }
  }

  /** Less may be more than the budget allows: a clock that ran fast may have made up for one that ran slow. */
  private keepsBudget({ faults }: Plan): boolean {
    if (this.budget === undefined) return true;
    const fitted = fitBudget(faults, this.budget, { nodes: this.members });
    return JSON.stringify(fitted) === JSON.stringify(faults);
  }

  private prepared(run: { readonly seed: number; readonly plan?: unknown }): Prepared {
    return prepare(this.scenario, { ...this.options, ...run }, this.loaded);
  }
}
