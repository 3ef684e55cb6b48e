/**
 * Files, folders and links as a file system keeps them: by numbers, with names in folders that point to them. Changes are
 * data, so that the same ones can be made twice: at once in the cache, and on the platter when they are durable.
 */
import type { Machine } from './machine.js';

export type Kind = 'file' | 'folder' | 'link';

/** A file, folder or symbolic link. */
export interface Inode {
  readonly ino: number;
  readonly kind: Kind;
  /** What it shows as long as the program has changed nothing: a file or folder of the machine. */
  readonly machine: string | undefined;
  /** Permissions, without the kind. */
  mode: number;
  uid: number;
  gid: number;
  /** How many names point to it. */
  names: number;
  /** The program made it, or changed what it holds. */
  own: boolean;
  /** Of a file: its bytes and, behind them, room to grow. Undefined: those of the machine, which nobody has read yet. */
  bytes: Uint8Array | undefined;
  size: number;
  /** Of a folder: numbers by name; 0: what the machine has there was removed. */
  readonly entries: Map<string, number>;
  /** Of a link: where it points. */
  readonly target: string;
  readonly times: Times;
  /** Grows with each change of what it holds. */
  version: number;
}

/** In milliseconds since 1970, with fractions. */
export interface Times {
  accessMs: number;
  modifyMs: number;
  changeMs: number;
  readonly birthMs: number;
}

/** What a new file, folder or link is. */
export type Making = Pick<Inode, 'ino' | 'kind' | 'mode' | 'target'> &
  Partial<Pick<Inode, 'machine' | 'size'>>;

/** A name in a folder now points to this; 0: to nothing. */
export interface Entry {
  readonly folder: number;
  readonly name: string;
  readonly ino: number;
}

export type Change =
  /** Names change, all of them in one step. `about`: whose they are. */
  | {
      readonly what: 'names';
      readonly made: Making | undefined;
      readonly entries: readonly Entry[];
      readonly about: readonly number[];
      readonly atMs: number;
    }
  | {
      readonly what: 'write';
      readonly ino: number;
      readonly at: number;
      readonly bytes: Uint8Array;
      readonly atMs: number;
    }
  | { readonly what: 'size'; readonly ino: number; readonly size: number; readonly atMs: number }
  | { readonly what: 'attributes'; readonly ino: number; readonly set: Attributes; readonly atMs: number };

export interface Attributes {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly accessMs?: number;
  readonly modifyMs?: number;
}

export const ROOT = 2;

export class Tree {
  readonly inodes = new Map<number, Inode>();

  constructor(private readonly machine: Machine) {}

  get(ino: number): Inode | undefined {
    return this.inodes.get(ino);
  }

  /** The bytes of a file, as they are now. */
  bytesOf(inode: Inode): Uint8Array {
    return this.loaded(inode).subarray(0, inode.size);
  }

  make(made: Making, atMs: number): Inode {
    const inode: Inode = {
      ...{ machine: undefined, size: 0, ...made, uid: 1000, gid: 1000, names: 0, version: 0 },
      own: made.machine === undefined,
      bytes: made.machine === undefined ? new Uint8Array(0) : undefined,
      entries: new Map(),
      times: { accessMs: atMs, modifyMs: atMs, changeMs: atMs, birthMs: atMs },
    };
    this.inodes.set(made.ino, inode);
    return inode;
  }

  /** Lets a name point to what is there already, with no change of the folder to see. */
  attach({ folder, name, ino }: Entry): void {
    this.inodes.get(folder)?.entries.set(name, ino);
    const inode = this.inodes.get(ino);
    if (inode !== undefined) inode.names++;
  }

  /** What it is about may be gone, or never have come to be: then nothing happens. */
  apply(change: Change): void {
    if (change.what === 'names') return this.applyNames(change);
    const inode = this.inodes.get(change.ino);
    if (inode === undefined) return;
    const { times } = inode;
    times.changeMs = change.atMs;
    switch (change.what) {
      case 'write':
        this.resize(inode, Math.max(inode.size, change.at + change.bytes.length));
        inode.bytes?.set(change.bytes, change.at);
        break;
      case 'size':
        this.resize(inode, change.size);
        break;
      case 'attributes': {
        const { accessMs = times.accessMs, modifyMs = times.modifyMs, ...more } = change.set;
        Object.assign(times, { accessMs, modifyMs });
        Object.assign(inode, more);
        return;
      }
    }
    times.modifyMs = change.atMs;
    inode.own = true;
    inode.version++;
  }

  private applyNames({ made, entries, atMs }: Extract<Change, { what: 'names' }>): void {
    if (made !== undefined && !this.inodes.has(made.ino)) this.make(made, atMs);
    for (const entry of entries) {
      const folder = this.inodes.get(entry.folder);
      if (folder === undefined) continue;
      const before = this.inodes.get(folder.entries.get(entry.name) ?? 0);
      // What the machine has under that name stays away.
      if (entry.ino !== 0 || folder.machine !== undefined) folder.entries.set(entry.name, entry.ino);
      else folder.entries.delete(entry.name);
      const after = this.inodes.get(entry.ino);
      if (after !== undefined) after.names++;
      if (before !== undefined) before.names--;
      for (const touched of [before, after]) if (touched !== undefined) touched.times.changeMs = atMs;
      Object.assign(folder.times, { modifyMs: atMs, changeMs: atMs });
    }
  }

  /** What is added is zero. */
  private resize(inode: Inode, size: number): void {
    const bytes = this.loaded(inode);
    inode.bytes = grown(bytes, size);
    if (size < inode.size) inode.bytes.fill(0, size, inode.size);
    inode.size = size;
  }

  private loaded(inode: Inode): Uint8Array {
    if (inode.bytes === undefined) {
      inode.bytes = this.machine.bytesOf(inode.machine ?? '');
      inode.size = inode.bytes.length;
    }
    return inode.bytes;
  }
}

/** The same bytes with room for so many, twice as much as before if there is not enough. */
function grown(bytes: Uint8Array, size: number): Uint8Array {
  if (size <= bytes.length) return bytes;
  const more = new Uint8Array(Math.max(size, 2 * bytes.length, 64));
  more.set(bytes);
  return more;
}
