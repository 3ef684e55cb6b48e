/**
 * Putting a function in the place of another and back again, so that afterwards nothing can tell.
 *
 * Each replacement is made once per process and looks up the running node at each call, because packages keep
 * what they found when they were loaded: a replacement kept that way serves every later world, and outside
 * worlds it only passes on to the original.
 */
import type { AmbientHost, CurrentHost } from './host.js';

/** What stood in the place of a replacement when it was put there: calls from outside worlds go to it. */
export interface Original<F> {
  value: F;
}

/** Both are called in turn, `put` first. */
export interface Patch {
  put(): void;
  putBack(): void;
}

const patches: Patch[] = [];
const worlds: CurrentHost[] = [];
let holders = 0;

/** The host a call belongs to. Worlds may overlap in time, but only one runs code at any moment. */
export function currentHost(): AmbientHost | undefined {
  for (let at = 0; at < worlds.length; at++) {
    const host = worlds[at]?.();
    if (host !== undefined) return host;
  }
  return undefined;
}

/** Runs something of Node's own that belongs to the process and to no node, though a node asked for it. */
export function outsideOfNodes<T>(run: () => T): T {
  const inside = worlds.splice(0);
  try {
    return run();
  } finally {
    worlds.push(...inside);
  }
}

/** Declares a replacement for what `target[key]` holds. `original` is filled in whenever it is put in place. */
export function replaceValue<F>(target: object, key: PropertyKey, value: F, original?: Original<F>): void {
  const place = target as Record<PropertyKey, unknown>;
  const slow = replaceDescriptor(place, key, (found) => {
    if (original !== undefined && found.value !== value) original.value = found.value as F;
    const { configurable = false, enumerable = false, writable = true } = found;
    return { configurable, enumerable, writable, value };
  });
  // A world lasts a fraction of a millisecond. What is known to be a plain writable property is assigned, which
  // leaves its attributes alone; reading descriptors and defining properties costs ten times as much.
  const usual = plainValue(target, key);
  let assigned = false;
  declarePatch({
    put() {
      // Who borrowed the property while a world ran (test runners do) may have put the replacement back too late.
      assigned = usual !== undefined && (place[key] === usual || place[key] === value);
      if (!assigned) return slow.put();
      if (original !== undefined) original.value = usual as F;
      place[key] = value;
    },
    putBack() {
      if (assigned) place[key] = usual;
      else slow.putBack();
    },
  });
}

/** What a plain writable property holds; undefined for any other, and for accessors, which are not called. */
function plainValue(target: object, key: PropertyKey): unknown {
  const found = Object.getOwnPropertyDescriptor(target, key);
  return found?.writable === true ? found.value : undefined;
}

function replaceDescriptor(
  target: object,
  key: PropertyKey,
  replace: (found: PropertyDescriptor) => PropertyDescriptor,
): Patch {
  let found: PropertyDescriptor | undefined;
  return {
    put() {
      found = Object.getOwnPropertyDescriptor(target, key);
      if (found !== undefined) Object.defineProperty(target, key, replace(found));
    },
    putBack() {
      if (found !== undefined) Object.defineProperty(target, key, found);
    },
  };
}

/** Declares the replacement of a method, which takes over the name, arity and own properties of the original. */
export function replaceMethod<F extends (...args: never[]) => unknown>(
  target: object,
  key: PropertyKey,
  make: (original: Original<F>) => F,
): F {
  const native = (target as Record<PropertyKey, unknown>)[key] as F;
  const original: Original<F> = { value: native };
  const replacement = make(original);
  takeOver(native, replacement);
  replaceValue(target, key, replacement, original);
  return replacement;
}

/** Declares an own method for an object that inherits it, as long as it has none of its own. */
export function overrideMethod<F extends (...args: never[]) => unknown>(
  target: object,
  key: PropertyKey,
  make: (original: Original<F>) => F,
): void {
  const place = target as Record<PropertyKey, unknown>;
  const original: Original<F> = { value: place[key] as F };
  const replacement = make(original);
  takeOver(original.value, replacement);
  let own = false;
  declarePatch({
    put() {
      own = Object.hasOwn(target, key);
      original.value = place[key] as F;
      place[key] = replacement;
    },
    putBack() {
      if (own) place[key] = original.value;
      else delete place[key];
    },
  });
}

/** Declares what is to be done while replacements are in place, and undone after. */
export function declarePatch(patch: Patch): void {
  patches.push(patch);
  // A world may be there already: what is declared late serves it, too.
  if (holders > 0) patch.put();
}

/** Declares the replacement of a getter. */
export function replaceGetter<T>(target: object, key: PropertyKey, read: (host: AmbientHost) => T): void {
  let native: PropertyDescriptor['get'];
  const get = function (this: unknown): unknown {
    const host = currentHost();
    return host === undefined ? native?.call(this) : read(host);
  };
  const replace = (found: PropertyDescriptor): PropertyDescriptor => {
    native = found.get;
    return { ...found, get };
  };
  declarePatch(replaceDescriptor(target, key, replace));
}

/** Keeps every replacement in place, for a world or (without one) for loading code, until the result is called. */
export function holdPatches(current?: CurrentHost): () => void {
  if (current !== undefined) worlds.push(current);
  if (holders++ === 0) for (const patch of patches) patch.put();
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    if (current !== undefined) worlds.splice(worlds.lastIndexOf(current), 1);
    if (--holders === 0) for (const patch of patches) patch.putBack();
  };
}

/** Own properties the replacement has already set (a `util.promisify.custom`, say) stay as they are. */
function takeOver(native: object, replacement: object): void {
  for (const key of Reflect.ownKeys(native)) {
    if (key === 'prototype') continue;
    if (key !== 'name' && key !== 'length' && Object.hasOwn(replacement, key)) continue;
    Object.defineProperty(
      replacement,
      key,
      Object.getOwnPropertyDescriptor(native, key) as PropertyDescriptor,
    );
  }
}
