/** Lines of a journal as text: a checksum, JSON, and what JSON has not under `!`. */
import { crc32 } from 'node:zlib';

export function journalText(lines: readonly unknown[]): string {
  let text = '';
  for (const line of lines) {
    const json = JSON.stringify(line, written);
    text += `${crc32(json).toString(16)} ${json}\n`;
  }
  return text;
}

const LINE_FEED = 0x0a;

/** All lines before the first that is not whole, and how many bytes they are. */
export function linesIn<Line>(bytes: Buffer): { readonly lines: readonly Line[]; readonly length: number } {
  const lines: Line[] = [];
  let length = 0;
  for (;;) {
    const end = bytes.indexOf(LINE_FEED, length);
    const line = end < 0 ? undefined : (lineOf(bytes.toString('utf8', length, end)) as Line | undefined);
    if (line === undefined) return { lines, length };
    lines.push(line);
    length = end + 1;
  }
}

function lineOf(text: string): unknown {
  const space = text.indexOf(' ');
  const json = text.slice(space + 1);
  if (space < 1 || crc32(json).toString(16) !== text.slice(0, space)) return undefined;
  return JSON.parse(json, read);
}

/** `Buffer`s have turned themselves into something else before they come here: their own value is asked for. */
function written(this: unknown, key: string, value: unknown): unknown {
  const own = (this as Record<string, unknown>)[key];
  if (own instanceof Uint8Array) return { '!': 'bytes', value: Buffer.from(own).toString('base64') };
  if (typeof own === 'bigint') return { '!': 'bigint', value: String(own) };
  if (typeof own === 'number' && (!Number.isFinite(own) || Object.is(own, -0)))
    return { '!': 'number', value: Object.is(own, -0) ? '-0' : String(own) };
  return value;
}

function read(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('!' in value) || !('value' in value)) return value;
  const { '!': kind, value: inner } = value as { readonly '!': unknown; readonly value: unknown };
  if (typeof inner !== 'string') return value;
  if (kind === 'bytes') return Uint8Array.from(Buffer.from(inner, 'base64'));
  if (kind === 'bigint') return BigInt(inner);
  return kind === 'number' ? Number(inner) : value;
}
