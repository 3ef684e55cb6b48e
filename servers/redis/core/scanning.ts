/** SCAN and its kin: the words, and one page of what there is. */
import { readInteger } from './integers.js';
import { refuse, refuseSyntax } from './reply.js';

export interface ScanWords {
  readonly cursor: number;
  readonly count: number;
  readonly pattern: string;
  readonly type: string | undefined;
}

/** Reads a cursor and the options behind it. @throws Refusal */
export function readScan(words: readonly string[], cursorAt: number): ScanWords {
  const cursor = words[cursorAt] ?? '';
  if (!/^[+-]?\d{1,20}$/.test(cursor)) return refuse('invalid cursor');
  let [count, pattern, type]: [number, string, string | undefined] = [10, '*', undefined];
  for (let at = cursorAt + 1; at < words.length; at += 2) {
    const option = (words[at] as string).toUpperCase();
    const word = words[at + 1];
    if (word === undefined) return refuseSyntax();
    if (option === 'COUNT') {
      count = readInteger(word);
      if (count < 1) return refuseSyntax();
    } else if (option === 'MATCH') pattern = word;
    else if (option === 'TYPE' && cursorAt === 1) type = word;
    else return refuseSyntax();
  }
  return { cursor: Number(cursor), count, pattern, type };
}

/**
 * So many items from the cursor on, in an order that stays when others come and go: what was there throughout is told once.
 * The next cursor is the least place that is not told yet; 0: all is told.
 */
export function page(
  items: readonly string[],
  { cursor, count }: ScanWords,
): { cursor: string; items: string[] } {
  const placed = items.map((item) => [placeOf(item), item] as const).sort(([one], [other]) => one - other);
  const rest = placed.filter(([place]) => place >= cursor);
  let end = Math.min(count, rest.length);
  // All that share a place are told together.
  while (end > 0 && end < rest.length && rest[end]?.[0] === rest[end - 1]?.[0]) end++;
  return { cursor: String(rest[end]?.[0] ?? 0), items: rest.slice(0, end).map(([, item]) => item) };
}

/** A place between 1 and 2³²: a hash of the text. */
function placeOf(text: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  return ((hash ^ (hash >>> 13)) >>> 0) + 1;
}
