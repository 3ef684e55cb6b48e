/** JSON with every digit of its whole numbers: those beyond 2^53 are bigints here, and digits in the text. */

/** Strings, and whole numbers with all that belongs to them: the digits of a fraction are no integer. */
const TEXTS_AND_NUMBERS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
const LONG_INTEGER = /^-?\d{16,}$/;

/** Begins the text that stands for a number until `JSON.parse` is done; a text of the source that begins so has one more. */
const MARK = '\u0000';
const ESCAPED_MARK = '\\u0000';

/** What `JSON.parse` makes of the text, but that whole numbers beyond 2^53 are bigints. */
export function parseExactJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  let isMarked = false;
  const marked = text.replace(TEXTS_AND_NUMBERS, (found) => {
    if (found.startsWith(`"${ESCAPED_MARK}`)) {
      isMarked = true;
      return `"${ESCAPED_MARK}${found.slice(1)}`;
    }
    if (!LONG_INTEGER.test(found) || Number.isSafeInteger(Number(found))) return found;
    isMarked = true;
    return `"${ESCAPED_MARK}${found}"`;
  });
  return isMarked ? unmarked(JSON.parse(marked)) : JSON.parse(text);
}

/** Nobody looks at what is deeper: readers refuse it. */
const MAX_DEPTH = 1000;

function unmarked(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') {
    if (!value.startsWith(MARK)) return value;
    return value.startsWith(MARK, 1) ? value.slice(1) : BigInt(value.slice(1));
  }
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) return value.map((part) => unmarked(part, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name.startsWith(MARK) ? name.slice(1) : name,
      unmarked(part, depth + 1),
    ]),
  );
}

/** In a printed text: what stands for a number, by a character that means nothing. */
const PRINTED = /"\uE000(-?\d+)"/g;

/** What `JSON.stringify` makes of the value, but that bigints are numbers with all their digits; `undefined` if it makes nothing of it. */
export function printExactJson(value: unknown): string | undefined {
  let isMarked = false;
  const text = JSON.stringify(value, (_name, part: unknown) => {
    if (typeof part !== 'bigint') return part;
    isMarked = true;
    return `\uE000${part}`;
  }) as string | undefined;
  return isMarked ? text?.replace(PRINTED, '$1') : text;
}
