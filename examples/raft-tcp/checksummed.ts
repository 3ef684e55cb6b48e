/** Lines that show damage: a checksum, and the JSON it is of. */
import { crc32 } from 'node:zlib';

export function checksummed(value: unknown): string {
  const text = JSON.stringify(value);
  return `${checksum(text)} ${text}\n`;
}

export type Line = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** The lines of a file; the last may be torn. */
export function readLines(text: string): Line[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => {
    const json = line.slice(9);
    return line.slice(0, 9) === `${checksum(json)} ` ? { ok: true, value: JSON.parse(json) } : { ok: false };
  });
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
