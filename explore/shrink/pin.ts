/** The plan of a run that was, told so that taking one thing away moves as little else as possible. */
import type { Fault } from '../../sim/faults/fault.js';
import type { Plan, PlannedOperation } from '../../sim/faults/plan.js';
import { toMs } from '../../sim/kernel/time.js';
import type { Run } from '../../sim/run/run.js';
import type { Lineages } from './fate.js';
import { isNodeFault, placedAt, placesOf, placeTimeUs } from './places.js';
import type { Watch } from './watch.js';

export function pinned(
  plan: Plan,
  { triggered }: Run,
  watch: Watch,
  indexOf: (node: string) => number,
  lineages: Lineages,
): Plan {
  const { faults, operations } = plan;
  return {
    ...plan,
    operations: operationsPinned(operations, watch),
    faults: faults.flatMap((fault) => {
      const atUs = placeTimeUs(faults, triggered, fault);
      return atUs === undefined ? [] : [pinnedFault(fault, atUs, watch, indexOf, lineages)];
    }),
  };
}

/**
 * Says of each operation when it begins and which node it goes to: a client begins late when the one before took long,
 * and draws the node it asks by the number of the operation. What no client came to is left out.
 */
function operationsPinned(
  operations: readonly PlannedOperation[],
  { invocations }: Watch,
): PlannedOperation[] {
  const next = new Map<string, number>();
  return operations.flatMap((operation) => {
    const number = next.get(operation.process) ?? 0;
    next.set(operation.process, number + 1);
    const invocation = invocations.get(operation.process)?.[number];
    if (invocation === undefined) return [];
    const to = operation.to ?? invocation.to;
    return [{ ...operation, atMs: toMs(invocation.atUs), ...(to === undefined ? {} : { to }) }];
  });
}

/** A fault that waited from the start begins to wait just before what it waited for: it is the first of its sort then. */
function pinnedFault(
  fault: Fault,
  atUs: number,
  watch: Watch,
  indexOf: (node: string) => number,
  lineages: Lineages,
): Fault {
  if (fault.when === undefined || !isNodeFault(fault)) return fault;
  const place = placesOf(watch, fault, indexOf).find((each) => each.atUs === atUs);
  return place === undefined ? fault : placedAt(fault, place, lineages);
}
