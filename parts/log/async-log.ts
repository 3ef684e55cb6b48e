/** A durable log for async programs: opened once, then appended to; what `append` has resolved for is durable. */
import { DiskError, type StoredRecord } from 'seedstorm';
import type { LogOptions } from './machine-log.js';
import {
  change,
  cutTo,
  logRules,
  nextRecord,
  recoverLog,
  rewrittenLog,
  rotText,
  type LogChange,
  type LogEnd,
} from './recover.js';

/** What it needs of a node. */
export interface AsyncLogNode {
  readonly disk: {
    records(file: string): Promise<StoredRecord<unknown>[]>;
    read(file: string): Promise<unknown>;
    write(file: string, value: unknown): Promise<void>;
    append(file: string, record: unknown): Promise<void>;
    truncate(file: string, count: number): Promise<void>;
    sync(): Promise<void>;
  };
  exit(reason: string): never;
}

/** A durable log, for async programs. */
export interface AsyncLog<T, S = never> {
  /** Entries after the snapshot. */
  readonly entries: readonly T[];
  /** How many entries the snapshot stands for. */
  readonly base: number;
  readonly snapshot: S | undefined;
  /** How the records found ended. */
  readonly end: LogEnd;
  /** Puts an entry at the end: at once in memory, and durable when it resolves. */
  append(entry: T): Promise<void>;
  /** The same, but resolves once the disk has taken it: durable only after `sync`. */
  write(entry: T): Promise<void>;
  /** Makes what was written so far durable. */
  sync(): Promise<void>;
  /** Cuts the log back to so many entries, compacted ones included; durable when it resolves. @throws RangeError */
  truncate(length: number): Promise<void>;
  /** Puts a snapshot in the place of the first `base` entries, in one step; durable when it resolves. */
  compact(base: number, snapshot: S): Promise<void>;
}

/**
 * Opens a durable log: what counts is the longest unbroken beginning of what is found, and it is written anew and synced.
 * Where the disk fails the process ends, for nobody knows what it would find there later.
 *
 * @param options.file name of the file; default `log`
 * @param options.mark a file beside the log remembers what was synced: rot of the last records is told from a torn write
 */
export async function durableLog<T, S = never>(
  node: AsyncLogNode,
  { file = 'log', rules = logRules, mark = false }: LogOptions = {},
): Promise<AsyncLog<T, S>> {
  const { disk } = node;
  const orExit = async <R>(work: Promise<R>): Promise<R> => {
    try {
      return await work;
    } catch (error) {
      if (error instanceof DiskError) node.exit(`log '${file}': ${error.message}`);
      throw error;
    }
  };
  const records = (await orExit(disk.records(file))) as Parameters<typeof recoverLog<T, S>>[1];
  const kept = mark ? (((await orExit(disk.read(`${file}-mark`))) as number | undefined) ?? 0) : undefined;
  const { log, end } = recoverLog<T, S>(file, records, rules, kept);
  if (end.kind === 'rotten' && rules.rot === 'refuse') node.exit(rotText(file, end));
  if (rules.reopen === 'trust') await orExit(disk.truncate(file, records.length - end.dropped));
  else if (records.length > 0) await rewrite();
  return {
    entries: log.entries,
    get base() {
      return log.base;
    },
    get snapshot() {
      return log.snapshot;
    },
    end,
    async append(entry) {
      await Promise.all([record({ entry }), sync()]);
    },
    write: (entry) => record({ entry }),
    sync,
    async truncate(length) {
      const cut = cutTo(log, length);
      if (cut !== undefined) await Promise.all([record(cut), sync()]);
    },
    async compact(base, snapshot) {
      change(log, { base, snapshot });
      await rewrite();
    },
  };

  async function record(what: LogChange<T, S>): Promise<void> {
    change(log, what);
    await orExit(disk.append(file, nextRecord(log, what)));
  }

  async function rewrite(): Promise<void> {
    await Promise.all([orExit(disk.write(file, rewrittenLog(log))), sync()]);
  }

  async function sync(): Promise<void> {
    const { next } = log;
    await orExit(disk.sync());
    if (next <= log.kept) return;
    log.kept = next;
    if (mark) await orExit(disk.write(`${file}-mark`, next));
  }
}
