/** What a scenario claims to survive: a smaller failure is one only if it asks for no more than that. */
import { fitBudget } from '../../faults/budget.js';
import type { FaultPlan } from '../../faults/plan.js';
import type { Prepared } from '../../prepare.js';

/** Whether the faults are within the scenario's budget. */
export function keepsBudget({ scenario, params, setup }: Prepared, faults: FaultPlan): boolean {
  const budget = typeof scenario.budget === 'function' ? scenario.budget(params) : scenario.budget;
  if (budget === undefined) return true;
  const nodes = setup.nodes.filter(({ member }) => member).map(({ name }) => name);
  return JSON.stringify(fitBudget(faults, budget, { nodes })) === JSON.stringify(faults);
}
