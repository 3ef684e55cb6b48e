/**
 * The ways from a failure to a small one, in the order in which they are tried: the smallest worlds first, then cutting
 * with chance as it is drawn, then with chance made explicit. What comes later is tried only where what came before did
 * not lead to a short story in a calm world.
 */
import type { Prepared } from '../../sim/run/prepare.js';
import type { Aim } from './aim.js';
import { calmed, latenciesMs, madeExplicit, shortestLatencyMs } from './calm.js';
import { cutAllFates } from './cut-fates.js';
import { fittedTo } from './fit-plan.js';
import { onOtherNetworks } from './other-latency.js';
import { FINE_AT_ONCE, passes, polish, type Grains } from './passes.js';
import { pinned } from './pin.js';
import { excess, inOrderOfEase, isCalm, isShort } from './rank.js';
import { endpointIndex, Search } from './search.js';
import type { Start } from './start.js';
import { settleMsOf } from './settle.js';
import { isOfTheBug, startsWithSmaller } from './shrink-params.js';
import { sow } from './sow.js';
import { watched, type Case, type SeenCase } from './stage.js';

/** Most failures are small after so many runs; the others had better be tried another way. */
const FIRST_TRY_RUNS = 150;
const LAST_TRY_RUNS = 500;
/** So many faults and operations too many. */
const NEARLY_SHORT = 10;
const ALMOST_SHORT = 2;
/** Where runs have cost so much of what they may, almost short is good enough. */
const ENOUGH = 0.4;
/** What is short and has cost less may yet be shorter, if it is as long as that. */
const LITTLE = 0.35;
const WORTH_ANOTHER_WAY = 5;
/** So much of all that may be spent goes into the smallest worlds where they lead nowhere, at least and at most. */
const SOWING = [0.2, 0.4] as const;
/** And so many times what the whole run costs: where that is long, nothing else leads far. */
const SOWING_RUNS = 40;

/** @returns what each way led to, the easiest to read first; none where the first run does not fail again */
export async function waysDown(aim: Aim, prepared: Prepared, whole: SeenCase): Promise<Search[]> {
  const found: Search[] = [];
  const isDone = (): boolean => found.some((search) => isShort(search) && isCalm(search));
  const isGoodEnough = (): boolean => aim.effort.costUsed > ENOUGH && found.some(isAlmostShort);
  const mayBeShorter = (): boolean =>
    found.some(isShort)
      ? aim.effort.costUsed < LITTLE && !found.some((search) => search.size < WORTH_ANOTHER_WAY)
      : !isGoodEnough();
  const keep = async (search: Search | undefined, grains?: Grains): Promise<void> => {
    if (search === undefined) return;
    if (found.some(isAlmostShort)) search.until = aim.effort.runs + LAST_TRY_RUNS;
    await passes(search, grains);
    // What is far from short is not made short by being told better; the best of them is in the end.
    if (excess(search) <= NEARLY_SHORT) await polish(search);
    search.until = Infinity;
    found.push(search);
  };
  const start = { prepared, settleMs: settleMsOf(whole.plan, whole.durationMs) };
  const seen = pinnedCase(aim, start, whole);
  const [least, most] = SOWING;
  const share = Math.min(most, Math.max(least, SOWING_RUNS * aim.effort.shareOf(whole.run)));
  await keep(await sow(aim, start, seen, share));
  if (isDone()) return found;

  const drawn = (await Search.begin(start, aim, seen)) ?? (await Search.begin(start, aim, whole));
  if (drawn === undefined) return found;
  const first = drawn.case;
  const passesOnDrawn = async (runs: number): Promise<void> => {
    drawn.until = aim.effort.runs + runs;
    await passes(drawn);
    drawn.until = Infinity;
  };
  found.push(drawn);
  await passesOnDrawn(FIRST_TRY_RUNS);
  if (!isShort(drawn) && excess(drawn) <= NEARLY_SHORT) await passesOnDrawn(LAST_TRY_RUNS);
  if (isAlmostShort(drawn)) await keep(await explicitly(aim, start, drawn.case));
  if ((isDone() && !mayBeShorter()) || isGoodEnough()) return inOrderOfEase(found);

  // Where runs are long there is no time to take away twice what is gone already.
  if (!isDone()) await keep(await explicitly(aim, start, aim.effort.costUsed > LITTLE ? drawn.case : first));
  // Another order ends in another place, and costs little where the first one led far.
  if (mayBeShorter()) await keep(await explicitly(aim, start, first), FINE_AT_ONCE);
  if (!found.some(isShort) && !isGoodEnough())
    await keep(await sowWithSmallerParams(aim, start, seen, share));
  if (!found.some(isShort) && !isGoodEnough()) {
    await passesOnDrawn(LAST_TRY_RUNS);
    await keep(await explicitly(aim, start, drawn.case));
  }
  if (isGoodEnough()) return inOrderOfEase(found);
  for (const search of found.filter((each) => !isShort(each) && each.fates.size > 0))
    for await (const other of onOtherNetworks(search, latenciesMs(whole.watch)))
      if (!isDone()) await keep(other);
  return inOrderOfEase(found);
}

const isAlmostShort = (search: Search): boolean => excess(search) <= ALMOST_SHORT;

/** The smallest worlds with one parameter smaller; each has its share of what such worlds may cost. */
async function sowWithSmallerParams(
  aim: Aim,
  start: Start,
  seen: SeenCase,
  share: number,
): Promise<Search | undefined> {
  const smaller = startsWithSmaller(aim, start);
  for (const other of smaller) {
    const plan = fittedTo(seen.plan, start.prepared.setup, other.prepared.setup);
    const sown = await sow(aim, other, { ...seen, plan }, share / smaller.length);
    if (sown !== undefined && (await isOfTheBug(sown))) return sown;
  }
  return undefined;
}

/** The case, told so that taking one thing away moves as little else as possible. */
function pinnedCase({ lineages }: Aim, { prepared }: Start, seen: SeenCase): SeenCase {
  const { plan, run, watch } = seen;
  return { ...seen, plan: pinned(plan, run, watch, endpointIndex(prepared), lineages) };
}

/** The same failure with chance turned into fates of single messages, which then go one by one. */
async function explicitly(aim: Aim, { prepared, settleMs }: Start, from: Case): Promise<Search | undefined> {
  if (aim.effort.spent) return undefined;
  aim.effort.runs++;
  const { watch, run } = await watched(prepared, from, aim.lineages);
  aim.effort.made(run);
  const latencyMs = shortestLatencyMs(watch);
  const calm = { prepared: calmed(prepared, latencyMs), latencyMs, settleMs };
  const search = await Search.begin(calm, aim, { ...from, ...madeExplicit(from.plan, watch, latencyMs) });
  if (search !== undefined) await cutAllFates(search);
  return search;
}
