/** A search that begins in another world, where faults may have to slide to where they were. */
import type { FaultPlan } from '../../sim/faults/plan.js';
import { isWithinClaims } from './claims.js';
import { momentAt, type Moment } from './moments.js';
import { isNodeFault, placesOf, placeTimeUs, type NodeFault } from './places.js';
import { endpointIndex, Search } from './search.js';
import type { Start } from './start.js';
import { slid, type Order } from './slide.js';
import { watched, type Case } from './stage.js';
import type { Watch } from './watch.js';

/** When each fault of a node struck in the best case, and what its node had done before. */
export async function modelsOf(search: Search): Promise<(pivot: NodeFault) => Moment | undefined> {
  const { run } = search;
  let models = known.get(run);
  if (models === undefined) {
    const { watch } = await search.look();
    const indexOf = endpointIndex(search.start.prepared);
    models = new Map(
      search.plan.faults.filter(isNodeFault).map((fault) => {
        const atUs = placeTimeUs(search.plan.faults, run.triggered, fault);
        return [fault, atUs === undefined ? undefined : momentAt(placesOf(watch, fault, indexOf), atUs)];
      }),
    );
    known.set(run, models);
  }
  const found = models;
  return (pivot) => found.get(pivot);
}

/** By run: a best case is looked at once. */
const known = new WeakMap<object, ReadonlyMap<NodeFault, Moment | undefined>>();

/** @param first the best case of the search, changed for the other world */
export async function beginSlid(
  search: Search,
  start: Start,
  first: Case,
  order: Order,
): Promise<Search | undefined> {
  const { aim, effort, lineages } = search;
  const begin = (faults: FaultPlan): Promise<Search | undefined> => {
    effort.runs++;
    return Search.begin(start, aim, { ...first, plan: { ...first.plan, faults } });
  };
  const asItIs = await begin(first.plan.faults);
  if (asItIs !== undefined) return asItIs;
  const model = await modelsOf(search);
  const look = async (faults: FaultPlan): Promise<Watch> => {
    effort.runs++;
    const seen = await watched(start.prepared, { ...first, plan: { ...first.plan, faults } }, lineages);
    effort.made(seen.run);
    return seen.watch;
  };
  const indexOf = endpointIndex(start.prepared);
  for await (const faults of slid(first.plan.faults, { model, look, indexOf, order }, lineages)) {
    if (search.spent) return undefined;
    if (!isWithinClaims(aim, start, { ...first, plan: { ...first.plan, faults } })) continue;
    const begun = await begin(faults);
    if (begun !== undefined) return begun;
  }
  return undefined;
}
