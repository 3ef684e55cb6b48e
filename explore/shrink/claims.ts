/** What a scenario claims to survive: a smaller failure is one only if it asks for no more than that. */
import { outsideClaims } from '../../sim/run/claims.js';
import type { Fault } from '../../sim/faults/fault.js';
import type { FaultPlan } from '../../sim/faults/plan.js';
import { toMicros, type Micros } from '../../sim/kernel/time.js';
import type { Prepared } from '../../sim/run/prepare.js';
import type { Run } from '../../sim/run/run.js';
import type { Aim } from './aim.js';
import type { Start } from './start.js';
import type { Case } from './stage.js';

/** Whether the faults are within the scenario's budget. */
export function keepsBudget(prepared: Prepared, faults: FaultPlan): boolean {
  return outsideClaims(prepared, faults).length === 0;
}

/** The faults of a run at the times at which they began; those that waited for something did so later than planned. */
export function asTheyBegan({ plan: { faults }, triggered }: Run): FaultPlan {
  if (triggered.length === 0) return faults;
  const begun = new Map(triggered.map((one) => [one.fault, one]));
  return faults.map((fault, number): Fault => {
    const one = begun.get(number);
    return one === undefined ? fault : { ...(one.as ?? fault), atMs: one.atMs };
  });
}

/** Whether a plan could be read, is within the budget, and asks no more of the network than the run that was found. */
export function isWithinClaims(
  { longestUs }: Aim,
  { prepared, latencyMs }: Start,
  of: Case,
  budgeted = true,
): boolean {
  return (
    isPlan(of) &&
    (latencyMs === undefined || keepsPace(of, latencyMs, longestUs)) &&
    (!budgeted || keepsBudget(prepared, of.plan.faults))
  );
}

/** Whether whoever reads plans would accept the times. */
function isPlan({ plan: { faults, operations, healAtMs = Infinity }, durationMs }: Case): boolean {
  const isInTime = ({ atMs }: { readonly atMs: number }): boolean => atMs >= 0 && atMs <= durationMs;
  return (
    durationMs > 0 &&
    faults.every((fault) => isInTime(fault) && fault.atMs < healAtMs) &&
    operations.every(isInTime) &&
    (healAtMs === Infinity || healAtMs <= durationMs)
  );
}

/** Whether no message is made to take longer than that, on a network where each takes `latencyMs` by itself. */
function keepsPace({ plan, fates }: Case, latencyMs: number, longestUs: Micros): boolean {
  const mostUs = longestUs - toMicros(latencyMs);
  const isInTime = (fault: Fault): boolean =>
    !(fault.kind === 'latency' && toMicros(fault.addMs + (fault.jitterMs ?? 0)) > mostUs);
  return [...fates.values()].every(({ delayUs }) => delayUs <= mostUs) && plan.faults.every(isInTime);
}
