/** The sentence that refuses bad input: what was expected, what came, and what was perhaps meant. */
import { closest } from './did-you-mean.js';
import { InputError } from './error.js';

/** The refusal of `value`. @param known the names that could have been meant */
export function refuse(
  path: string,
  expected: string,
  value: unknown,
  known: Iterable<string> = [],
): InputError {
  return new InputError(path, refusal(expected, value, known));
}

/** `expected a node (n1, n2), got "m1"; did you mean "n1"?` */
export function refusal(expected: string, value: unknown, known: Iterable<string> = []): string {
  return `expected ${expected}, got ${show(value)}${hint(value, known)}`;
}

/** The refusal of a field that there is not. */
export function unknownField(field: string, known: readonly string[]): string {
  return `expected only ${known.join(', ')}, got "${shorten(field)}"${hint(field, known)}`;
}

function hint(value: unknown, known: Iterable<string>): string {
  const guess = typeof value === 'string' ? closest(value, known) : undefined;
  return guess === undefined ? '' : `; did you mean "${guess}"?`;
}

/** Names for a sentence: not all of many. */
export function enumerate(names: readonly string[]): string {
  if (names.length === 0) return 'there is none';
  return names.length <= 40 ? names.join(', ') : `${names.slice(0, 20).join(', ')} … ${names.at(-1)}`;
}

/** A place within the input, such as `faults[3].node`. */
export function placeOf(path: string, parts: readonly PropertyKey[]): string {
  return parts.reduce<string>((place, part) => {
    if (typeof part === 'number') return `${place}[${part}]`;
    return place === '' ? shorten(String(part)) : `${place}.${shorten(String(part))}`;
  }, path);
}

/** What came, in few words. */
function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return `"${shorten(value)}"`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  return String(value);
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= 60 ? line : `${line.slice(0, 60)}…`;
}
