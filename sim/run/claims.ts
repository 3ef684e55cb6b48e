/** What a scenario claims to survive, and what of a plan lies outside of that. */
import { outsideBudget } from '../faults/budget.js';
import type { FaultPlan } from '../faults/plan.js';
import type { Prepared } from './prepare.js';

/** The numbers of the faults under which the scenario claims nothing. */
export function outsideClaims(
  { scenario, params, setup }: Pick<Prepared, 'scenario' | 'params' | 'setup'>,
  faults: FaultPlan,
): number[] {
  const budget = typeof scenario.budget === 'function' ? scenario.budget(params) : scenario.budget;
  if (budget === undefined) return [];
  const nodes = setup.nodes.filter(({ member }) => member).map(({ name }) => name);
  return outsideBudget(faults, budget, { nodes });
}
