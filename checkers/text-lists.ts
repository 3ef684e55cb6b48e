/** The lists in a text: `[…]` and `{…}` with their items, wherever they stand; brackets in quotes are none. */

/** A list in brackets. */
export interface List {
  readonly open: string;
  readonly close: string;
  readonly items: readonly Item[];
  /** As it was written. */
  readonly text: string;
  readonly texts: readonly string[];
  /** Of `{name: value}` the name of each item. */
  readonly names: readonly string[];
  /** How many items are to be shown. */
  keep: number;
  /** Places of the items that may be shown, where others are the same elsewhere, or of no interest. */
  unlike?: readonly number[];
  /** The others are the same in the list it is compared with. */
  isCompared?: true;
}

/** Texts and lists one after the other. */
export type Item = readonly (string | List)[];

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}' };
/** A text in double quotes, as JSON writes it. */
const QUOTED = /"(?:[^"\\\n]|\\.)*"/y;
/** Deeper values are taken as text. */
const MAX_DEPTH = 60;

/** The text as parts that make it up again. */
export function partsOf(text: string): Item {
  return itemFrom(text, 0, text.length, endsOf(text));
}

/** Where the list ends that begins there; a bracket that is never closed begins none. */
function endsOf(text: string): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '"') at = afterQuoted(text, at) - 1;
    else if (character === '[' || character === '{') open.push(at);
    else if (character === ']' || character === '}') {
      const begin = open.findLast((its) => CLOSING[text[its] as string] === character);
      if (begin === undefined) continue;
      while (open.at(-1) !== begin) open.pop();
      open.pop();
      if (open.length < MAX_DEPTH) ends.set(begin, at);
    }
  }
  return ends;
}

function afterQuoted(text: string, at: number): number {
  QUOTED.lastIndex = at;
  return at + (QUOTED.exec(text)?.[0].length ?? 1);
}

function itemFrom(text: string, from: number, to: number, ends: ReadonlyMap<number, number>): Item {
  const parts: (string | List)[] = [];
  let plain = from;
  for (let at = from; at < to;) {
    const end = ends.get(at);
    if (end === undefined) at = text[at] === '"' ? afterQuoted(text, at) : at + 1;
    else {
      if (at > plain) parts.push(text.slice(plain, at));
      parts.push(listFrom(text, at, end, ends));
      plain = at = end + 1;
    }
  }
  if (to > plain) parts.push(text.slice(plain, to));
  return parts;
}

function listFrom(text: string, begin: number, end: number, ends: ReadonlyMap<number, number>): List {
  const cuts = [begin];
  for (let at = begin + 1; at < end;) {
    const inner = ends.get(at);
    if (inner !== undefined) at = inner + 1;
    else if (text[at] === '"') at = afterQuoted(text, at);
    else if (text[at++] === ',') cuts.push(at - 1);
  }
  const isEmpty = text.slice(begin + 1, end).trim() === '';
  const spans = isEmpty ? [] : cuts.map((cut, index) => [cut + 1, cuts[index + 1] ?? end] as const);
  const texts = spans.map(([from, to]) => text.slice(from, to));
  return {
    open: text[begin] as string,
    close: text[end] as string,
    items: spans.map(([from, to]) => itemFrom(text, from, to, ends)),
    text: text.slice(begin, end + 1),
    texts: texts.map((its) => its.trim()),
    names:
      text[begin] === '['
        ? []
        : texts.map((its) => /^\s*("(?:[^"\\]|\\.)*"|[^":{[\s]*)\s*:/.exec(its)?.[1] ?? its),
    keep: spans.length,
  };
}
