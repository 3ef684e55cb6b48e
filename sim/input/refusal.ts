/** The sentence that refuses bad input: what was expected, what came, and what was perhaps meant. */
import { closest } from './did-you-mean.js';
import { InputError } from './error.js';
import { shortened, shown } from './shown.js';

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
  return `expected ${expected}, got ${shown(value, '"')}${hint(value, known)}`;
}

/** The refusal of a field that there is not. */
export function unknownField(field: string, known: readonly string[]): string {
  return `expected only ${known.join(', ')}, got "${shortened(field)}"${hint(field, known)}`;
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
    return place === '' ? shortened(String(part)) : `${place}.${shortened(String(part))}`;
  }, path);
}
