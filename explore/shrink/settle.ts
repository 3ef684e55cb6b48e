/** How long a run has to go on after its last fault, so that it still says something about a system that recovers. */
import { lasts, type Fault } from '../../sim/faults/fault.js';
import type { Plan } from '../../sim/faults/plan.js';

/** As long as the run that was found went on: after heal-all, or after the last thing its plan did. */
export function settleMsOf({ faults, operations, healAtMs }: Plan, durationMs: number): number {
  if (healAtMs !== undefined) return durationMs - healAtMs;
  const lastMs = Math.max(0, ...faults.map(endMs), ...operations.map(({ atMs }) => atMs));
  return Math.max(0, durationMs - lastMs);
}

function endMs(fault: Fault): number {
  return fault.atMs + (lasts(fault) ? (fault.durationMs ?? Infinity) : 0);
}
