/** The shape of a value: what sort of message it is, whatever it carries. `{f: 'put', value: 3}` and `{f: 'put', value: 4}` are one sort. */

/** Fields whose text says what a message is. */
const TELLING = new Set(['f', 'kind', 'type']);
const MAX_DEPTH = 3;
/** A longer text is hardly the name of a sort. */
const MAX_TEXT = 40;

export function shapeOf(value: unknown, depth = 0): string {
  if (value === null || typeof value !== 'object')
    return typeof value === 'boolean' ? String(value) : typeof value;
  if (depth >= MAX_DEPTH) return '…';
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${shapeOf(value[0], depth + 1)}]`;
  const fields = Object.entries(value).map(([name, field]) =>
    TELLING.has(name) && typeof field === 'string' && field.length <= MAX_TEXT
      ? `${name}=${field}`
      : `${name}:${shapeOf(field, depth + 1)}`,
  );
  return `{${fields.join()}}`;
}
