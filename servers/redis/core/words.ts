/** Reading words that several data types share. */
import { readInteger } from './integers.js';
import { refuse } from './reply.js';

/** A whole number that is at least `least`. @throws Refusal */
export function readPositive(
  word: string | undefined,
  refusal = 'value is out of range, must be positive',
  least = 0,
): number {
  const value = readInteger(word, refusal);
  return value < least ? refuse(refusal) : value;
}

/** The first and the last place of a range in which negative numbers count from the end. Nothing: the last is less. */
export function readRange(start: number, end: number, size: number): readonly [number, number] {
  const first = Math.max(0, start < 0 ? size + start : start);
  const last = Math.min(size - 1, end < 0 ? size + end : end);
  return first > last || first >= size ? [size, -1] : [first, last];
}
