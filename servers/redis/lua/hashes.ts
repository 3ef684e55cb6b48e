/** The hash of a key, as Lua 5.1 makes it: so `pairs` goes through a table in the order of the real one. */

/** Tables and functions are hashed by where they lie in memory; here by when they were first keys. */
const places = new WeakMap<object, number>();
let nextPlace = 1;

export function placeOf(value: object): number {
  const known = places.get(value);
  if (known !== undefined) return known;
  places.set(value, nextPlace);
  return nextPlace++;
}

const bits = new DataView(new ArrayBuffer(8));

/** Up to 32 bytes of a text count, spread over all of it. */
function hashText(text: string): number {
  let hash = text.length;
  const step = (text.length >> 5) + 1;
  for (let at = text.length; at >= step; at -= step)
    hash ^= (hash << 5) + (hash >>> 2) + text.charCodeAt(at - 1);
  return hash >>> 0;
}

/** The place of a key among `size` nodes, a power of two. */
export function mainPlace(key: unknown, size: number): number {
  switch (typeof key) {
    case 'string':
      return hashText(key) & (size - 1);
    case 'number':
      if (key === 0) return 0;
      bits.setFloat64(0, key);
      return ((bits.getUint32(0) + bits.getUint32(4)) >>> 0) % ((size - 1) | 1);
    case 'boolean':
      return Number(key) & (size - 1);
    case 'undefined':
      return 0;
    default:
      return placeOf(key as object) % ((size - 1) | 1);
  }
}
