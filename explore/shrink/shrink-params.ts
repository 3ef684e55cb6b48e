/**
 * Parameters towards their defaults, then to smaller numbers: a stock of three shows in two sales what sixty show in
 * twenty. What is claimed may hang on a parameter, a quorum say; so with other parameters the failure has to be gone
 * where the planted bug is, or, of a bug that nobody planted, where nothing goes wrong.
 */
import type { Prepared } from '../../sim/run/prepare.js';
import { beginSlid } from './begin-slid.js';
import { calmed } from './calm.js';
import { cutFaults } from './cut-faults.js';
import { cutOperations } from './cut-operations.js';
import { fittedTo } from './fit-plan.js';
import { withEventLimit, type Aim } from './aim.js';
import { isNodeFault } from './places.js';
import type { Search } from './search.js';
import type { Start } from './start.js';
import { isFailure } from '../../sim/run/capsule/signature.js';
import { alikeFirst } from './slide.js';
import { play } from './stage.js';

/** Smaller numbers tried for each parameter: a few where runs are long, else more. */
const NUMBERS = {
  coarse: [1, 3, 8, 24, 100],
  fine: [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256],
};

/** A run with so many times the events is much less to read. */
const MUCH_LESS = 0.75;
/** So few operations are soon cut again. */
const FEW_OPERATIONS = 50;

/** A run with other parameters may go over so many times the events of the best one. */
const MORE_EVENTS = { factor: 1.2, more: 200 };

/** @returns the search with smaller parameters, or itself */
export async function shrinkParams(search: Search): Promise<Search> {
  search.pass = 'parameters';
  let best = search;
  const defaults = search.aim.prepareWith({})?.params ?? {};
  for (const [name, now] of Object.entries(search.start.prepared.params)) {
    // Faults of nodes slide, which takes many runs for each.
    const numbers = best.plan.faults.some(isNodeFault) ? NUMBERS.coarse : NUMBERS.fine;
    for (const value of smaller(now, defaults[name], numbers)) {
      if (best.spent) return best;
      const next = await withParam(best, name, value);
      if (next === undefined) continue;
      if (value === defaults[name] || (await saysMore(next, best))) best = next;
      break;
    }
  }
  return best;
}

/** Whether a smaller parameter makes the story smaller; one that does not is one more thing to read. */
async function saysMore(next: Search, than: Search): Promise<boolean> {
  if (than.plan.operations.length <= FEW_OPERATIONS) {
    await cutOperations(next, 'fine');
    await cutFaults(next);
  }
  return next.size < than.size || next.run.events < MUCH_LESS * than.run.events;
}

/** The same run with one parameter smaller, for each that may be, the smallest first; the nodes are the same. */
export function startsWithSmaller(aim: Aim, start: Start): Start[] {
  const { params, setup } = start.prepared;
  const defaults = aim.prepareWith({})?.params ?? {};
  const names = setup.nodes.map(({ name }) => name).join();
  return Object.entries(params).flatMap(([name, now]) =>
    smaller(now, defaults[name], NUMBERS.coarse).flatMap((value): Start[] => {
      const prepared = aim.prepareWith({ ...params, [name]: value });
      const isAlike = prepared?.setup.nodes.map((node) => node.name).join() === names;
      return prepared !== undefined && isAlike ? [{ ...start, prepared }] : [];
    }),
  );
}

/** Numbers from the smallest on, the default among them where it is smaller; of anything else, the default. */
function smaller(now: unknown, byDefault: unknown, numbers: readonly number[]): unknown[] {
  if (typeof now === 'number')
    return [...new Set([...numbers, ...(typeof byDefault === 'number' ? [byDefault] : [])])]
      .filter((number) => number < now)
      .sort((a, b) => a - b);
  const isDefault = byDefault === undefined || JSON.stringify(now) === JSON.stringify(byDefault);
  return isDefault ? [] : [byDefault];
}

async function withParam(search: Search, name: string, value: unknown): Promise<Search | undefined> {
  const { start, aim } = search;
  const params = { ...start.prepared.params, [name]: value };
  const made = aim.prepareWith(params);
  if (made === undefined) return undefined;
  // Ten times the heartbeats are no smaller story.
  const prepared = withEventLimit(inNetworkOf(search, made), search.run.events, MORE_EVENTS);
  const plan = fittedTo(search.plan, start.prepared.setup, prepared.setup);
  const next = await beginSlid(search, { ...start, prepared }, { ...search.case, plan }, alikeFirst);
  return next !== undefined && (await isOfTheBug(next)) ? next : undefined;
}

/** Whether it is still the bug that is to blame, and not the parameters. */
export async function isOfTheBug(search: Search): Promise<boolean> {
  const { aim, case: failing, plan, fates, start } = search;
  const hasBug = start.prepared.bug !== undefined;
  if (!hasBug && plan.faults.length === 0 && fates.size === 0) return true;
  const made = hasBug ? aim.prepareWith(start.prepared.params, 'sound') : start.prepared;
  if (made === undefined) return false;
  const twin = hasBug
    ? failing
    : { ...failing, plan: { ...plan, faults: [] }, fates: new Map<number, never>() };
  const prepared = hasBug ? inNetworkOf(search, made) : made;
  aim.effort.runs++;
  const { run } = await play(prepared, twin, aim.lineages);
  aim.effort.made(run);
  return !isFailure(run, aim.target);
}

function inNetworkOf({ start: { latencyMs } }: Search, prepared: Prepared): Prepared {
  return latencyMs === undefined ? prepared : calmed(prepared, latencyMs);
}
