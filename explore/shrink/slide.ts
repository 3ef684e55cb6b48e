/**
 * Faults slide to where they were, in terms of what their nodes did: where anything else changes, a crash that stays
 * at its time strikes between two other steps.
 */
import type { FaultPlan } from '../../sim/faults/plan.js';
import { toMs } from '../../sim/kernel/time.js';
import type { Lineages } from './fate.js';
import { inOrderOfPromise, type Moment } from './moments.js';
import { inert, isNodeFault, placedAt, placesOf, type NodeFault, type Place } from './places.js';
import type { Watch } from './watch.js';

/** Which places are tried first. */
export type Order = (places: readonly Place[], model: Moment) => Place[];

/** Those where the node has just done what it had done before the fault. */
export const alikeFirst: Order = inOrderOfPromise;

/** Those a little sooner or later: for what meets a message that is late. */
export const nearestFirst: Order = (places, { atUs }) =>
  [...places].sort((a, b) => Math.abs(a.atUs - atUs) - Math.abs(b.atUs - atUs));

/** Places tried for each fault. */
const TRIES = 6;

export interface Sliding {
  /** When each fault of a node struck, and what its node had done. */
  readonly model: (pivot: NodeFault) => Moment | undefined;
  /** Sees a run with these faults instead. */
  readonly look: (faults: FaultPlan) => Promise<Watch>;
  readonly indexOf: (node: string) => number;
  readonly order: Order;
}

/** The faults, slid; one fault of a node decides, and all move alike, so that those that need each other keep apart. */
export async function* slid(
  faults: FaultPlan,
  { model, look, indexOf, order }: Sliding,
  lineages: Lineages,
): AsyncGenerator<FaultPlan> {
  for (const pivot of faults.filter(isNodeFault)) {
    const struck = model(pivot);
    if (struck === undefined) continue;
    const others = faults.filter((fault) => fault !== pivot);
    const places = placesOf(await look([...others, ...inert(pivot, lineages)]), pivot, indexOf);
    for (const place of order(places, struck).slice(0, TRIES))
      yield movedTo(place, struck, pivot, faults, lineages);
  }
}

function movedTo(
  place: Place,
  { atUs }: Moment,
  pivot: NodeFault,
  faults: FaultPlan,
  lineages: Lineages,
): FaultPlan {
  const laterMs = toMs(place.atUs - atUs);
  return faults.map((fault) =>
    fault === pivot
      ? placedAt(pivot, place, lineages)
      : lineages.changed(fault, { atMs: Math.round((fault.atMs + laterMs) * 1000) / 1000 }),
  );
}
