/** Copies what may be JSON before anybody looks at it: plain objects and lists, as deep as people write them. */
import { InputError } from './error.js';
import { placeOf, refuse } from './refusal.js';

/** Deeper is nothing that anybody wrote. */
const MAX_DEPTH = 120;

/**
 * Fields that are `undefined` are as good as absent. What is neither an object nor a list stays as it is.
 * @throws InputError for objects that are more than data, and for what is nested too deeply
 */
export function plainCopy(value: unknown, path: string, depth = MAX_DEPTH): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth < 0) throw new InputError(path, 'expected a JSON value, got one that is nested too deeply');
  if (Array.isArray(value))
    return Array.from(value as unknown[], (item, index) => plainCopy(item, `${path}[${index}]`, depth - 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw refuse(path, 'plain data', value);
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const place = placeOf(path, [key]);
    if (key === '__proto__') throw new InputError(place, 'expected another key: this one is not data');
    if (item !== undefined) copy[key] = plainCopy(item, place, depth - 1);
  }
  return copy;
}
