/** What came instead of what was expected, in two or three words. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'string') return `'${value.slice(0, 60)}'`;
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof (value as { then?: unknown }).then === 'function' ? 'a promise' : 'an object';
}
