/**
 * Long texts made short without becoming unreadable. Values in them, `{"a":[1,2,3]}`, keep their shape and lose whole
 * items, which are counted: `[1,2,… 40 more,9]`. Where a text holds two values that are much alike, what they share goes
 * first, so that what differs stays. No number and no word is cut unless it alone is too long.
 */
import { partsOf, type Item, type List } from './text-lists.js';

/** Words up to this length stay whole. */
const LONG_WORD = 24;
/** A text of more lists than these steps can make short is cut as it stands, … */
const MAX_STEPS = 400;
/** … and so is one that is longer than anybody prints. */
const MAX_LENGTH = 100_000;

export interface ShortenOptions {
  /** What stands where something was left out. Default: `…` */
  readonly gap?: string;
  /** Items of which this is true stay, and others go first. */
  readonly keeps?: ((item: string) => boolean) | undefined;
}

/** @param limit characters at most */
export function shorten(text: string, limit: number, { gap = '…', keeps }: ShortenOptions = {}): string {
  if (text.length <= limit) return text;
  if (text.length > MAX_LENGTH) return cutWords(text.slice(0, MAX_LENGTH), limit, gap);
  const parts = partsOf(text);
  if (keeps !== undefined) markKept(parts, keeps);
  if (!markShared(parts)) return shortened(parts, limit, gap);
  // Where the values fit, words after them go sooner than what the values differ in.
  const told = render(parts, gap);
  const lastList = render(parts.slice(0, parts.findLastIndex((part) => typeof part !== 'string') + 1), gap);
  return lastList.length < limit ? cutWords(told, limit, gap) : shortened(parts, limit, gap);
}

/** Two values as texts of at most `limit` characters each, in which one sees where they differ. */
export function shortenBoth(first: string, second: string, limit: number): [first: string, second: string] {
  if (first.length <= limit && second.length <= limit) return [first, second];
  if (Math.max(first.length, second.length) > MAX_LENGTH) return windows(first, second, limit);
  const [ours, theirs] = [partsOf(first), partsOf(second)];
  if (markShared([...ours, ...theirs])) return [shortened(ours, limit, '…'), shortened(theirs, limit, '…')];
  return windows(first, second, limit);
}

function shortened(parts: Item, limit: number, gap: string): string {
  let told = render(parts, gap);
  for (let steps = 0; told.length > limit; steps++) {
    // The one that takes most room by itself loses items first.
    const longest = steps < MAX_STEPS ? longestIn(parts, gap) : undefined;
    if (longest === undefined) return cutWords(told, limit, gap);
    const before = longest.keep;
    longest.keep = Math.floor(before / 2);
    told = render(parts, gap);
    for (; told.length <= limit && longest.keep + 1 < before; longest.keep++) {
      longest.keep++;
      const longer = render(parts, gap);
      longest.keep--;
      if (longer.length > limit) break;
      told = longer;
    }
  }
  return told;
}

const render = (parts: Item, gap: string): string =>
  parts.map((part) => (typeof part === 'string' ? part : renderList(part, gap))).join('');

function renderList(list: List, gap: string): string {
  const told: string[] = [];
  let next = 0;
  const isAlike = list.isCompared === true && list.keep >= (list.unlike?.length ?? 0);
  const leaveOutTo = (index: number): void => {
    if (index === next) return;
    const count = list.texts
      .slice(next, index)
      .reduce((sum, text) => sum + Number(leftOutBefore(text) ?? 1), 0);
    told.push(`${gap} ${count} ${isAlike ? 'alike' : 'more'}`);
  };
  for (const index of shownOf(list)) {
    if (leftOutBefore(list.texts[index]!) !== undefined) continue;
    leaveOutTo(index);
    told.push(render(list.items[index] as Item, gap));
    next = index + 1;
  }
  leaveOutTo(list.items.length);
  return `${list.open}${told.join(',')}${list.close}`;
}

/** How many items this one stands for, where the list was cut before. */
const leftOutBefore = (text: string): string | undefined => /^… (\d+) more$/.exec(text)?.[1];

/** The first and the last ones of those that may be shown. */
function shownOf({ items, keep, unlike = [...items.keys()] }: List): readonly number[] {
  if (keep >= unlike.length) return unlike;
  const tail = Math.floor(keep / 2);
  return [...unlike.slice(0, keep - tail), ...unlike.slice(unlike.length - tail)];
}

/**
 * The list that gives most when its items are only counted. What lies deeper counts more: rather that goes than that the
 * value it stands in loses whole fields.
 */
function longestIn(parts: Item, gap: string): List | undefined {
  let longest: List | undefined;
  let most = 0;
  const lengthOf = (inside: Item, depth: number): number => {
    let sum = 0;
    for (const part of inside) sum += typeof part === 'string' ? part.length : lengthOfList(part, depth);
    return sum;
  };
  const counted = gap.length + 8;
  const lengthOfList = (list: List, depth: number): number => {
    const shown = shownOf(list);
    let [sum, inner] = [2 + (shown.length < list.items.length ? counted : 0), 0];
    for (const index of shown) {
      const item = list.items[index] as Item;
      const length = lengthOf(item, depth + 1);
      sum += length + 1;
      if (item.some(isFilled) && shown.length > 1) inner = Math.max(inner, length);
    }
    const gives = (sum - inner - 3 - counted) * 2 ** Math.min(depth, 5);
    if (isFilled(list) && gives > most) [longest, most] = [list, gives];
    return sum;
  };
  lengthOf(parts, 0);
  return longest;
}

const isFilled = (part: string | List): boolean =>
  typeof part !== 'string' && part.keep > 0 && part.items.length > 0;

/** In lists some of whose items are to stay, only those may be shown. */
function markKept(parts: Item, keeps: (item: string) => boolean): void {
  for (const list of parts) {
    if (typeof list === 'string' || !keeps(list.text)) continue;
    for (const item of list.items) markKept(item, keeps);
    // Fields of one value belong together.
    if (list.open === '{') continue;
    const kept = [...list.items.keys()].filter((index) => keeps(list.texts[index] as string));
    if (kept.length === 0 || kept.length === list.items.length) continue;
    list.unlike = kept;
    list.keep = kept.length;
  }
}

/**
 * Lists that stand next to each other at the top, of the same kind, are compared.
 * @returns whether any two share something and are not the same
 */
function markShared(parts: Item): boolean {
  const lists = parts.filter((part) => typeof part !== 'string');
  let any = false;
  for (const [index, list] of lists.entries()) {
    const next = lists[index + 1];
    if (next !== undefined && list.unlike === undefined && compare(list, next)) any = true;
  }
  return any;
}

function compare(a: List, b: List): boolean {
  if (a.open !== b.open || a.text === b.text) return false;
  return a.open === '{' ? compareFields(a, b) : compareItems(a, b);
}

function compareFields(a: List, b: List): boolean {
  const indexes = new Map(b.names.map((name, index) => [name, index]));
  const pairs = a.names.flatMap((name, index): [number, number][] => {
    const other = indexes.get(name);
    return other === undefined ? [] : [[index, other]];
  });
  const equal = pairs.filter(([ours, theirs]) => a.texts[ours] === b.texts[theirs]);
  const inner = pairs.filter(([ours, theirs]) => {
    const [one, other] = [listOf(a.items[ours]), listOf(b.items[theirs])];
    return one !== undefined && other !== undefined && compare(one, other);
  });
  leaveOut(a, new Set(equal.map(([ours]) => ours)));
  leaveOut(b, new Set(equal.map(([, theirs]) => theirs)));
  return equal.length + inner.length > 0;
}

const listOf = (item: Item = []): List | undefined => {
  const last = item.at(-1);
  return typeof last === 'string' ? undefined : last;
};

/** What one list has more of than the other; of the same items in another order, those at other places. */
function compareItems(a: List, b: List): boolean {
  const [ours, theirs] = [commonWith(b, a), commonWith(a, b)];
  const isOrder = ours.size === a.items.length && theirs.size === b.items.length;
  const same = new Set([...ours].filter((index) => a.texts[index] === b.texts[index]));
  leaveOut(a, isOrder ? same : ours);
  leaveOut(b, isOrder ? same : theirs);
  return ours.size > 0;
}

/** Places of the items of `list` that `other` has too, as often. */
function commonWith(other: List, list: List): ReadonlySet<number> {
  const left = new Map<string, number>();
  for (const text of other.texts) left.set(text, (left.get(text) ?? 0) + 1);
  const places = new Set<number>();
  for (const [index, text] of list.texts.entries()) {
    const count = left.get(text) ?? 0;
    if (count > 0) places.add(index);
    left.set(text, count - 1);
  }
  return places;
}

function leaveOut(list: List, shared: ReadonlySet<number>): void {
  if (shared.size === 0) return;
  list.unlike = [...list.items.keys()].filter((index) => !shared.has(index));
  list.keep = list.unlike.length;
  list.isCompared = true;
}

/** Words that are too long lose their middle, then the text its end, at a space where there is one. */
function cutWords(text: string, limit: number, gap: string): string {
  const half = Math.floor((LONG_WORD - gap.length) / 2);
  const shorter = text.replace(/[^\s,:[\]{}]{25,}/gu, (word) => {
    const letters = [...word];
    return letters.length <= LONG_WORD
      ? word
      : `${letters.slice(0, half).join('')}${gap}${letters.slice(-half).join('')}`;
  });
  if (shorter.length <= limit) return shorter;
  const end = Math.max(0, limit - gap.length);
  const space = shorter.lastIndexOf(' ', end);
  const cut = shorter.slice(0, space > end / 2 ? space : end);
  return `${cut.replace(/[\ud800-\udbff]$/, '').trimEnd()}${gap}`;
}

/** Both from a little before the place where they begin to differ. */
function windows(first: string, second: string, limit: number): [first: string, second: string] {
  const from = Math.max(0, firstDifference(first, second) - Math.floor(limit / 3));
  return [windowOf(first, from, limit), windowOf(second, from, limit)];
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

function windowOf(text: string, from: number, limit: number): string {
  if (text.length <= limit) return text;
  const begin = Math.max(0, Math.min(from, text.length - limit + 1));
  const head = begin > 0 ? '…' : '';
  const room = limit - head.length;
  return text.length - begin <= room
    ? `${head}${text.slice(begin)}`
    : `${head}${text.slice(begin, begin + room - 1)}…`;
}
