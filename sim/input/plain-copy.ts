/** Copies what may be JSON before anybody looks at it: plain objects and lists, as deep as people write them. */
import { InputError } from './error.js';
import { placeOf, refuse } from './refusal.js';

/** Deeper is nothing that anybody wrote. */
const MAX_DEPTH = 120;

/**
 * Fields that are `undefined` are as good as absent. What is neither an object nor a list stays as it is.
 * @throws InputError for objects that are more than data, and for what is nested too deeply
 */
export function plainCopy(value: unknown, path: string): unknown {
  return copied(value, path, []);
}

/** @param at the way to this value, there and back: it becomes a text only where something is refused */
function copied(value: unknown, path: string, at: (string | number)[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (at.length > MAX_DEPTH)
    throw new InputError(placeOf(path, at), 'expected a JSON value, got one that is nested too deeply');
  const inside = (key: string | number, item: unknown): unknown => {
    at.push(key);
    const copy = copied(item, path, at);
    at.pop();
    return copy;
  };
  if (Array.isArray(value)) return Array.from(value as unknown[], (item, index) => inside(index, item));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw refuse(placeOf(path, at), 'plain data', value);
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__')
      throw new InputError(placeOf(path, [...at, key]), 'expected another key: this one is not data');
    if (item !== undefined) copy[key] = inside(key, item);
  }
  return copy;
}
