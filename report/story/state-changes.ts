/** What changed in the state of each node, event by event: read from the patches of a recording. */
import { Part, type Patch, type Path, type Recording } from '../data/contract.js';
import { applyPatch } from '../data/patch.js';

/** One place in the state of a node that got another value; `undefined`: there is none. */
export interface StateStep {
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
}

/** What an event changed at one node. */
export interface StateChange {
  readonly lane: number;
  /** What it holds in memory, what a power cut would leave, what it reads from its disk. */
  readonly part: number;
  readonly steps: readonly StateStep[];
}

/** More changes than this are not read one by one: nobody waits for a story that long. */
const MOST_CHANGES = 200_000;

/** The changes of each event, by its number. */
export function changesOf({ changes, texts }: Recording): ReadonlyMap<number, readonly StateChange[]> {
  const byEvent = new Map<number, StateChange[]>();
  if (changes.event.length > MOST_CHANGES) return byEvent;
  const values = new Map<string, unknown>();
  for (const [row, event] of changes.event.entries()) {
    const [lane, part] = [changes.lane[row] ?? -1, changes.part[row] ?? Part.Memory];
    const place = `${lane} ${part}`;
    const patch = JSON.parse(texts[changes.patch[row] ?? -1] ?? '[]') as Patch;
    const before = values.get(place);
    const after = applyPatch(before, patch);
    values.set(place, after);
    const change = { lane, part, steps: stepsOf(before, after, patch) };
    const others = byEvent.get(event);
    if (others === undefined) byEvent.set(event, [change]);
    else others.push(change);
  }
  return byEvent;
}

/** So many items of a list that change at once are the list that changes. */
const MANY_ITEMS = 3;

/** A list that changes is one place, whichever of its items are moved about; a few items that change are not. */
function stepsOf(before: unknown, after: unknown, patch: Patch): StateStep[] {
  const changedIn = new Map<string, Set<string | number>>();
  for (const [path] of patch)
    for (const [depth, name] of path.entries()) {
      if (typeof name !== 'number') continue;
      const list = JSON.stringify(path.slice(0, depth));
      changedIn.set(list, (changedIn.get(list) ?? new Set()).add(name));
    }
  const isMany = (list: Path): boolean => (changedIn.get(JSON.stringify(list))?.size ?? 0) >= MANY_ITEMS;
  const paths = new Map<string, Path>();
  for (const [path] of patch) {
    const place = placeOf(before, after, path, isMany);
    paths.set(JSON.stringify(place), place);
  }
  return [...paths.values()].map((path) => ({ path, before: at(before, path), after: at(after, path) }));
}

function placeOf(before: unknown, after: unknown, path: Path, isMany: (list: Path) => boolean): Path {
  let [old, now] = [before, after];
  for (const [depth, name] of path.entries()) {
    const list = path.slice(0, depth);
    if (Array.isArray(old) && Array.isArray(now) && (old.length !== now.length || isMany(list))) return list;
    [old, now] = [inside(old, name), inside(now, name)];
    if (old === undefined || now === undefined) return path.slice(0, depth + 1);
  }
  return path;
}

const at = (value: unknown, path: Path): unknown => path.reduce(inside, value);

function inside(value: unknown, name: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string | number, unknown>>)[name];
}
