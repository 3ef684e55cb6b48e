/** The operations near to something: what it may have interrupted, and what may have shown it. */
import { lasts, type Fault } from '../../sim/faults/fault.js';
import type { PlannedOperation } from '../../sim/faults/plan.js';
import { operationsOfAnomaly, plannedOf } from './cut-operations.js';
import type { SeenCase } from './stage.js';

/** So much before and after a fault is near, in ms; no more than so many operations are. */
const NEAR_MS = 200;
const MAX_NEAR = 6;
/** What the anomaly names may be further away. */
const FAR_MS = 1000;
/** What began after a fault is less likely to have been interrupted by it. */
const AFTER_MS = 50;

export function operationsNear({ plan: { operations }, run }: SeenCase, fault: Fault): PlannedOperation[] {
  const length = lasts(fault) ? (fault.durationMs ?? 0) : 0;
  const distance = ({ atMs }: PlannedOperation): number =>
    atMs <= fault.atMs ? fault.atMs - atMs : Math.max(0, atMs - fault.atMs - length) + AFTER_MS;
  const near = nearest(operations, distance, NEAR_MS);
  const named = nearest([...plannedOf(operations, run, operationsOfAnomaly(run))], distance, FAR_MS);
  return operations.filter((operation) => near.includes(operation) || named.includes(operation));
}

/** The last that were asked for before the failure showed. */
export function operationsBefore({ plan, run }: SeenCase): PlannedOperation[] {
  const shownMs = Math.min(run.virtualMs, plan.healAtMs ?? Infinity);
  return nearest(plan.operations, ({ atMs }) => (atMs <= shownMs ? shownMs - atMs : Infinity), NEAR_MS);
}

function nearest(
  operations: readonly PlannedOperation[],
  distance: (operation: PlannedOperation) => number,
  withinMs: number,
): PlannedOperation[] {
  const near = operations
    .filter((operation) => distance(operation) <= withinMs)
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, MAX_NEAR);
  return operations.filter((operation) => near.includes(operation));
}
