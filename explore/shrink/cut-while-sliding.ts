/**
 * Takes operations, delays and losses away while faults slide: with an operation less all that comes later comes
 * sooner, and single operations could not go though the failure needs none of them.
 */
import type { FaultPlan } from '../../sim/faults/plan.js';
import { modelsOf } from './begin-slid.js';
import { cutList } from './cut-list.js';
import { fatesOf } from './cut-fates.js';
import { isNodeFault } from './places.js';
import { endpointIndex, type Changes, type Search } from './search.js';
import { alikeFirst, nearestFirst, slid, type Order } from './slide.js';
import type { Watch } from './watch.js';

/** More of them had better be cut otherwise first. */
const MAX_OPERATIONS = 40;
const MAX_FATES = 10;
const MAX_FAULTS = 4;

export async function cutWhileSliding(search: Search): Promise<void> {
  const sliding = search.plan.faults.filter(isNodeFault).length;
  if (sliding === 0 || sliding > MAX_FAULTS) return;
  search.pass = 'less, with faults that slide';
  const { operations } = search.plan;
  if (operations.length > 0 && operations.length <= MAX_OPERATIONS) {
    const inTime = [...operations].sort((a, b) => a.atMs - b.atMs);
    await cutList(inTime, (kept) => {
      const rest = search.plan.operations.filter((operation) => kept.includes(operation));
      return failsSlid(search, { operations: rest }, alikeFirst);
    });
  }
  if (search.fates.size > 0 && search.fates.size <= MAX_FATES)
    await cutList([...search.fates.values()], (kept) =>
      failsSlid(search, { fates: fatesOf(kept) }, nearestFirst),
    );
}

/** Whether it still fails so changed, with the faults where they are or at other places. */
async function failsSlid(search: Search, changes: Changes, order: Order): Promise<boolean> {
  if (await search.fails(changes)) return true;
  const model = await modelsOf(search);
  const indexOf = endpointIndex(search.start.prepared);
  const look = async (faults: FaultPlan): Promise<Watch> => (await search.look({ ...changes, faults })).watch;
  for await (const faults of slid(search.plan.faults, { model, indexOf, look, order }, search.lineages)) {
    if (search.spent) return false;
    if (await search.fails({ ...changes, faults })) return true;
  }
  return false;
}
