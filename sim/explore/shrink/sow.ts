/**
 * The smallest worlds first. Most failures need one fault at the right moment and the operation or two that it
 * interrupts. So each fault is planted, alone, into a calm world with the operations that were near it, at the moments
 * in which its node does what it did when the fault struck; the likeliest first. Cutting a long run down to the same
 * takes many times as long, and often ends where one operation less would move all others.
 */
import type { Fault } from '../../faults/fault.js';
import type { PlannedOperation } from '../../faults/plan.js';
import type { Run } from '../../run.js';
import { toMicros } from '../../kernel/time.js';
import { keepsBudget } from './claims.js';
import { withGapsClosed } from './close-gaps.js';
import type { Effort } from './effort.js';
import type { Lineages } from './fate.js';
import { inOrderOfPromise, momentAt, momentsOf, type Moment } from './moments.js';
import { Search, type Start } from './search.js';
import { isFailure, type Signature } from './signature.js';
import { play, watched, type Case } from './stage.js';
import type { Watch } from './watch.js';

type NodeFault = Extract<Fault, { readonly node: string }>;

/** The failure as it was found. */
export interface Found extends Case {
  readonly run: Run;
  readonly watch: Watch;
}

/** Operations so much before and after a fault are near it, in ms; no more than so many. */
const NEAR_MS = 200;
const MAX_NEAR = 6;
const GAP_MS = 50;
/** Faults that begin so near to each other, in ms, may need each other. */
const COMPANY_MS = 100;
/** Moments tried for each fault, first for all of them, then again. */
const TRIES = [4, 16];
/** Of all that may be spent. */
const SHARE = 0.3;

export async function sow(
  start: Start,
  found: Found,
  target: Signature,
  lineages: Lineages,
  effort: Effort,
): Promise<Search | undefined> {
  const mostUsed = effort.used + SHARE;
  const beds = new Map<Seed, Bed>();
  const seeds = seedsOf(found);
  for (const tries of TRIES) {
    for (const seed of seeds) {
      let bed = beds.get(seed);
      if (bed === undefined) beds.set(seed, (bed = await bedOf(start, found, seed, lineages, effort)));
      for (const moment of bed.moments.splice(0, tries)) {
        if (effort.spent || effort.used > mostUsed) return undefined;
        const planted = plantedAt(bed, moment, lineages);
        if (!isWithin(start, planted)) continue;
        effort.runs++;
        const { run } = await play(start.prepared, planted, lineages);
        effort.made(run, start.prepared);
        effort.report('smallest worlds', found.plan);
        if (isFailure(run, target)) return Search.begin(start, target, lineages, effort, planted);
      }
    }
  }
  return undefined;
}

function isWithin({ prepared }: Start, { plan: { faults, healAtMs = Infinity }, durationMs }: Case): boolean {
  const endMs = Math.min(healAtMs, durationMs);
  return faults.every(({ atMs }) => atMs >= 0 && atMs < endMs) && keepsBudget(prepared, faults);
}

/** What is planted together: a fault of a node, whose moment decides, and those that come with it. */
interface Seed {
  readonly pivot: NodeFault;
  readonly faults: readonly Fault[];
}

/** A small world without its fault, and where in time that may be planted. */
interface Bed {
  readonly pivot: NodeFault;
  /** The others are moved with it. */
  readonly faults: readonly Fault[];
  readonly world: Case;
  readonly moments: Moment[];
}

async function bedOf(
  { prepared, settleMs }: Start,
  found: Found,
  { pivot, faults }: Seed,
  lineages: Lineages,
  effort: Effort,
): Promise<Bed> {
  const { plan, durationMs, run, watch } = found;
  const operations = near(plan.operations, pivot);
  const alone = { plan: { ...plan, faults, operations }, fates: new Map(), durationMs };
  const pauses = { gapMs: GAP_MS, leadMs: readyMs(run), settleMs };
  const closed = withGapsClosed(alone, pauses, lineages);
  const world = { ...closed, plan: { ...closed.plan, faults: [] } };
  effort.runs++;
  const empty = await watched(prepared, world, lineages);
  effort.made(empty.run, prepared);
  const node = prepared.setup.nodes.findIndex(({ name }) => name === pivot.node);
  const model = momentAt(momentsOf(watch, node), toMicros(pivot.atMs));
  const firstUs = toMicros(Math.min(...world.plan.operations.map(({ atMs }) => atMs)));
  const untilUs = toMicros(world.plan.healAtMs ?? world.durationMs);
  const open = momentsOf(empty.watch, node).filter(({ atUs }) => atUs >= firstUs && atUs < untilUs);
  return { pivot, faults, world, moments: inOrderOfPromise(open, model) };
}

function plantedAt({ world, pivot, faults }: Bed, { atUs }: Moment, lineages: Lineages): Case {
  const laterMs = atUs / 1000 - pivot.atMs;
  const planted = faults.map((fault) =>
    lineages.changed<Fault>(fault, { atMs: Math.round((fault.atMs + laterMs) * 1000) / 1000 }),
  );
  return { ...world, plan: { ...world.plan, faults: planted } };
}

/** Faults of single nodes, those nearest before the failure first: each alone, then each with its company. */
function seedsOf({ plan, run }: Found): Seed[] {
  const shownMs = Math.min(run.virtualMs, plan.healAtMs ?? Infinity);
  const pivots = plan.faults
    .filter((fault): fault is NodeFault => 'node' in fault && fault.atMs <= shownMs)
    .sort((a, b) => b.atMs - a.atMs);
  const alone = pivots.map((pivot): Seed => ({ pivot, faults: [pivot] }));
  const withCompany = pivots.map((pivot): Seed => ({ pivot, faults: companyOf(pivot, plan.faults) }));
  return [...alone, ...withCompany.filter(({ faults }) => faults.length > 1)];
}

/** What begins shortly before or after, itself included. */
function companyOf(pivot: Fault, faults: readonly Fault[]): Fault[] {
  return faults.filter(({ atMs }) => Math.abs(atMs - pivot.atMs) <= COMPANY_MS);
}

function near(operations: readonly PlannedOperation[], fault: NodeFault): PlannedOperation[] {
  const length = 'durationMs' in fault ? (fault.durationMs ?? 0) : 0;
  const distance = ({ atMs }: PlannedOperation): number =>
    atMs <= fault.atMs ? fault.atMs - atMs : Math.max(0, atMs - fault.atMs - length) + NEAR_MS / 4;
  const nearest = operations
    .filter((operation) => distance(operation) <= NEAR_MS)
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, MAX_NEAR);
  return operations.filter((operation) => nearest.includes(operation));
}

/** When the system first did what it was asked for. */
function readyMs({ history }: Run): number {
  const done = history
    .filter(({ type }) => type === 'ok')
    .map(({ completedAtMs = Infinity }) => completedAtMs);
  const firstMs = Math.min(...done);
  return Number.isFinite(firstMs) ? Math.ceil(firstMs) : GAP_MS;
}
