/** Values of parameters on the command line: JSON where it can be, else text. */
import { parseExactJson } from '../checkers/exact-json.js';
import { Keyword } from '../checkers/keyword.js';

/** What a text stands for, as far as it says itself. */
export function jsonOrText(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    // Numbers that would lose digits stay text.
    return typeof value === 'number' &&
      (/^-?\d+$/.test(text) ? !Number.isSafeInteger(value) : !Number.isFinite(value))
      ? text
      : value;
  } catch {
    return text;
  }
}

/** The same, as a history holds it: with every digit of whole numbers, and keywords such as `:a`. */
export function recordedValue(text: string): unknown {
  if (KEYWORD.test(text)) return new Keyword(text.slice(1));
  try {
    const value = parseExactJson(text);
    return typeof value === 'number' && !Number.isFinite(value) ? text : value;
  } catch {
    return text;
  }
}

const KEYWORD = /^:[^\s,;()[\]{}"]+$/;

/** The text as it was written, where what it stands for is refused and the text is not: `v=100` of `z.enum(['100'])`. */
export function fittingValue(
  text: string,
  fits: (value: unknown) => boolean,
  read: (text: string) => unknown = jsonOrText,
): unknown {
  const value = read(text);
  return typeof value === 'string' || fits(value) || !fits(text) ? value : text;
}

/** A text that stands for that value. */
export function valueAsText(value: unknown): string {
  return typeof value === 'string' && jsonOrText(value) === value ? value : JSON.stringify(value);
}
