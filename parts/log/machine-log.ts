/**
 * A durable log for state machines: plain data in the state, and functions that change it and the disk together. What
 * they write is durable after the next sync: answer with `{ after: 'sync' }`, or ask for a sync with a token.
 */
import type { StoredRecord } from 'seedstorm';
import {
  change,
  cutTo,
  logRules,
  nextRecord,
  recoverLog,
  rewrittenLog,
  rotText,
  type DurableLog,
  type LogChange,
  type LogEnd,
  type LogRules,
} from './recover.js';

/** What it needs of a node. */
export interface LogNode {
  readonly disk: {
    records(file: string): StoredRecord<unknown>[];
    read(file: string): unknown;
    write(file: string, value: unknown): void;
    append(file: string, record: unknown): void;
    truncate(file: string, count: number): void;
  };
  exit(reason: string): never;
}

/** The file of a log, its rules, and whether it marks what was synced. */
export interface LogOptions {
  /** Name of its file. Default `log`. The mark lies beside it, in `<file>-mark`. */
  readonly file?: string;
  /** Default: the sound ones. */
  readonly rules?: LogRules;
  /** A file beside the log remembers what was synced: then rot of the last records, too, is told from a torn write. */
  readonly mark?: boolean;
}

/**
 * Opens the log in `start`: what counts is the longest unbroken beginning, and it is written anew.
 * @param options.file name of the file; default `log`
 * @returns the log, and how its records ended: `torn` ones nobody was told of
 * @throws DiskError `EIO`, `ENOSPC`; ends the process where synced records are lost, unless the rules say otherwise
 */
export function openLog<T, S = never>(
  node: LogNode,
  { file = 'log', rules = logRules, mark = false }: LogOptions = {},
): { readonly log: DurableLog<T, S>; readonly end: LogEnd } {
  const records = node.disk.records(file) as Parameters<typeof recoverLog<T, S>>[1];
  const kept = mark ? ((node.disk.read(`${file}-mark`) as number | undefined) ?? 0) : undefined;
  const { log, end } = recoverLog<T, S>(file, records, rules, kept);
  if (end.kind === 'rotten' && rules.rot === 'refuse') node.exit(rotText(file, end));
  if (rules.reopen === 'trust') node.disk.truncate(file, records.length - end.dropped);
  else if (records.length > 0) node.disk.write(file, rewrittenLog(log));
  return { log, end };
}

/** Puts an entry at the end. @throws DiskError `EIO`, `ENOSPC` */
export function appendTo<T, S>(log: DurableLog<T, S>, entry: T, node: LogNode): void {
  record(log, { entry }, node);
}

/**
 * Cuts the log back to so many entries, compacted ones included.
 * @throws RangeError where some of these are in the snapshot; DiskError
 */
export function truncateLog<T, S>(log: DurableLog<T, S>, length: number, node: LogNode): void {
  const cut = cutTo(log, length);
  if (cut !== undefined) record(log, cut, node);
}

/** Puts a snapshot in the place of the first `base` entries, in one step: old log or new. @throws DiskError */
export function compactLog<T, S>(log: DurableLog<T, S>, base: number, snapshot: S, node: LogNode): void {
  change(log, { base, snapshot });
  node.disk.write(log.file, rewrittenLog(log));
}

/** A sync that was asked for when `log.next` was `next` has succeeded: what is lost of the records before it is rot. */
export function logSynced(log: DurableLog<unknown, unknown>, next: number, node: LogNode): void {
  if (next <= log.kept) return;
  log.kept = next;
  if (log.mark) node.disk.write(`${log.file}-mark`, next);
}

function record<T, S>(log: DurableLog<T, S>, what: LogChange<T, S>, node: LogNode): void {
  change(log, what);
  node.disk.append(log.file, nextRecord(log, what));
}
