/**
 * The files of a node. Changes are gathered and carried out together, so that one sync serves whoever waits for one.
 * A file is replaced by writing another, syncing it and renaming it; the folder is synced too, for a name is only on
 * the disk with it.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { checksummed, readLines, type Line } from './checksummed.js';

/** What becomes of a file. Later changes are merged into earlier ones: only the last of them must be on the disk. */
type Change =
  | { readonly kind: 'replace'; readonly text: string }
  | { readonly kind: 'append'; readonly text: string }
  | { readonly kind: 'remove' };

/** Where a node of a cluster keeps its files. */
export const diskOf = (folder: string, node: string): string => join(folder, node);

/** A file fails its checksum. */
class Corrupt extends Error {
  readonly code = 'CORRUPT';
}

export class Storage {
  private changes = new Map<string, Change>();
  private waiting: (() => void)[] = [];
  private working = false;
  private readonly journals = new Map<string, FileHandle>();

  /** @param failed is told when the disk fails; nobody is called back after that */
  constructor(
    private readonly folder: string,
    private readonly failed: (error: unknown) => never,
  ) {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) if (name.endsWith('.new')) rmSync(join(folder, name));
  }

  /** The value of a file, `undefined` if there is none. For the start of a node: what was changed since is not seen. */
  read(name: string): unknown {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const [line] = readLines(text);
    if (line?.ok !== true) throw new Corrupt(`${this.path(name)} fails its checksum`);
    return line.value;
  }

  /** The lines of a file, in the order in which they were added. For the start of a node. */
  lines(name: string): Line[] {
    return readLines(this.text(name) ?? '');
  }

  private text(name: string): string | undefined {
    try {
      return readFileSync(this.path(name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  replace(name: string, values: readonly unknown[]): void {
    this.change(name, { kind: 'replace', text: values.map(checksummed).join('') });
  }

  /** Adds a line. A file whose last line may be torn must be replaced first, as Raft does at every start but the first. */
  append(name: string, value: unknown): void {
    const earlier = this.changes.get(name);
    const text = checksummed(value);
    if (earlier === undefined) this.change(name, { kind: 'append', text });
    else if (earlier.kind === 'remove') this.change(name, { kind: 'replace', text });
    else this.change(name, { ...earlier, text: earlier.text + text });
  }

  remove(name: string): void {
    this.change(name, { kind: 'remove' });
  }

  /** Whether all that was changed is on the disk for good. */
  get safe(): boolean {
    return this.changes.size === 0 && !this.working;
  }

  /** Calls back, later, once all that was changed before is on the disk for good. */
  whenSafe(call: () => void): void {
    this.waiting.push(call);
    if (this.working) return;
    this.working = true;
    // Whatever else comes in this turn of the event loop shares the sync.
    setImmediate(() => void this.work());
  }

  private change(name: string, change: Change): void {
    // To the end of the order in which names change.
    this.changes.delete(name);
    this.changes.set(name, change);
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) {
      const [changes, waiting] = [this.changes, this.waiting];
      this.changes = new Map();
      this.waiting = [];
      try {
        await this.carryOut(changes);
      } catch (error) {
        return this.failed(error);
      }
      for (const call of waiting) call();
    }
    this.working = false;
  }

  /** Contents first, then names, in order: what is named is whole. */
  private async carryOut(changes: ReadonlyMap<string, Change>): Promise<void> {
    const written = await Promise.all([...changes].map(([name, change]) => this.write(name, change)));
    for (const [name, change] of changes) await this.rename(name, change);
    if (written.includes('name')) await this.syncFolder();
  }

  /** @returns whether the folder is to be synced too */
  private async write(name: string, change: Change): Promise<'name' | 'content'> {
    if (change.kind === 'remove') return 'name';
    if (change.kind === 'replace') {
      const file = await open(this.path(`${name}.new`), 'w');
      await file.writeFile(change.text);
      await file.sync();
      await file.close();
      return 'name';
    }
    const known = this.journals.get(name);
    const file = known ?? (await open(this.path(name), 'a'));
    this.journals.set(name, file);
    await file.appendFile(change.text);
    await file.datasync();
    return known === undefined ? 'name' : 'content';
  }

  private async rename(name: string, change: Change): Promise<void> {
    if (change.kind === 'append') return;
    await this.journals.get(name)?.close();
    this.journals.delete(name);
    if (change.kind === 'replace') await rename(this.path(`${name}.new`), this.path(name));
    else await rm(this.path(name), { force: true });
  }

  private async syncFolder(): Promise<void> {
    const folder = await open(this.folder, 'r');
    await folder.sync();
    await folder.close();
  }

  private path(name: string): string {
    return join(this.folder, name);
  }
}
