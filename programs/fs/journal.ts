/** What was changed and is not durable yet: names in their order, and of each file what it holds. */
import type { Change } from './tree.js';

interface Unsynced {
  /** Later ones have higher numbers. */
  readonly number: number;
  readonly change: Change;
}

export class Journal {
  private names: Unsynced[] = [];
  private readonly contents = new Map<number, Unsynced[]>();
  /** The number of the last change. */
  position = 0;
  size = 0;

  add(change: Change): void {
    const unsynced = { number: ++this.position, change };
    this.size++;
    if (change.what === 'names') this.names.push(unsynced);
    else {
      const before = this.contents.get(change.ino);
      if (before === undefined) this.contents.set(change.ino, [unsynced]);
      else before.push(unsynced);
    }
  }

  /** All of them, oldest first. */
  all(): Change[] {
    return [this.names, ...this.contents.values()]
      .flat()
      .sort((a, b) => a.number - b.number)
      .map(({ change }) => change);
  }

  /** Takes out all changes of names up to the last one before a position that is about a file or folder. */
  takeNames(ino: number, position: number): Change[] {
    const last = this.names.findLastIndex(
      ({ number, change }) => number <= position && change.what === 'names' && change.about.includes(ino),
    );
    return this.taken(this.names.splice(0, last + 1));
  }

  /** Takes out what was changed of the contents of a file up to a position. */
  takeContents(ino: number, position: number): Change[] {
    const all = this.contents.get(ino) ?? [];
    const later = all.findIndex(({ number }) => number > position);
    const taken = all.splice(0, later < 0 ? all.length : later);
    if (all.length === 0) this.contents.delete(ino);
    return this.taken(taken);
  }

  clear(): void {
    this.names = [];
    this.contents.clear();
    this.size = 0;
  }

  private taken(unsynced: readonly Unsynced[]): Change[] {
    this.size -= unsynced.length;
    return unsynced.map(({ change }) => change);
  }
}
