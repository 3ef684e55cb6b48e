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

interface Patch {
  readonly target: object;
  readonly key: PropertyKey;
  /** The descriptor to install, given the one found. */
  replace(found: PropertyDescriptor): PropertyDescriptor;
  found: PropertyDescriptor | undefined;
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

/** Declares a replacement for what `target[key]` holds. `original` is filled in whenever it is put in place. */
export function replaceValue<F>(target: object, key: PropertyKey, value: F, original?: Original<F>): void {
  const replace = (found: PropertyDescriptor): PropertyDescriptor => {
    if (original !== undefined) original.value = found.value as F;
    const { configurable = false, enumerable = false, writable = true } = found;
    return { configurable, enumerable, writable, value };
  };
  patches.push({ target, key, replace, found: undefined });
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

/** Declares the replacement of a getter. */
export function replaceGetter<T>(target: object, key: PropertyKey, read: (host: AmbientHost) => T): void {
  const replace = (found: PropertyDescriptor): PropertyDescriptor => ({
    ...found,
    get(this: unknown): unknown {
      const host = currentHost();
      return host === undefined ? found.get?.call(this) : read(host);
    },
  });
  patches.push({ target, key, replace, found: undefined });
}

/** Keeps every replacement in place, for a world or (without one) for loading code, until the result is called. */
export function holdPatches(current?: CurrentHost): () => void {
  if (current !== undefined) worlds.push(current);
  if (holders++ === 0) apply();
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    if (current !== undefined) worlds.splice(worlds.lastIndexOf(current), 1);
    if (--holders === 0) restore();
  };
}

function apply(): void {
  for (const patch of patches) {
    const found = Object.getOwnPropertyDescriptor(patch.target, patch.key);
    patch.found = found;
    if (found !== undefined) Object.defineProperty(patch.target, patch.key, patch.replace(found));
  }
}

function restore(): void {
  for (const { target, key, found } of patches) {
    if (found !== undefined) Object.defineProperty(target, key, found);
  }
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
