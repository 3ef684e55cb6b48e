/** Beds to plant faults in: a small calm world with the operations that were near a fault, and where it may begin. */
import type { Fault } from '../../sim/faults/fault.js';
import type { Run } from '../../sim/run/run.js';
import { toMicros } from '../../sim/kernel/time.js';
import type { Aim } from './aim.js';
import { withGapsClosed } from './close-gaps.js';
import { inOrderOfPromise, momentAt } from './moments.js';
import { operationsNear } from './near.js';
import { inert, isNodeFault, placesOf, type NodeFault, type Place } from './places.js';
import { endpointIndex } from './search.js';
import type { Start } from './start.js';
import { watched, type Case, type SeenCase } from './stage.js';

/** What is planted together: a fault of a node, whose moment decides, and those that come with it. */
export interface Seed {
  readonly pivot: NodeFault;
  readonly faults: readonly Fault[];
}

/** A small world without the faults of its seed, and where these may be planted, the likeliest first. */
export interface Bed extends Seed {
  readonly world: Case;
  readonly places: Place[];
}

/** Faults that begin so near to each other, in ms, may need each other. */
const COMPANY_MS = 100;
/** What belongs together is not further apart, in ms. */
const GAP_MS = 500;
/** A world in which nothing was answered is taken to be ready after so long, in ms. */
const READY_MS = 50;

/** Faults of single nodes, those nearest before the failure first: each alone, then each with its company. */
export function seedsOf({ plan, run }: SeenCase): Seed[] {
  const shownMs = Math.min(run.virtualMs, plan.healAtMs ?? Infinity);
  const pivots = plan.faults
    .filter((fault): fault is NodeFault => isNodeFault(fault) && fault.atMs <= shownMs)
    .sort((a, b) => b.atMs - a.atMs);
  const alone = pivots.map((pivot): Seed => ({ pivot, faults: [pivot] }));
  const withCompany = pivots.map((pivot): Seed => ({ pivot, faults: companyOf(pivot, plan.faults) }));
  return [...alone, ...withCompany.filter(({ faults }) => faults.length > 1)];
}

export async function bedOf(
  { effort, lineages }: Aim,
  { prepared, settleMs }: Start,
  found: SeenCase,
  { pivot, faults }: Seed,
): Promise<Bed> {
  const { plan, durationMs, run, watch } = found;
  const operations = operationsNear(found, pivot);
  const alone = { plan: { ...plan, faults, operations }, fates: new Map(), durationMs };
  const closed = withGapsClosed(alone, { gapMs: GAP_MS, leadMs: readyMs(run), settleMs }, lineages);
  const world = { ...closed, plan: { ...closed.plan, faults: inert(pivot, lineages) } };
  const indexOf = endpointIndex(prepared);
  effort.runs++;
  const empty = await watched(prepared, world, lineages);
  effort.made(empty.run);
  const model = momentAt(placesOf(watch, pivot, indexOf), toMicros(pivot.atMs));
  const [firstMs = 0] = world.plan.operations.map(({ atMs }) => atMs).sort((a, b) => a - b);
  const untilUs = toMicros(world.plan.healAtMs ?? world.durationMs);
  const open = placesOf(empty.watch, pivot, indexOf).filter(
    ({ atUs }) => atUs >= toMicros(firstMs) && atUs < untilUs,
  );
  return { pivot, faults, world, places: inOrderOfPromise(open, model) };
}

/** What begins shortly before or after, itself included. */
function companyOf(pivot: Fault, faults: readonly Fault[]): Fault[] {
  return faults.filter(({ atMs }) => Math.abs(atMs - pivot.atMs) <= COMPANY_MS);
}

/** When the system first did what it was asked for. */
function readyMs({ history }: Run): number {
  const done = history
    .filter(({ type }) => type === 'ok')
    .map(({ completedAtMs = Infinity }) => completedAtMs);
  const firstMs = Math.min(...done);
  return Number.isFinite(firstMs) ? Math.ceil(firstMs) : READY_MS;
}
