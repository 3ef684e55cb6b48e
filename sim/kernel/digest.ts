/** Digests of plain data: equal data gives equal digests, whatever order keys were inserted in. */
import { fold, hashString, mix32 } from './hash.js';

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
const FEW = 16;

/** A 32-bit digest of plain data. */
export function digest(value: unknown, salt = 0): number {
  return mix32(digestInto(salt, value));
}

function digestInto(hash: number, value: unknown): number {
  switch (typeof value) {
    case 'number':
      if (Number.isInteger(value) && value === (value | 0)) return fold(fold(hash, 1), value);
      float[0] = value === 0 ? 0 : value;
      return fold(fold(fold(hash, 2), words[0] as number), words[1] as number);
    case 'string':
      return fold(fold(hash, 3), hashString(value));
    case 'boolean':
      return fold(hash, value ? 4 : 5);
    case 'undefined':
      return fold(hash, 6);
    case 'bigint':
      return fold(fold(hash, 7), hashString(value.toString(16)));
    case 'object':
      return value === null ? fold(hash, 8) : digestObject(hash, value);
    default:
      return fold(hash, 9);
  }
}

function digestObject(hash: number, value: object): number {
  if (Array.isArray(value)) {
    let folded = fold(fold(hash, 10), value.length);
    for (const item of value) folded = digestInto(folded, item);
    return folded;
  }
  if (value instanceof Map) {
    // Iteration order of a Map is part of what a program can see, so it is part of the digest.
    let folded = fold(fold(hash, 11), value.size);
    for (const [key, item] of value) folded = digestInto(digestInto(folded, key), item);
    return folded;
  }
  if (value instanceof Set) {
    let folded = fold(fold(hash, 12), value.size);
    for (const item of value) folded = digestInto(folded, item);
    return folded;
  }
  if (value instanceof Date) return digestInto(fold(hash, 13), value.getTime());
  if (ArrayBuffer.isView(value))
    return digestBytes(hash, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  if (value instanceof ArrayBuffer) return digestBytes(hash, new Uint8Array(value));
  const keys = sorted(Object.keys(value));
  let folded = fold(fold(hash, 14), keys.length);
  for (const key of keys)
    folded = digestInto(fold(folded, hashString(key)), (value as Record<string, unknown>)[key]);
  return folded;
}

/** Sorts in place. Objects have few keys, for which calling the built-in sort costs more than the sorting. */
function sorted(keys: string[]): string[] {
  if (keys.length > FEW) return keys.sort();
  for (let next = 1; next < keys.length; next++) {
    const key = keys[next] as string;
    let at = next;
    for (; at > 0 && (keys[at - 1] as string) > key; at--) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}

function digestBytes(hash: number, bytes: Uint8Array): number {
  let folded = fold(fold(hash, 15), bytes.length);
  for (let at = 0; at < bytes.length; at++) folded = fold(folded, bytes[at] as number);
  return folded;
}
