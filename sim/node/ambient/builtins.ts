/**
 * Built-in objects belong to everybody: what a program under test puts into `Array.prototype` or `Object.prototype` would
 * change every later run of the process. So they are looked at before and after code of a world runs; what changed in
 * between is named and put back. What a package changed while it was loaded, before the run, stays.
 */

/** Something that a program changed. */
export interface Tampering {
  /** Such as `Array.prototype.push`. */
  readonly what: string;
  readonly how: 'replaced' | 'added' | 'deleted' | 'frozen';
  /** It is as it was before. */
  readonly undone: boolean;
}

// Kept from before anybody could change them: this file must work with built-ins that do not.
const { ownKeys, getOwnPropertyDescriptor, defineProperty, deleteProperty, isExtensible } = Reflect;
const { is } = Object;

interface Subject {
  readonly name: string;
  readonly object: object;
  /** What of it is looked at, where not all of it is. */
  readonly only: readonly string[] | undefined;
  /** How many own properties it has. */
  count: number;
  extensible: boolean;
}

interface Watched {
  readonly subject: Subject;
  readonly key: PropertyKey;
  descriptor: PropertyDescriptor;
}

/** Data that programs set and nothing of ours reads. */
const FREE = ['Error.stackTraceLimit', 'Error.prepareStackTrace'];

let subjects: Subject[] | undefined;
let watched: Watched[] = [];
let holders = 0;
let spoilt = false;

/** Whether something could not be put back: what runs here from now on may be another run than elsewhere. */
export const builtinsAreSpoilt = (): boolean => spoilt;

/**
 * Looks at the built-ins until the returned function is called. Where several worlds look at once, the last to end tells.
 * @returns ends the look and tells what was changed meanwhile
 */
export function watchBuiltins(): () => readonly Tampering[] {
  if (holders++ === 0) {
    subjects ??= subjectsOf();
    if (watched.length === 0 || changed()) watched = lookAt(subjects);
  }
  return () => (--holders === 0 && changed() ? putBack() : []);
}

/** What is done after every run: reads only, and makes nothing. */
function changed(): boolean {
  const all = subjects as Subject[];
  for (let at = 0; at < all.length; at++) {
    const { object, only, count, extensible } = all[at] as Subject;
    if (isExtensible(object) !== extensible) return true;
    if (only === undefined && ownKeys(object).length !== count) return true;
  }
  for (let at = 0; at < watched.length; at++) {
    const { subject, key, descriptor } = watched[at] as Watched;
    // Reading a getter would call it.
    if ('value' in descriptor) {
      if (!is((subject.object as Record<PropertyKey, unknown>)[key], descriptor.value)) return true;
    } else if (isOther(getOwnPropertyDescriptor(subject.object, key), descriptor)) return true;
  }
  return false;
}

function isOther(found: PropertyDescriptor | undefined, kept: PropertyDescriptor): boolean {
  return (
    found === undefined || !is(found.value, kept.value) || found.get !== kept.get || found.set !== kept.set
  );
}

function putBack(): Tampering[] {
  const found: Tampering[] = [];
  const tell = (what: string, how: Tampering['how'], undone: boolean): void => {
    found[found.length] = { what, how, undone };
    if (!undone) spoilt = true;
  };
  const all = subjects as Subject[];
  for (let at = 0; at < watched.length; at++) {
    const { subject, key, descriptor } = watched[at] as Watched;
    const now = getOwnPropertyDescriptor(subject.object, key);
    if (!isOther(now, descriptor)) continue;
    const how = now === undefined ? 'deleted' : 'replaced';
    tell(nameOf(subject, key), how, defineProperty(subject.object, key, descriptor));
  }
  for (let at = 0; at < all.length; at++) {
    const subject = all[at] as Subject;
    const keys = subject.only ?? ownKeys(subject.object);
    for (let k = 0; k < keys.length; k++) {
      const key = keys[k] as PropertyKey;
      if (subject.only === undefined && !isFree(nameOf(subject, key)) && !isWatched(subject, key))
        tell(nameOf(subject, key), 'added', deleteProperty(subject.object, key));
    }
    if (isExtensible(subject.object) !== subject.extensible) tell(subject.name, 'frozen', false);
  }
  // What could not be put back is told once.
  watched = lookAt(all);
  return found;
}

function isWatched(subject: Subject, key: PropertyKey): boolean {
  for (let at = 0; at < watched.length; at++)
    if (watched[at]?.subject === subject && watched[at]?.key === key) return true;
  return false;
}

function isFree(name: string): boolean {
  for (let at = 0; at < FREE.length; at++) if (FREE[at] === name) return true;
  return false;
}

function lookAt(all: readonly Subject[]): Watched[] {
  const seen: Watched[] = [];
  for (let at = 0; at < all.length; at++) {
    const subject = all[at] as Subject;
    const keys = subject.only ?? ownKeys(subject.object);
    subject.count = keys.length;
    subject.extensible = isExtensible(subject.object);
    for (let k = 0; k < keys.length; k++) {
      const key = keys[k] as PropertyKey;
      const descriptor = getOwnPropertyDescriptor(subject.object, key);
      if (descriptor === undefined || isFree(nameOf(subject, key))) continue;
      // Node fills in some globals when they are first read.
      if (subject.only !== undefined && !('value' in descriptor)) continue;
      seen[seen.length] = { subject, key, descriptor };
    }
  }
  return seen;
}

function nameOf({ name }: Subject, key: PropertyKey): string {
  return typeof key === 'symbol' ? `${name}[${key.description ?? 'symbol'}]` : `${name}.${key}`;
}

/** The objects of the language, and those of Node that every program finds. The global object has too much that comes late. */
function subjectsOf(): Subject[] {
  const all: Subject[] = [];
  const take = (name: string, object: object, only?: readonly string[]): void => {
    all.push({ name, object, only, count: 0, extensible: true });
  };
  take('globalThis', globalThis, [...CONSTRUCTORS.map(({ name }) => name), ...GLOBALS]);
  take('process', process, ['nextTick', 'hrtime', 'cwd', 'uptime', 'exit', 'kill', 'abort']);
  for (const constructor of CONSTRUCTORS) {
    take(constructor.name, constructor);
    if (constructor !== Proxy) take(`${constructor.name}.prototype`, constructor.prototype as object);
  }
  for (const name of NAMESPACES) take(name, globalThis[name]);
  for (const [name, object] of Object.entries(hiddenPrototypes())) take(name, object);
  return all;
}

const NAMESPACES = ['Math', 'JSON', 'Reflect', 'Atomics', 'Intl', 'performance', 'crypto'] as const;

const GLOBALS: readonly string[] = [
  ...NAMESPACES,
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'],
  ...[
    'queueMicrotask',
    'structuredClone',
    'parseInt',
    'parseFloat',
    'isNaN',
    'isFinite',
    'Buffer',
    'process',
  ],
];

const CONSTRUCTORS: readonly { readonly name: string; readonly prototype?: unknown }[] = [
  ...[
    Object,
    Function,
    Array,
    String,
    Number,
    Boolean,
    RegExp,
    Date,
    Promise,
    Map,
    Set,
    WeakMap,
    WeakSet,
    WeakRef,
  ],
  ...[Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError, AggregateError],
  ...[ArrayBuffer, SharedArrayBuffer, DataView, Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array],
  ...[Int32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array, Uint8ClampedArray, Proxy],
  ...[Symbol, BigInt],
];

/** Prototypes that no global name leads to. */
function hiddenPrototypes(): Readonly<Record<string, object>> {
  const above = (value: object): object => Object.getPrototypeOf(value) as object;
  const arrayIterator = above([][Symbol.iterator]());
  const generator = function* (): Generator<never> {};
  const asyncGenerator = async function* (): AsyncGenerator<never> {};
  return {
    'Iterator.prototype': above(arrayIterator),
    'ArrayIterator.prototype': arrayIterator,
    'MapIterator.prototype': above(new Map().entries()),
    'SetIterator.prototype': above(new Set().values()),
    'StringIterator.prototype': above(''[Symbol.iterator]()),
    'Generator.prototype': above(above(generator())),
    'AsyncGenerator.prototype': above(above(asyncGenerator())),
    'AsyncFunction.prototype': above(async () => undefined),
    'TypedArray.prototype': above(Uint8Array.prototype),
    TypedArray: above(Uint8Array),
  };
}
