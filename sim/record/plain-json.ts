/** Any value of a run as plain JSON: maps, sets, dates, bytes, big integers and odd numbers keep their content. */

const MAX_DEPTH = 500;

/** A copy that `JSON.stringify` writes without loss or surprise. */
export function jsonOf(value: unknown, depth = 0): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      return `${value}n`;
    case 'object':
      return value === null ? null : depth > MAX_DEPTH ? '…' : objectOf(value, depth + 1);
    case 'undefined':
      return undefined;
    default:
      return String(value);
  }
}

function objectOf(value: object, depth: number): unknown {
  if (Array.isArray(value)) return value.map((item) => jsonOf(item, depth) ?? null);
  if (value instanceof Map)
    return { map: [...(value as ReadonlyMap<unknown, unknown>)].map((pair) => jsonOf(pair, depth)) };
  if (value instanceof Set)
    return { set: [...(value as ReadonlySet<unknown>)].map((item) => jsonOf(item, depth)) };
  if (value instanceof Date) return { date: Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString() };
  if (value instanceof ArrayBuffer) return { bytes: [...new Uint8Array(value)] };
  if (ArrayBuffer.isView(value))
    return { bytes: jsonOf([...(value as unknown as Iterable<unknown>)], depth) };
  const copy: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const its = jsonOf(item, depth);
    if (its !== undefined) define(copy, name, its);
  }
  return copy;
}

/** Whether an object is one that JSON has no form for. */
export function isBuiltIn(value: object): boolean {
  const { constructor } = value;
  if (constructor === Object || constructor === Array) return false;
  return [Map, Set, Date, ArrayBuffer].some((kind) => value instanceof kind) || ArrayBuffer.isView(value);
}

/** Sets a field whatever its name is, `__proto__` included. */
export function define(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  else target[name] = value;
}

/** One line of JSON. */
export function jsonText(value: unknown): string {
  return JSON.stringify(jsonOf(value)) ?? 'null';
}
