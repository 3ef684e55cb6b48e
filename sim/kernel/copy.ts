/**
 * Isolation: what crosses a boundary (node to node, node to disk, run to history) is copied, so that no two
 * owners ever share a mutable object. Only plain data can cross; anything else is refused by path.
 */

import { clone } from './clone.js';
import { Unchanging } from './unchanging.js';

const MAX_DEPTH = 500;

/** Thrown when something that is not plain data is sent, stored or returned. */
export class NotPlainData extends TypeError {
  override readonly name = 'NotPlainData';
  constructor(message: string) {
    super(message);
    // Deep data means a deep stack, and only its innermost frames are kept: begin where the program called.
    Error.captureStackTrace(this, copyPlain);
  }
}

/**
 * A deep copy of plain data: primitives, arrays, plain objects, Map, Set, Date, typed arrays and ArrayBuffer. What is
 * {@link Unchanging} is its own copy.
 * @param what names the value in the error: `message`, `reply`, `disk value`
 * @throws NotPlainData for functions, symbols, class instances, promises and cycles
 */
export function copyPlain<T>(value: T, what = 'value'): T {
  return typeof value === 'object' && value !== null
    ? (copyObject(value, what, 0) as T)
    : checked(value, what);
}

function checked<T>(value: T, path: string): T {
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw new NotPlainData(`${path} is a ${typeof value}; only plain data can leave a node`);
  }
  return value;
}

function copyObject(value: object, path: string, depth: number): object {
  if (depth > MAX_DEPTH) {
    throw new NotPlainData(
      `${shorten(path)} is cyclic or deeper than ${MAX_DEPTH} levels; only plain data can leave a node`,
    );
  }
  if (Array.isArray(value)) {
    const source = value as unknown[];
    const copy = new Array<unknown>(source.length);
    for (let index = 0; index < source.length; index++) {
      const item = source[index];
      copy[index] =
        typeof item === 'object' && item !== null
          ? copyObject(item, path, depth + 1)
          : typeof item === 'function' || typeof item === 'symbol'
            ? checked(item, `${path}[${index}]`)
            : item;
    }
    return copy;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    const copy = clone(value);
    for (const key in copy) {
      const item = copy[key];
      if (typeof item === 'object' && item !== null) copy[key] = copyObject(item, path, depth + 1);
      else if (typeof item === 'function' || typeof item === 'symbol') checked(item, `${path}.${key}`);
    }
    return copy;
  }
  return copyBuiltIn(value, path, depth);
}

function copyBuiltIn(value: object, path: string, depth: number): object {
  if (value instanceof Unchanging) return value;
  const inner = (item: unknown, where: string): unknown =>
    typeof item === 'object' && item !== null ? copyObject(item, where, depth + 1) : checked(item, where);
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    for (const [key, item] of value)
      copy.set(inner(key, `${path} (map key)`), inner(item, `${path}.get(${String(key)})`));
    return copy;
  }
  if (value instanceof Set) {
    const copy = new Set<unknown>();
    for (const item of value) copy.add(inner(item, `${path} (set item)`));
    return copy;
  }
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof ArrayBuffer) return value.slice(0);
  // Buffer.slice shares memory: copy through the plain typed array.
  if (value instanceof Uint8Array) return Uint8Array.prototype.slice.call(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return (value as unknown as { slice(): object }).slice();
  }
  const type = (value as { constructor?: { name?: string } }).constructor?.name ?? 'object';
  throw new NotPlainData(`${path} holds a ${type}; only plain data can leave a node`);
}

function shorten(path: string): string {
  return path.length > 60 ? `${path.slice(0, 60)}…` : path;
}
