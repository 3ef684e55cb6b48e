/** When two recorded values are the same value: what maps and comparisons of the checkers go by. */

/** A key for `Map` and `Set` under which equal JSON-like values meet; primitives are their own key. */
export function identityOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? `\u0000${canonical(value)}` : value;
}

/** Structural equality of JSON-like values, blind to the order of object keys. */
export function sameValue(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || identityOf(a) === identityOf(b);
}

/** A short text for messages. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return value;
  const text = typeof value === 'object' && value !== null ? canonical(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value instanceof Map) return `map${canonical([...value].map(canonical).sort())}`;
  if (value instanceof Set) return `set${canonical([...value].map(canonical).sort())}`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? String(value);
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`).join(',')}}`;
}
