/**
 * When two recorded values are the same value: what maps and comparisons of the checkers go by.
 *
 * Values are the same if they are of one kind and hold the same: 1 is not '1', a Date is not its text, NaN is NaN,
 * `undefined` is not `null`. Only a property that is `undefined` counts as absent, as in JSON.
 */
import { brief, isLarge } from './brief.js';
import { Keyword } from './keyword.js';
import { shorten, shortenBoth } from './shorten.js';

/** A value that cannot be compared by what it holds: a cycle, a function inside data, a promise. */
export class IncomparableValue extends TypeError {
  override readonly name = 'IncomparableValue';
}

/**
 * A key for `Map` and `Set` under which equal values meet; primitives are their own key.
 * @throws IncomparableValue
 */
export function identityOf(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) return `\u0000${nameOf(value)}`;
  // A text that looks like the key of an object must not meet that object.
  return typeof value === 'string' && value.charCodeAt(0) === 0 ? `\u0000\u0000${value}` : value;
}

/**
 * Whether both are of one kind and hold the same, blind to the order of properties.
 * @throws IncomparableValue
 */
export function sameValue(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || identityOf(a) === identityOf(b);
}

/** A short text for messages. A text that could be taken for another kind of value stands in quotes. */
export function show(value: unknown): string {
  return shorten(shown(value, SHOWN), SHOWN);
}

/** A short text for what is held under each key. */
export function showKeyed(held: ReadonlyMap<unknown, unknown>): string {
  if (isLarge(held)) return brief(held, SHOWN, nameOf).replace(/^map\[(.*)\]$/s, '{$1}');
  const parts = [...held].map(([key, value]) => `${nameOf(key)}:${nameOf(value)}`);
  return shorten(`{${parts.sort().join(',')}}`, SHOWN);
}

/** Two values that are not the same, each as a short text in which one sees where they differ. */
export function showBoth(a: unknown, b: unknown): [a: string, b: string] {
  return shortenBoth(shown(a), shown(b), SHOWN);
}

const SHOWN = 60;

/** @param room characters that will be shown, if the value is not shown beside another: no more of it is printed */
function shown(value: unknown, room = Infinity): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return isMistakable(value) ? JSON.stringify(value) : value;
  if (value instanceof Keyword) return value.text;
  if (typeof value === 'number' || typeof value === 'bigint') return nameOfNumber(value);
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return room < Infinity && isLarge(value) ? brief(value, room, nameOf) : nameOf(value);
  } catch (error) {
    if (error instanceof IncomparableValue) return error.message;
    throw error;
  }
}

/** Whether a reader could take a bare text for a number, a keyword, a list or a map, for null, for nothing at all. */
function isMistakable(text: string): boolean {
  if (twins.has(text)) return true;
  if (text.trim() !== text || text === '' || /^[":[{]|^-?\d+n$/.test(text)) return true;
  return WORDS.has(text) || !Number.isNaN(Number(text));
}

/** Texts that are keywords as well. */
let twins: ReadonlySet<string> = new Set();

/** Does `work`, and in what it says each of these texts stands in quotes: a keyword is called like it. */
export function tellingApart<T>(texts: ReadonlySet<string>, work: () => T): T {
  const before = twins;
  twins = texts;
  try {
    return work();
  } finally {
    twins = before;
  }
}

const WORDS: ReadonlySet<string> = new Set(['null', 'undefined', 'nothing', 'true', 'false', 'NaN']);

/** Deeper data is taken for a cycle. */
const MAX_DEPTH = 500;

/**
 * A text that names a value: equal values have the same name, others another, whatever their kinds.
 * @throws IncomparableValue
 */
export function nameOf(value: unknown): string {
  return nameAt(value, 0);
}

function nameAt(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
    case 'bigint':
      return nameOfNumber(value);
    case 'object':
      return value === null ? 'null' : nameOfObject(value, depth);
    case 'function':
    case 'symbol':
      throw new IncomparableValue(
        `a value holds a ${typeof value}, which cannot be compared by what it holds`,
      );
    default:
      return String(value);
  }
}

/**
 * A number has an exponent where it may have lost digits, and a bigint an `n` where a number has all: the two are never the
 * same value, and the digits of what was read from a file stand as they stand there.
 */
function nameOfNumber(value: number | bigint): string {
  if (typeof value === 'bigint')
    return value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER ? String(value) : `${value}n`;
  if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) return value.toExponential();
  // Both zeros are one number.
  return value === 0 ? '0' : String(value);
}

function nameOfObject(value: object, depth: number): string {
  if (depth > MAX_DEPTH)
    throw new IncomparableValue(
      `a value is cyclic or deeper than ${MAX_DEPTH} levels, and cannot be compared`,
    );
  const name = (part: unknown): string => nameAt(part, depth + 1);
  if (Array.isArray(value)) return `[${Array.from(value, name).join(',')}]`;
  if (value instanceof Keyword) return value.text;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return nameOfFields(value, name);
  if (value instanceof Map)
    return `map[${[...value].map(([key, item]) => `${name(key)}:${name(item)}`).sort()}]`;
  if (value instanceof Set) return `set[${[...value].map(name).sort()}]`;
  if (value instanceof Date) return `Date(${Number.isNaN(value.getTime()) ? NaN : value.toISOString()})`;
  if (value instanceof RegExp) return `RegExp(${value})`;
  if (value instanceof Error) return `${value.name}(${JSON.stringify(value.message)})`;
  if (value instanceof Number || value instanceof String || value instanceof Boolean)
    return `${value.constructor.name}(${name(value.valueOf())})`;
  return nameOfBytes(value) ?? nameOfInstance(value, name);
}

function nameOfFields(value: object, name: (part: unknown) => string): string {
  const fields = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, part]) => `${JSON.stringify(key)}:${name(part)}`).join(',')}}`;
}

function nameOfBytes(value: object): string | undefined {
  const kind = kindOf(value);
  if (value instanceof DataView)
    return `${kind}(${new Uint8Array(value.buffer, value.byteOffset, value.byteLength)})`;
  if (ArrayBuffer.isView(value)) return `${kind}(${(value as unknown as Uint8Array).join()})`;
  if (value instanceof ArrayBuffer) return `${kind}(${new Uint8Array(value)})`;
  return undefined;
}

/** A class of somebody's own shows what it holds by its fields; one that shows none could hold anything. */
function nameOfInstance(value: object, name: (part: unknown) => string): string {
  const kind = value.constructor?.name ?? 'object';
  if (kindOf(value) !== 'Object' || Object.keys(value).length === 0)
    throw new IncomparableValue(`a value holds a ${kind}, which cannot be compared by what it holds`);
  return `${kind}${nameOfFields(value, name)}`;
}

/** What the language calls it; a Buffer is a Uint8Array. */
const kindOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);
