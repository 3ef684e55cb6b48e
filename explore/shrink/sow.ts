/**
 * The smallest worlds first. Most failures need one fault at the right moment and the operation or two that it
 * interrupts, or none at all in a network that is slow enough. So each fault is planted, alone, into a calm world with
 * the operations that were near it, at the moments in which its node does what it did when the fault struck; the
 * likeliest first. Cutting a long run down to the same takes many times as long, and often ends where one operation
 * less would move all others.
 */
import type { PlannedOperation } from '../../sim/faults/plan.js';
import { toMs } from '../../sim/kernel/time.js';
import type { Aim } from './aim.js';
import { bedOf, seedsOf, type Bed, type Seed } from './bed.js';
import { calmed, latenciesMs } from './calm.js';
import { isWithinClaims } from './claims.js';
import { withGapsClosed } from './close-gaps.js';
import { operationsBefore } from './near.js';
import { placedAt, type Place } from './places.js';
import { Search } from './search.js';
import type { Start } from './start.js';
import { isFailure } from '../../sim/run/capsule/signature.js';
import { play, type Case, type SeenCase } from './stage.js';

/** Nothing of a bare world is further apart, in ms. */
const GAP_MS = 50;
/** Moments tried for each fault, first for all of them, then again. */
const TRIES = [4, 16];

/**
 * @param start of the run that was found
 * @param found told so that parts of it can be taken: see pin.ts
 * @param share of all that may be spent
 */
export async function sow(
  aim: Aim,
  start: Start,
  found: SeenCase,
  share: number,
): Promise<Search | undefined> {
  const [shortestMs = 1, ...longerMs] = latenciesMs(found.watch);
  const calm = { ...start, prepared: calmed(start.prepared, shortestMs), latencyMs: shortestMs };
  const mostUsed = aim.effort.used + share;
  const isSpent = (): boolean => aim.effort.spent || aim.effort.used > mostUsed;
  for (const latencyMs of [shortestMs, ...longerMs]) {
    const slow = { ...start, prepared: calmed(start.prepared, latencyMs), latencyMs };
    for (const world of bareWorlds(aim, slow, found)) {
      if (isSpent()) return undefined;
      if (await fails(aim, slow, world)) return Search.begin(slow, aim, world);
    }
  }
  const beds = new Map<Seed, Bed>();
  const seeds = seedsOf(found);
  for (const tries of TRIES) {
    for (const seed of seeds) {
      if (isSpent()) return undefined;
      let bed = beds.get(seed);
      if (bed === undefined) beds.set(seed, (bed = await bedOf(aim, calm, found, seed)));
      for (const place of bed.places.splice(0, tries)) {
        const world = plantedAt(aim, bed, place);
        if (isSpent()) return undefined;
        if (isWithinClaims(aim, calm, world) && (await fails(aim, calm, world)))
          return Search.begin(calm, aim, world);
      }
    }
  }
  return undefined;
}

/** Nothing goes wrong: with nothing asked at all, with what was asked last before the failure, with all that was asked. */
function bareWorlds(aim: Aim, { settleMs }: Start, found: SeenCase): Case[] {
  const world = (operations: readonly PlannedOperation[]): Case => {
    const { durationMs, plan } = found;
    return { plan: { ...plan, faults: [], operations }, fates: new Map(), durationMs };
  };
  const small = [[], operationsBefore(found)].map((operations) =>
    withGapsClosed(world(operations), { gapMs: GAP_MS, settleMs }, aim.lineages),
  );
  return [...small, world(found.plan.operations)];
}

async function fails(aim: Aim, { prepared }: Start, world: Case): Promise<boolean> {
  aim.effort.runs++;
  const { run } = await play(prepared, world, aim.lineages);
  aim.effort.made(run);
  aim.effort.reportPass('smallest worlds');
  return isFailure(run, aim.target);
}

/** The others of the seed move with the one whose moment decides. */
function plantedAt({ lineages }: Aim, { pivot, faults, world }: Bed, place: Place): Case {
  const laterMs = toMs(place.atUs) - pivot.atMs;
  const planted = faults.map((fault) =>
    fault === pivot
      ? placedAt(pivot, place, lineages)
      : lineages.changed(fault, { atMs: Math.round((fault.atMs + laterMs) * 1000) / 1000 }),
  );
  return { ...world, plan: { ...world.plan, faults: planted } };
}
