/** Any value as one line of text, for people who compare two of them: keys in order, nothing left out, never thrown. */

/** Longer ones are cut; who compares looks at digests as well. */
export const LONGEST = 20_000;

export function dataText(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value, replaced) ?? String(value);
  } catch {
    text = 'a value that is cyclic or too deep';
  }
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function replaced(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value === 'number' && Object.is(value, -0)) return '-0';
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol') return typeof value;
  if (value instanceof Map) return { Map: [...value] };
  if (value instanceof Set) return { Set: [...value] };
  if (ArrayBuffer.isView(value))
    return { bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex') };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Two texts cut down to where they begin to differ, with a little of what both have before it. */
export function differingParts(first: string, second: string, length: number): readonly [string, string] {
  let same = 0;
  while (same < first.length && same < second.length && first[same] === second[same]) same++;
  const from = Math.max(0, same - Math.floor(length / 4));
  const part = (text: string): string => {
    const shown = text.slice(from === 0 ? 0 : from, from + length);
    return `${from === 0 ? '' : '…'}${shown}${from + length < text.length ? '…' : ''}`;
  };
  return [part(first), part(second)];
}
