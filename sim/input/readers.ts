/**
 * Readers turn unknown JSON into typed data, or refuse it in one sentence. `W` is what they look names up in.
 *
 * A reader copies what it accepts, so nothing of the input (accessors, prototypes, later changes) lives on.
 */
import { closest } from './did-you-mean.js';
import { InputError } from './error.js';
import { shortened, shown } from './shown.js';

export interface Reader<T, W = unknown> {
  /** Completes the sentence "expected …". */
  readonly expects: string | ((world: W) => string);
  /** @throws InputError */
  read(value: unknown, path: string, world: W): T;
}

/** Reads a property that may be absent. */
interface OptionalReader<T, W> extends Reader<T, W> {
  readonly optional: true;
}

/** One reader per property; optional properties have optional readers. */
export type Shape<T, W> = {
  readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K>
    ? OptionalReader<Exclude<T[K], undefined>, W>
    : Reader<T[K], W>;
};

/** The refusal of `value`. */
export function refuse(
  path: string,
  expected: string,
  value: unknown,
  known: Iterable<string> = [],
): InputError {
  const guess = typeof value === 'string' ? closest(value, known) : undefined;
  return new InputError(
    path,
    `expected ${expected}, got ${shown(value, '"')}${guess ? `; did you mean "${guess}"?` : ''}`,
  );
}

/** A number between two limits, both included. NaN and infinities are refused. */
export function number(low: number, high: number, noun = 'a number'): Reader<number> {
  const expects = `${noun} between ${low} and ${high}`;
  return {
    expects,
    read(value, path) {
      if (typeof value !== 'number' || !(value >= low && value <= high)) throw refuse(path, expects, value);
      return value === 0 ? 0 : value; // no minus zero
    },
  };
}

export function integer(low: number, high: number): Reader<number> {
  const { expects, read } = number(low, high, 'a whole number');
  return {
    expects,
    read(value, path, world) {
      if (!Number.isInteger(value)) throw refuse(path, expects as string, value);
      return read(value, path, world);
    },
  };
}

/** A non-empty string of limited length. */
export function text(maxLength: number): Reader<string> {
  const expects = `a string of 1 to ${maxLength} characters`;
  return {
    expects,
    read(value, path) {
      if (typeof value !== 'string' || value === '' || value.length > maxLength)
        throw refuse(path, expects, value);
      return value;
    },
  };
}

/** One of a few words. */
export function word<T extends string>(...words: readonly T[]): Reader<T> {
  return nameOf<unknown>('one of', () => words) as Reader<T>;
}

/** One of the names the world knows, such as a node. */
export function nameOf<W>(noun: string, known: (world: W) => readonly string[]): Reader<string, W> {
  const expects = (world: W) => `${noun} (${enumerate(known(world))})`;
  return {
    expects,
    read(value, path, world) {
      const names = known(world);
      if (typeof value !== 'string' || !names.includes(value))
        throw refuse(path, expects(world), value, names);
      return value;
    },
  };
}

/** A list with at least `minLength` items. */
export function list<T, W>(item: Reader<T, W>, maxLength: number, minLength = 0): Reader<readonly T[], W> {
  const expects = `a list of ${minLength} to ${maxLength} items`;
  return {
    expects,
    read(value, path, world) {
      if (!Array.isArray(value) || value.length < minLength || value.length > maxLength) {
        throw refuse(path, expects, value);
      }
      return Array.from(value as unknown[], (each, index) => item.read(each, `${path}[${index}]`, world));
    },
  };
}

/** A list without repetitions. */
export function set<T extends string, W>(item: Reader<T, W>, maxLength: number): Reader<readonly T[], W> {
  const items = list(item, maxLength, 1);
  return {
    expects: items.expects,
    read(value, path, world) {
      const read = items.read(value, path, world);
      const again = read.findIndex((each, index) => read.indexOf(each) < index);
      if (again >= 0) throw refuse(`${path}[${again}]`, 'each name once', read[again]);
      return read;
    },
  };
}

export function optional<T, W>(reader: Reader<T, W>): OptionalReader<T, W> {
  return { ...reader, optional: true };
}

/** An object with exactly the properties of the shape. */
export function object<T, W>(shape: Shape<T, W>): Reader<T, W> {
  const keys = Object.keys(shape);
  const readers = new Map(Object.entries<Reader<unknown, W>>(shape));
  return {
    expects: `an object with ${keys.join(', ')}`,
    read(value, path, world) {
      const properties = plainObject(value, path, `an object with ${keys.join(', ')}`);
      for (const key of properties.keys()) {
        if (!readers.has(key)) throw unknownKey(path, key, keys);
      }
      const result: Record<string, unknown> = {};
      for (const [key, reader] of readers) {
        const property = properties.get(key);
        if (property !== undefined) result[key] = reader.read(property, dot(path, key), world);
        else if (!('optional' in reader)) throw refuse(dot(path, key), expectation(reader, world), undefined);
      }
      return result as T;
    },
  };
}

/** An object whose property `tag` decides its shape. */
export function variant<T, W>(tag: string, variants: Readonly<Record<string, Reader<T, W>>>): Reader<T, W> {
  const expects = `an object with ${tag}`;
  const names = Object.keys(variants);
  const choice = word(...names);
  return {
    expects,
    read(value, path, world) {
      const name = choice.read(plainObject(value, path, expects).get(tag), dot(path, tag), world);
      return (variants[name] as Reader<T, W>).read(value, path, world);
    },
  };
}

/** Adds what one property alone cannot tell: `objection` names the property and completes "expected …". */
export function refined<T extends object, W>(
  reader: Reader<T, W>,
  objection: (read: T, world: W) => readonly [property: keyof T & string, expected: string] | undefined,
): Reader<T, W> {
  return {
    expects: reader.expects,
    read(value, path, world) {
      const read = reader.read(value, path, world);
      const wrong = objection(read, world);
      if (wrong) throw refuse(dot(path, wrong[0]), wrong[1], read[wrong[0]]);
      return read;
    },
  };
}

/** Any JSON value, copied; at most `maxDepth` levels deep. */
export function json(maxDepth: number): Reader<unknown> {
  return { expects: 'a JSON value', read: (value, path) => copyJson(value, path, maxDepth) };
}

function copyJson(value: unknown, path: string, depth: number): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'object') throw refuse(path, 'a JSON value', value);
  if (depth === 0) throw new InputError(path, 'expected a JSON value, got one that is nested too deeply');
  if (Array.isArray(value)) {
    return Array.from(value as unknown[], (item, index) => copyJson(item, `${path}[${index}]`, depth - 1));
  }
  const copy: Record<string, unknown> = {};
  for (const [key, item] of plainObject(value, path, 'a JSON value')) {
    if (key === '__proto__')
      throw new InputError(dot(path, key), 'expected another key: this one is not data');
    if (item !== undefined) copy[key] = copyJson(item, dot(path, key), depth - 1);
  }
  return copy;
}

/** The own properties of a plain object. */
function plainObject(value: unknown, path: string, expects: string): Map<string, unknown> {
  const prototype: unknown =
    typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== Object.prototype && prototype !== null) throw refuse(path, expects, value);
  return new Map(Object.entries(value as object));
}

function unknownKey(path: string, key: string, known: readonly string[]): InputError {
  const guess = closest(key, known);
  const hint = guess ? `; did you mean "${guess}"?` : '';
  return new InputError(path, `expected only ${known.join(', ')}, got "${shortened(key)}"${hint}`);
}

function expectation<W>({ expects }: Reader<unknown, W>, world: W): string {
  return typeof expects === 'string' ? expects : expects(world);
}

function dot(path: string, key: string): string {
  return path === '' ? shortened(key) : `${path}.${shortened(key)}`;
}

/** Names for a sentence: not all of many. */
export function enumerate(names: readonly string[]): string {
  if (names.length === 0) return 'there is none';
  return names.length <= 40 ? names.join(', ') : `${names.slice(0, 20).join(', ')} … ${names.at(-1)}`;
}
