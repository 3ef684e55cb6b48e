/**
 * Tells several messages' fates as one fault: messages of one sender, or to one receiver, that are all late make a
 * slow link for a while, and messages that are all lost make a cut. One fault is easier to read than five.
 */
import type { Fault } from '../../sim/faults/fault.js';
import type { Fate } from './fate.js';
import type { Search } from './search.js';
import type { SentMessage } from './watch.js';

type Staged = SentMessage & { readonly staged: Fate };

export async function mergeFates(search: Search): Promise<void> {
  search.pass = 'delays told as one';
  const { messages } = await search.watch();
  const staged = messages.filter((message): message is Staged => message.staged !== undefined);
  const late = staged.filter(({ staged: { delayUs, lost } }) => delayUs > 0 && !lost);
  const lost = staged.filter((message) => message.staged.lost);
  const groupings: ((message: Staged) => unknown)[] = [({ from }) => from, ({ to }) => to, link];
  for (const grouping of groupings) {
    for (const alike of [late, lost]) {
      for (const group of groupsBy(alike, grouping).filter(({ length }) => length > 1))
        await merge(search, group);
    }
  }
}

const link = ({ from, to }: Staged): string => `${from}/${to}`;

/** Halves of halves of a group are tried, and no more: what is left then is no one thing. */
const MAX_DEPTH = 3;

/** All of a group if possible; else what comes before the longest pause in it, and what comes after. */
async function merge(search: Search, group: readonly Staged[], depth = 0): Promise<void> {
  const left = group.filter(({ staged }) => search.fates.has(staged.message));
  if (left.length < 2) return;
  const merged = new Set(left.map(({ staged }) => staged.message));
  const fates = new Map([...search.fates].filter(([message]) => !merged.has(message)));
  // Whole milliseconds read better, where no other message leaves in the same one.
  for (const stepUs of [1000, 1]) {
    const faults = [...search.plan.faults, oneFault(left, stepUs, search.nameOf)];
    if ((await search.fails({ fates, faults })) || search.spent) return;
  }
  if (depth === MAX_DEPTH) return;
  const at = longestPause(left);
  await merge(search, left.slice(0, at), depth + 1);
  await merge(search, left.slice(at), depth + 1);
}

/** Where the longest pause of a list in time ends. */
function longestPause(group: readonly Staged[]): number {
  const pauses = group.slice(1).map(({ atUs }, index) => atUs - (group[index] as Staged).atUs);
  return 1 + pauses.indexOf(Math.max(...pauses));
}

/** A fault that does to every message of these links, from the first to the last, what happened to these. */
function oneFault(group: readonly Staged[], stepUs: number, nameOf: (endpoint: number) => string): Fault {
  const names = (ends: readonly number[]): string[] => [...new Set(ends)].sort((a, b) => a - b).map(nameOf);
  const beginUs = Math.floor(Math.min(...group.map(({ atUs }) => atUs)) / stepUs) * stepUs;
  const endUs = (Math.floor(Math.max(...group.map(({ atUs }) => atUs)) / stepUs) + 1) * stepUs;
  const links = {
    atMs: beginUs / 1000,
    durationMs: (endUs - beginUs) / 1000,
    from: names(group.map(({ from }) => from)),
    to: names(group.map(({ to }) => to)),
  };
  if (group.every(({ staged }) => staged.lost)) return { kind: 'one-way-cut', ...links };
  return { kind: 'latency', ...links, addMs: Math.max(...group.map(({ staged }) => staged.delayUs)) / 1000 };
}

function groupsBy<T>(list: readonly T[], keyOf: (item: T) => unknown): T[][] {
  const groups = new Map<unknown, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
