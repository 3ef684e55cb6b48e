/**
 * The disk of a node: what programs see (the cache) and what survives a power cut (the platter).
 *
 * Writes reach the cache at once and a journal of unsynced writes; a sync moves the journal to the platter. A
 * power cut settles each unsynced write's fate. Files hold one value, replaced as a whole, or are append-only
 * lists of records. Pure data and arithmetic: latency, errors and their draws are the node's business.
 */
import { copyPlain } from '../kernel/copy.js';
import { damaged } from '../kernel/damage.js';
import type { DiskFile, DiskRecord, Fate } from './disk-file.js';
import type { WriteOptions } from './protocol.js';
import type { Volume } from './volume.js';

/** Errors of programs that have names of their own for what their disk does to them. Uncaught, they count as a DiskError. */
export const fromDisk = new WeakSet<object>();

/** `EIO`: the device failed; `ENOSPC`: full; `CORRUPT`: what was read fails its checksum. */
export type DiskErrorCode = 'EIO' | 'ENOSPC' | 'CORRUPT';

/** Thrown by disk operations. Uncaught, it ends the process of the node, as a careful program would. */
export class DiskError extends Error {
  override readonly name = 'DiskError';
  constructor(
    readonly code: DiskErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export type JournalEntry =
  | { readonly op: 'write'; readonly path: string; readonly record: DiskRecord; readonly inPlace: boolean }
  | { readonly op: 'append'; readonly path: string; readonly record: DiskRecord }
  | { readonly op: 'truncate'; readonly path: string; readonly count: number }
  | { readonly op: 'delete'; readonly path: string };

export interface DiskSnapshot {
  readonly cache: Map<string, DiskFile>;
  readonly platter: Map<string, DiskFile>;
  readonly journal: JournalEntry[];
  readonly synced: number;
  /** What is not durable of its volume, where it has one. The files of that are among the others. */
  readonly pending?: readonly object[];
}

export class Disk {
  private cache = new Map<string, DiskFile>();
  private platter = new Map<string, DiskFile>();
  private journal: JournalEntry[] = [];
  /** Number of journal entries ever made durable: a position is `synced + journal.length`. */
  private synced = 0;
  /** Grows with each change of what it holds, so that who watches need not look again. */
  changes = 0;
  /** The file system on it, where its program has one. */
  volume: Volume | undefined;

  /** The position a sync has to reach to cover everything written so far. */
  get position(): number {
    return this.synced + this.journal.length;
  }

  /** Whether everything written so far is on the platter. */
  get clean(): boolean {
    return this.journal.length === 0;
  }

  /** What was written after a position and is not durable yet, oldest first. */
  since(position: number): readonly JournalEntry[] {
    return this.journal.slice(Math.max(0, position - this.synced));
  }

  /** A copy of the value of a file, or undefined; an append-only file reads as the array of its records. */
  read(path: string): unknown {
    const file = this.cache.get(path);
    if (file === undefined) return undefined;
    if (file.kind === 'value') return intact(file.record, path);
    return file.records.map((record, index) => intact(record, `${path}[${index}]`));
  }

  /** The records of an append-only file, damaged ones included. */
  records(path: string): readonly DiskRecord[] {
    const file = this.cache.get(path);
    if (file === undefined) return [];
    return file.kind === 'log' ? file.records : [file.record];
  }

  /** File names that begin with the prefix, sorted. */
  list(prefix: string): string[] {
    return [...this.cache.keys()].filter((path) => path.startsWith(prefix)).sort();
  }

  write(path: string, value: unknown, options: WriteOptions): void {
    const record = {
      value: copyPlain(value, `disk value of '${path}'`),
      corrupt: false,
      checksum: options.checksum !== false,
    };
    this.log({ op: 'write', path, record, inPlace: options.inPlace === true });
  }

  append(path: string, value: unknown): void {
    this.log({
      op: 'append',
      path,
      record: { value: copyPlain(value, `disk record of '${path}'`), corrupt: false, checksum: true },
    });
  }

  /** Keeps the first `count` records of an append-only file. */
  truncate(path: string, count: number): void {
    this.log({ op: 'truncate', path, count });
  }

  delete(path: string): void {
    if (this.cache.has(path)) this.log({ op: 'delete', path });
  }

  /** Makes durable what was written up to a position. */
  persist(position: number): void {
    const count = position - this.synced;
    if (count <= 0) return;
    this.changes++;
    for (const entry of this.journal.splice(0, count)) apply(this.platter, entry);
    this.synced = position;
  }

  /**
   * A sync up to a position failed: what it should have made durable stays readable, but no later sync will
   * write it, as on systems that mark failed pages clean (Rebello et al., USENIX ATC 2020).
   */
  abandon(position: number): void {
    const count = position - this.synced;
    if (count <= 0) return;
    this.changes++;
    this.journal.splice(0, count);
    this.synced = position;
  }

  /**
   * Power is cut: each unsynced write meets its fate, the cache is gone.
   * @param fate is asked oldest first
   * @param pick where a torn write of a volume ends, of so many places
   */
  powerCut(
    fate: (index: number, unsyncedCount: number) => Fate,
    pick: (count: number) => number = () => 0,
  ): void {
    this.changes++;
    const own = this.journal.length;
    const count = own + (this.volume?.unsynced ?? 0);
    for (const [index, entry] of this.journal.entries()) {
      const its = fate(index, count);
      if (its === 'kept') apply(this.platter, entry);
      else if (its === 'torn') applyTorn(this.platter, entry);
    }
    this.synced += own;
    this.journal = [];
    this.cache = copyFiles(this.platter);
    this.volume?.powerCut((index) => fate(own + index, count), pick);
  }

  /** The disk is replaced by an empty one. */
  wipe(): void {
    this.changes++;
    this.synced += this.journal.length;
    this.journal = [];
    this.cache.clear();
    this.platter.clear();
    this.volume?.wipe();
  }

  /**
   * Bits rot in a durable value of `path` (or of one chosen by `pick`), on the platter and in the cache. With a
   * checksum reading it fails; without one the value silently differs.
   * @returns the file that was hit, or undefined when there is none
   */
  rot(path: string | undefined, pick: (count: number) => number): string | undefined {
    const paths = [...this.platter.keys()].sort();
    if (this.volume !== undefined && (paths.length === 0 || !paths.includes(path ?? (paths[0] as string))))
      return this.volume.rot(path, pick);
    if (paths.length === 0) return undefined;
    const hit = path ?? (paths[pick(paths.length)] as string);
    const file = this.platter.get(hit);
    if (file === undefined || (file.kind === 'log' && file.records.length === 0)) return undefined;
    this.changes++;
    const index = file.kind === 'log' ? pick(file.records.length) : 0;
    const old = file.kind === 'log' ? (file.records[index] as DiskRecord) : file.record;
    const rotten = old.checksum ? { ...old, corrupt: true } : { ...old, value: damaged(old.value, pick) };
    for (const files of [this.platter, this.cache]) {
      const there = files.get(hit);
      if (there?.kind === 'log' && index < there.records.length) there.records[index] = rotten;
      else if (there?.kind === 'value') files.set(hit, { kind: 'value', record: rotten });
    }
    return hit;
  }

  /** A program that has a volume cannot be restored, and so neither can that: it is here for those who look. */
  save(): DiskSnapshot {
    const { volume } = this;
    const saved = {
      cache: copyFiles(this.cache),
      platter: copyFiles(this.platter),
      journal: [...this.journal],
      synced: this.synced,
    };
    if (volume === undefined) return saved;
    for (const of of ['cache', 'platter'] as const)
      for (const [path, file] of volume.files(of)) saved[of].set(path, file);
    return { ...saved, pending: volume.pending() };
  }

  restore(saved: DiskSnapshot): void {
    this.changes++;
    this.cache = copyFiles(saved.cache);
    this.platter = copyFiles(saved.platter);
    this.journal = [...saved.journal];
    this.synced = saved.synced;
  }

  private log(entry: JournalEntry): void {
    this.changes++;
    apply(this.cache, entry);
    this.journal.push(entry);
  }
}

function intact(record: DiskRecord, where: string): unknown {
  if (record.corrupt) throw new DiskError('CORRUPT', `'${where}' fails its checksum`);
  return copyPlain(record.value);
}

// Records are immutable, lists of records are not: files are copied list by list.
function copyFiles(files: ReadonlyMap<string, DiskFile>): Map<string, DiskFile> {
  const copy = new Map<string, DiskFile>();
  for (const [path, file] of files)
    copy.set(path, file.kind === 'log' ? { kind: 'log', records: [...file.records] } : file);
  return copy;
}

function apply(files: Map<string, DiskFile>, entry: JournalEntry): void {
  switch (entry.op) {
    case 'write':
      if (Array.isArray(entry.record.value)) {
        // An array is an append-only file written whole: each item becomes a record.
        const { checksum } = entry.record;
        const records = entry.record.value.map((value: unknown) => ({
          value,
          corrupt: entry.record.corrupt,
          checksum,
        }));
        files.set(entry.path, { kind: 'log', records });
      } else files.set(entry.path, { kind: 'value', record: entry.record });
      return;
    case 'append': {
      const file = files.get(entry.path);
      if (file?.kind === 'log') file.records.push(entry.record);
      else
        files.set(entry.path, { kind: 'log', records: file ? [file.record, entry.record] : [entry.record] });
      return;
    }
    case 'truncate': {
      const file = files.get(entry.path);
      if (file?.kind === 'log') file.records.length = Math.min(file.records.length, Math.max(0, entry.count));
      return;
    }
    case 'delete':
      files.delete(entry.path);
  }
}

/** A write the power cut caught half done: appended and in-place data is damaged, atomic operations did not happen. */
function applyTorn(files: Map<string, DiskFile>, entry: JournalEntry): void {
  if (entry.op === 'append' || (entry.op === 'write' && entry.inPlace)) {
    apply(files, { ...entry, record: { ...entry.record, corrupt: true } });
  }
}
