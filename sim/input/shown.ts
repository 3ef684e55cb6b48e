/** What came instead of what was expected, in a few words: for the end of a sentence. */

/** @param quote what texts stand in: double quotes where the reader sees JSON, else as code has them */
export function shown(value: unknown, quote: "'" | '"' = "'"): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return `${quote}${shortened(value)}${quote}`;
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof (value as { then?: unknown }).then === 'function' ? 'a promise' : 'an object';
}

/** A text on one line, its end cut off where it is long. */
export function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= 60 ? line : `${line.slice(0, 60)}…`;
}
