/** What every call to the file system of a node stands on: its volume, its disk, and the process that calls. */
import type { Storage } from '../../sim/node/storage.js';
import { Failure, telling, type Subject } from './errors.js';
import { lookUp, type Place } from './lookup.js';
import type { Change, Entry, Inode, Making } from './tree.js';
import type { FileVolume } from './volume.js';

/** The process that calls, and its machine. */
export interface Caller {
  readonly volume: FileVolume;
  readonly storage: Pick<Storage, 'check' | 'beginWrite' | 'endWrite' | 'syncPart'>;
  /** Whether the process has not ended: what its code still does then is void. */
  isThere(): boolean;
  cwd(): string;
  /** The node's clock, in milliseconds since 1970. */
  nowMs(): number;
  /** The node's chance: from 0 to 1. */
  chance(): number;
  /** The process prints something, by its standard output or its standard error. */
  print(text: string, fd: 1 | 2): void;
}

/** A change without its time. */
type Untimed<C = Change> = C extends Change ? Omit<C, 'atMs'> : never;

export class Kernel {
  constructor(readonly caller: Caller) {}

  get volume(): FileVolume {
    return this.caller.volume;
  }

  /** Where a path leads. @throws NodeJS.ErrnoException */
  find(subject: Subject, path: string, follow = true): Place {
    return telling(subject, () => lookUp(this.volume, this.caller.cwd(), path, follow));
  }

  /** What a path leads to. @throws NodeJS.ErrnoException, ENOENT too */
  existing(subject: Subject, path: string, follow = true): Place & { readonly inode: Inode } {
    const place = this.find(subject, path, follow);
    const { inode } = place;
    return inode === undefined ? this.fail('ENOENT', subject) : { ...place, inode };
  }

  fail(code: string, subject: Subject): never {
    return telling(subject, () => {
      throw new Failure(code);
    });
  }

  /** Something is about to be read. @throws NodeJS.ErrnoException EIO */
  reads(subject: Subject, path: string): void {
    telling(subject, () => this.caller.storage.check('read', path));
  }

  /** @param needsSpace what it writes makes something longer */
  change(subject: Subject, path: string, change: Untimed, needsSpace = false): void {
    const { storage, isThere, nowMs } = this.caller;
    telling(subject, () => {
      if (!isThere() || !storage.beginWrite(path, needsSpace)) return;
      this.volume.change({ ...change, atMs: nowMs() });
      storage.endWrite();
    });
  }

  /** Names change, in one step. */
  rename(
    subject: Subject,
    path: string,
    entries: readonly Entry[],
    of: readonly Inode[],
    made?: Making,
  ): void {
    const about = [
      ...new Set([...of.map(({ ino }) => ino), ...entries.flatMap(({ folder, ino }) => [folder, ino])]),
    ];
    this.change(subject, path, { what: 'names', made, entries, about }, made?.kind === 'folder');
  }

  /** A file, folder or link that was not there. @returns its number */
  make(subject: Subject, { folder, name, path }: Place, made: Omit<Making, 'ino'>): number {
    const ino = this.volume.nextIno();
    this.rename(subject, path, [{ folder: folder.ino, name, ino }], [], { ...made, ino });
    return ino;
  }

  isEmpty(folder: Inode): boolean {
    return this.volume.namesIn(folder).length === 0;
  }
}
