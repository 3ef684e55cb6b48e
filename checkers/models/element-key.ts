/** Each element of each set is an object of its own: operations on one say nothing about another. */
import { nameOf } from '../identity.js';

/** Names the element an operation is about; different elements, and those of different sets, differ. */
export function elementKey(input: {
  readonly key?: string | number;
  readonly value?: unknown;
}): string | number {
  const { key, value } = input;
  if (key === undefined && typeof value === 'number') return value;
  return `${nameOf(key)} ${nameOf(value)}`;
}
