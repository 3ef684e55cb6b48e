/** What a scenario claims to survive: a smaller failure is one only if it asks for no more than that. */
import { outsideClaims } from '../../claims.js';
import type { FaultPlan } from '../../faults/plan.js';
import type { Prepared } from '../../prepare.js';

/** Whether the faults are within the scenario's budget. */
export function keepsBudget(prepared: Prepared, faults: FaultPlan): boolean {
  return outsideClaims(prepared, faults).length === 0;
}
