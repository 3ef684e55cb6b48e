/**
 * The file system of a node: what its processes see (the cache), what survives a power cut (the platter), and between
 * them what was changed and is not durable yet, oldest first.
 *
 * Names and contents are durable each for themselves, as file systems with a journal keep them. Changes of names (create,
 * rename, remove) become durable in their order: what is later is never there without what was earlier. The contents of a
 * file become durable when it is synced, whatever its name is by then.
 */
import type { DiskFile, Fate } from '../../sim/node/disk-file.js';
import type { Volume } from '../../sim/node/volume.js';
import { Journal } from './journal.js';
import type { Machine } from './machine.js';
import { survivors } from './power-cut.js';
import { shownFiles } from './shown.js';
import { ROOT, Tree, type Change, type Entry, type Inode } from './tree.js';

/** Folders that every machine has. */
const FOLDERS = ['/tmp', '/app'];

/** What is on the disk when the world begins is as old as the world's first day. */
const BEGAN_MS = Date.UTC(2026, 0, 1);

export class FileVolume implements Volume {
  cache: Tree;
  private platter: Tree;
  private readonly journal = new Journal();
  private lastIno = ROOT;

  /** @param changed hears of every change */
  constructor(
    private readonly machine: Machine,
    private readonly changed: () => void,
  ) {
    this.cache = new Tree(machine);
    this.platter = new Tree(machine);
    this.format();
  }

  get unsynced(): number {
    return this.journal.size;
  }

  /** The number of the last change. */
  get position(): number {
    return this.journal.position;
  }

  nextIno(): number {
    return ++this.lastIno;
  }

  /** Changes what processes see; a power cut may undo it until a sync covers it. */
  change(change: Change): void {
    this.changed();
    this.cache.apply(change);
    this.journal.add(change);
  }

  /** What a name of a folder points to. What the machine has there is found when it is first looked for. */
  child(folder: Inode, name: string): Inode | undefined {
    const ino = folder.entries.get(name);
    if (ino !== undefined) return this.cache.get(ino);
    if (folder.machine === undefined) return undefined;
    const path = `${folder.machine === '/' ? '' : folder.machine}/${name}`;
    const found = this.machine.look(path);
    return (
      found && this.install({ folder: folder.ino, name, ino: this.nextIno() }, { ...found, machine: path })
    );
  }

  /** All names in a folder, sorted. */
  namesIn(folder: Inode): string[] {
    if (folder.machine !== undefined)
      for (const name of this.machine.names(folder.machine)) this.child(folder, name);
    return [...folder.entries].flatMap(([name, ino]) => (ino === 0 ? [] : [name])).sort();
  }

  /**
   * Makes a file or folder durable as it was at a position: what a file holds, and every change of names up to the last
   * one that is about it.
   */
  sync(ino: number, position: number): void {
    this.changed();
    const { journal, platter } = this;
    for (const change of journal.takeNames(ino, position)) platter.apply(change);
    for (const change of journal.takeContents(ino, position)) platter.apply(change);
  }

  /** A sync failed: what was written stays readable, but no later sync will write it. */
  abandon(ino: number, position: number): void {
    this.changed();
    this.journal.takeContents(ino, position);
  }

  powerCut(fate: (index: number) => Fate, pick: (count: number) => number): void {
    this.changed();
    const changes = this.journal.all();
    const fates = changes.map((_, index) => fate(index));
    for (const change of survivors(changes, fates, pick)) this.platter.apply(change);
    this.journal.clear();
    this.forgetUnnamed(this.platter);
    this.cache = this.platter;
    this.platter = copyOf(this.cache, this.machine);
  }

  wipe(): void {
    this.changed();
    this.journal.clear();
    this.cache = new Tree(this.machine);
    this.platter = new Tree(this.machine);
    this.format();
  }

  rot(path: string | undefined, pick: (count: number) => number): string | undefined {
    const files = shownFiles(this.platter).filter(({ inode }) => inode.kind === 'file' && inode.size > 0);
    const hit =
      path === undefined
        ? files[files.length > 0 ? pick(files.length) : 0]
        : files.find((file) => file.path === path);
    if (hit === undefined) return undefined;
    this.changed();
    const at = pick(hit.inode.size);
    const bit = 1 << pick(8);
    for (const tree of [this.platter, this.cache]) {
      const inode = tree.get(hit.inode.ino);
      if (inode === undefined || at >= inode.size || inode.bytes === undefined) continue;
      inode.bytes[at] = (inode.bytes[at] as number) ^ bit;
      inode.version++;
    }
    return hit.path;
  }

  files(of: 'cache' | 'platter'): ReadonlyMap<string, DiskFile> {
    return new Map(shownFiles(this[of]).map(({ path, file }) => [path, file]));
  }

  pending(): readonly object[] {
    return this.journal.all();
  }

  /** A process is gone: what it had open without a name is gone with it. */
  closeAll(): void {
    this.forgetUnnamed(this.cache);
  }

  /** A file without a name that nobody has open any more. */
  forget({ ino, names }: Inode): void {
    if (names <= 0) this.cache.inodes.delete(ino);
  }

  /** Puts onto the disk what it has when the world begins. */
  private format(): void {
    this.install(
      { folder: 0, name: '', ino: ROOT },
      { kind: 'folder', mode: 0o755, target: '', machine: '/' },
    );
    for (const path of FOLDERS) {
      const root = this.cache.get(ROOT) as Inode;
      if (this.child(root, path.slice(1)) === undefined)
        this.install(
          { folder: ROOT, name: path.slice(1), ino: this.nextIno() },
          { kind: 'folder', mode: 0o755, target: '' },
        );
    }
  }

  /** What is there from the start is durable. */
  private install(entry: Entry, made: Omit<Parameters<Tree['make']>[0], 'ino'>): Inode {
    const trees = [this.platter, this.cache];
    const [, inode] = trees.map((tree) => {
      const there = tree.make({ ...made, ino: entry.ino }, BEGAN_MS);
      tree.attach(entry);
      return there;
    });
    return inode as Inode;
  }

  private forgetUnnamed({ inodes }: Tree): void {
    for (const [ino, { names }] of inodes) if (names <= 0) inodes.delete(ino);
  }
}

function copyOf(tree: Tree, machine: Machine): Tree {
  const copy = new Tree(machine);
  for (const [ino, inode] of tree.inodes)
    copy.inodes.set(ino, {
      ...inode,
      bytes: inode.bytes?.slice(),
      entries: new Map(inode.entries),
      times: { ...inode.times },
    });
  return copy;
}
