/**
 * The journal as a file: a line of JSON for each change, with a checksum before it. What was written since the last sync may
 * be torn after a power cut: reading ends at the first line that is not whole.
 */
import fs from 'node:fs';
import { join } from 'node:path';
import type { After } from './after.js';
import { journalText, linesIn } from './journal-text.js';

/** Keeps lines. */
export interface Journal<Line> {
  /** @param done they are durable */
  keep(lines: readonly Line[], done: () => void): void;
}

/** What a journal has to know of its lines. */
export interface JournalSettings<Line> {
  readonly folder: string;
  /** The lines that still count, in their order: a journal that is read at each start must not grow for ever. */
  living(lines: readonly Line[]): readonly Line[];
  /** Is a line of the time before kept when the next time begins? All are by default. */
  staysAtStart?(line: Line): boolean;
  /** Whether the disk is waited for before lines count as kept: else a power cut takes the last of them. @default true */
  readonly sync?: boolean;
  /** The disk is full, for this reason; undefined: no more. */
  alarm(reason: string | undefined): void;
}

/** How often a full disk is tried again. */
const TRY_AGAIN_MS = 1_000;
/** A journal is written anew once it is longer than this, and twice as long as what is alive in it. */
const LONG_BYTES = 1_000_000;

/** What goes wrong while it writes is thrown: a broker that cannot keep what it confirms must not go on. */
export class JournalFile<Line> implements Journal<Line> {
  /** The lines of the time before. */
  readonly lines: readonly Line[];
  private readonly file: string;
  private fd: number;
  private length: number;
  private longAt = LONG_BYTES;

  /**
   * @throws Error of Node's where the folder cannot be used
   */
  constructor(
    private readonly settings: JournalSettings<Line>,
    private readonly after: After,
  ) {
    const { folder } = settings;
    fs.mkdirSync(folder, { recursive: true });
    this.file = join(folder, 'journal');
    this.fd = fs.openSync(this.file, 'a+');
    fs.closeSync(this.fd);
    this.fd = fs.openSync(this.file, 'r+');
    const { lines, length } = linesIn<Line>(fs.readFileSync(this.file));
    // What is behind the last whole line is not read again.
    fs.ftruncateSync(this.fd, length);
    this.length = length;
    this.lines = settings.living(lines);
    this.writeAnew(this.lines.filter((line) => settings.staysAtStart?.(line) ?? true));
  }

  keep(lines: readonly Line[], done: () => void): void {
    if (this.length > this.longAt) {
      const all = this.settings.living([...linesIn<Line>(fs.readFileSync(this.file)).lines, ...lines]);
      if (this.writeAnew(all)) return void this.after(0, done);
    }
    this.write(Buffer.from(journalText(lines)), done);
  }

  close(): void {
    fs.closeSync(this.fd);
  }

  /** Whole or not at all. @returns whether the disk had room */
  private writeAnew(lines: readonly Line[]): boolean {
    const fresh = `${this.file}.new`;
    const bytes = Buffer.from(journalText(lines));
    const fd = fs.openSync(fresh, 'w');
    try {
      for (let at = 0; at < bytes.length;) at += fs.writeSync(fd, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      fs.closeSync(fd);
      fs.unlinkSync(fresh);
      return false;
    }
    fs.fsyncSync(fd);
    fs.renameSync(fresh, this.file);
    syncFolder(this.settings.folder);
    fs.closeSync(this.fd);
    this.fd = fd;
    this.length = bytes.length;
    this.longAt = LONG_BYTES + 2 * bytes.length;
    return true;
  }

  private write(bytes: Buffer, done: () => void): void {
    fs.write(this.fd, bytes, 0, bytes.length, this.length, (error, written) => {
      if (error?.code === 'ENOSPC') return this.waitForRoom(bytes, done);
      if (error !== null) throw error;
      this.length += written;
      if (written < bytes.length) return this.write(bytes.subarray(written), done);
      if (this.settings.sync === false) return done();
      fs.fsync(this.fd, (failed) => {
        if (failed !== null) throw failed;
        done();
      });
    });
  }

  private waitForRoom(bytes: Buffer, done: () => void): void {
    this.settings.alarm('low on disk');
    this.after(TRY_AGAIN_MS, () =>
      this.write(bytes, () => {
        this.settings.alarm(undefined);
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
