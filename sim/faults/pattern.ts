/** What data must hold among other things: how a plan in a file names a message or a state. */

/** Plain data: an object matches what has all its fields, whatever else; anything else matches what is equal. */
export interface Pattern {
  readonly [field: string]: unknown;
}

/** Whether a value holds everything that the pattern says. */
export function holds(value: unknown, pattern: unknown): boolean {
  if (typeof pattern !== 'object' || pattern === null) return value === pattern;
  if (typeof value !== 'object' || value === null || Array.isArray(value) !== Array.isArray(pattern))
    return false;
  if (Array.isArray(pattern) && pattern.length !== (value as unknown[]).length) return false;
  return Object.entries(pattern).every(
    ([field, part]) =>
      Object.hasOwn(value, field) && holds((value as Readonly<Record<string, unknown>>)[field], part),
  );
}
