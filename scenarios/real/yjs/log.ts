/** The updates of one replica on its disk, in the order in which it applied them. */
import type { AsyncNode } from 'seedstorm';
import type { Entry, Replica } from './messages.js';

/** A write-ahead log: what was synced is a prefix of it, and only that prefix is believed after a crash. */
export interface UpdateLog {
  /** Hands every update that survived to `apply`, cuts off what comes after the first that did not, and writes anew. */
  recover(): Promise<void>;
  /** Writes an update down at once, in the cache of the disk. */
  append(update: Uint8Array, edit: string | undefined): void;
  /** Whether an update with that edit was written. */
  holds(edit: string): boolean;
  /** Waits until the disk has taken what was written so far. */
  written(): Promise<void>;
  /** Waits until what was written so far would survive a power cut. */
  synced(): Promise<void>;
}

/** Where the disk fails the process ends: it cannot know what it would find there later. */
export function openLog(node: AsyncNode<Replica>, apply: (update: Uint8Array) => void): UpdateLog {
  const edits = new Set<string>();
  let length = 0;
  let writing: Promise<unknown> = Promise.resolve();

  async function orExit<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      return node.exit(`disk: ${(error as Error).message}`);
    }
  }

  function take({ update, edit }: Entry): void {
    apply(update);
    length++;
    if (edit !== undefined) edits.add(edit);
  }

  return {
    async recover() {
      const records = await orExit(node.disk.records('log'));
      const entries: Entry[] = [];
      for (const record of records) {
        if (!record.ok || record.value.number !== length + 1) break;
        take(record.value);
        entries.push(record.value);
      }
      if (records.length === 0) return;
      // Written anew, to the last entry: a sync that failed may have left some of them in the cache only, and a power
      // cut that takes one of those would hide all that come after it.
      await orExit(node.disk.write('log', entries));
      await orExit(node.disk.sync());
    },
    append(update, edit) {
      if (edit !== undefined) edits.add(edit);
      const entry = { number: ++length, update, ...(edit === undefined ? {} : { edit }) };
      writing = Promise.all([writing, node.disk.append('log', entry)]);
    },
    holds: (edit) => edits.has(edit),
    async written() {
      await orExit(writing);
    },
    async synced() {
      await orExit(writing);
      await orExit(node.disk.sync());
    },
  };
}
