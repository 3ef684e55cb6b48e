/**
 * The journal as a file: a line of JSON for each change, with a checksum before it. What was written since the last sync may
 * be torn after a power cut: reading ends at the first line that is not whole.
 */
import fs from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { JournalLine } from '../core/journal.js';
import { livingLines } from '../core/living-lines.js';
import type { Journal } from './host.js';
import type { After } from './heartbeats.js';

/** How often a full disk is tried again. */
const TRY_AGAIN_MS = 1_000;

/** What goes wrong while it writes is thrown: a broker that cannot keep what it confirms must not go on. */
export class JournalFile implements Journal {
  private readonly fd: number;
  private length: number;
  /** The lines of the time before. */
  readonly lines: readonly JournalLine[];

  /**
   * @param alarm publishers have to wait, for this reason; undefined: no more
   * @throws Error of Node's where the folder cannot be used
   */
  constructor(
    folder: string,
    private readonly after: After,
    private readonly alarm: (reason: string | undefined) => void,
  ) {
    fs.mkdirSync(folder, { recursive: true });
    const file = join(folder, 'journal');
    this.lines = livingLines(readLines(file));
    // Anew, without what is gone: whole or not at all.
    const text = this.lines.map(textOf).join('');
    const fresh = `${file}.new`;
    this.fd = fs.openSync(fresh, 'w');
    fs.writeSync(this.fd, text);
    fs.fsyncSync(this.fd);
    fs.renameSync(fresh, file);
    syncFolder(folder);
    this.length = Buffer.byteLength(text);
  }

  keep(lines: readonly JournalLine[], done: () => void): void {
    this.write(Buffer.from(lines.map(textOf).join('')), done);
  }

  close(): void {
    fs.closeSync(this.fd);
  }

  private write(bytes: Buffer, done: () => void): void {
    fs.write(this.fd, bytes, 0, bytes.length, this.length, (error, written) => {
      if (error?.code === 'ENOSPC') return this.waitForRoom(bytes, done);
      if (error !== null) throw error;
      this.length += written;
      if (written < bytes.length) return this.write(bytes.subarray(written), done);
      fs.fsync(this.fd, (failed) => {
        if (failed !== null) throw failed;
        done();
      });
    });
  }

  private waitForRoom(bytes: Buffer, done: () => void): void {
    this.alarm('low on disk');
    this.after(TRY_AGAIN_MS, () =>
      this.write(bytes, () => {
        this.alarm(undefined);
        done();
      }),
    );
  }
}

/** So that the names in it are durable. */
function syncFolder(folder: string): void {
  const fd = fs.openSync(folder, 'r');
  fs.fsyncSync(fd);
  fs.closeSync(fd);
}

function textOf(line: JournalLine): string {
  const json = JSON.stringify(line, shown);
  return `${crc32(json).toString(16)} ${json}\n`;
}

function readLines(file: string): JournalLine[] {
  const lines: JournalLine[] = [];
  if (!fs.existsSync(file)) return lines;
  for (const text of fs.readFileSync(file, 'utf8').split('\n')) {
    const space = text.indexOf(' ');
    const json = text.slice(space + 1);
    if (space < 1 || crc32(json).toString(16) !== text.slice(0, space)) break;
    lines.push(JSON.parse(json, read) as JournalLine);
  }
  return lines;
}

/** What JSON has not. */
function shown(this: unknown, key: string, value: unknown): unknown {
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
