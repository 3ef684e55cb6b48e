/**
 * What a disk that lost power, or is rotting, left of a log: pure functions on the records found.
 *
 * Until a sync, a power cut may take any record and leave a later one, or tear one. So records are numbered without
 * gaps, and a log is its longest unbroken beginning: nobody was told of what comes after. A record that was synced and
 * is damaged all the same is another matter (Alagappan et al., "Protocol-aware recovery for consensus-based storage",
 * FAST 2018): somebody may rely on it. Records say which of their predecessors were known to be synced, and so may a
 * mark beside the log; by these the two are told apart.
 */
import type { StoredRecord } from 'seedstorm';

/** A record as it lies on the disk: an entry, a cut, or the snapshot that stands for the first entries. */
export type LogRecord<T, S = never> = {
  /** Records are numbered one by one, also across restarts. */
  readonly n: number;
  /** All records below this number were synced when this one was written. */
  readonly kept: number;
} & LogChange<T, S>;

export type LogChange<T, S = never> =
  | { readonly entry: T }
  /** The log was cut back to this length. */
  | { readonly cut: number }
  /** The first `base` entries are in here. */
  | { readonly base: number; readonly snapshot: S };

/** A log in memory: plain data, part of a state machine's state. */
export interface DurableLog<T, S = never> {
  readonly file: string;
  /** Whether the disk remembers beside it what was synced. */
  readonly mark: boolean;
  /** How many entries the snapshot stands for. */
  base: number;
  /** Where entries were compacted: what stands for them. */
  snapshot?: S;
  /** The entries after the snapshot, in order. */
  readonly entries: T[];
  /** Number of the next record. */
  next: number;
  /** All records below this number are known to be synced. */
  kept: number;
}

/** How the records found ended. */
export interface LogEnd {
  /**
   * `whole`: every record counts. `torn`: a power cut took or tore records of which nobody was told. `rotten`: records
   * that were synced are damaged or missing, so somebody may rely on what is lost.
   */
  readonly kind: 'whole' | 'torn' | 'rotten';
  /** How many records at the end do not count. */
  readonly dropped: number;
}

/** What recovery believes. Each rule can be replaced, to see what it is there for. */
export interface LogRules {
  /** The log ends at the first record that is damaged or missing, or everything that can be read counts. */
  readonly believe: 'unbroken' | 'readable';
  /**
   * What was found is written anew, so that the next sync covers it; or it is taken for safe because it could be read.
   * After a failed sync it is not (Rebello et al., "Can applications recover from fsync failures?", USENIX ATC 2020).
   */
  readonly reopen: 'rewrite' | 'trust';
  /** Where synced records are lost: the process does not start, or it goes on with what is left. */
  readonly rot: 'refuse' | 'go-on';
}

/** The rules of logs as they should be. */
export const logRules: LogRules = { believe: 'unbroken', reopen: 'rewrite', rot: 'refuse' };

/**
 * The log that the records found make, and how they ended.
 * @param mark number below which all records were synced once, where the disk remembers that; `undefined`: it does not
 */
export function recoverLog<T, S = never>(
  file: string,
  records: readonly StoredRecord<LogRecord<T, S>>[],
  { believe, reopen }: Pick<LogRules, 'believe' | 'reopen'> = logRules,
  mark?: number,
): { readonly log: DurableLog<T, S>; readonly end: LogEnd } {
  const readable = records.flatMap((record) => (record.ok ? [record.value] : []));
  const known = Math.max(mark ?? 0, ...readable.map(({ kept }) => kept));
  const log: DurableLog<T, S> = { file, mark: mark !== undefined, base: 0, entries: [], next: 0, kept: 0 };
  let count = 0;
  let expected: number | undefined;
  for (const record of records) {
    if (!record.ok) break;
    if (expected === undefined ? !isBeginning(record.value) : record.value.n !== expected) break;
    expected = record.value.n + 1;
    change(log, record.value);
    count++;
  }
  // Of a first record that is damaged nobody knows the number; if any record was synced, that one was.
  const end: LogEnd =
    (expected ?? 0) < known
      ? { kind: 'rotten', dropped: records.length - count }
      : { kind: count < records.length ? 'torn' : 'whole', dropped: records.length - count };
  if (believe === 'readable')
    for (const record of records.slice(count)) if (record.ok) change(log, record.value);
  // Above all that was ever written, so that a rewritten log that is lost again mixes with nothing.
  log.next =
    reopen === 'rewrite'
      ? Math.max(known, ...readable.map(({ n }) => n + 1)) + records.length - count
      : (expected ?? 0);
  return { log, end };
}

/** The first of all records may be lost, too, and a later one be left: it must be one that depends on no other. */
function isBeginning(record: LogRecord<unknown, unknown>): boolean {
  return record.n === 0 || 'snapshot' in record || ('cut' in record && record.cut === 0);
}

/** Lets a change take effect in memory. */
export function change<T, S>(log: DurableLog<T, S>, what: LogChange<T, S>): void {
  if ('entry' in what) log.entries.push(what.entry);
  else if ('cut' in what) log.entries.length = Math.min(log.entries.length, Math.max(0, what.cut - log.base));
  else {
    log.entries.splice(0, Math.max(0, what.base - log.base));
    log.base = what.base;
    log.snapshot = what.snapshot;
  }
}

/** The next record of a log, which holds this change. */
export function nextRecord<T, S>(log: DurableLog<T, S>, what: LogChange<T, S>): LogRecord<T, S> {
  return { n: log.next++, kept: log.kept, ...what };
}

/** A whole log as records, under new numbers: for a file that is replaced at once. */
export function rewrittenLog<T, S>(log: DurableLog<T, S>): LogRecord<T, S>[] {
  const { base, snapshot, entries } = log;
  // Nothing of the new file is known to be synced.
  log.kept = 0;
  return [
    nextRecord(log, snapshot === undefined ? { cut: 0 } : { base, snapshot }),
    ...entries.map((entry) => nextRecord(log, { entry })),
  ];
}

/** How many entries the log has, compacted ones included. */
export function logLength({ base, entries }: DurableLog<unknown, unknown>): number {
  return base + entries.length;
}

/** How many entries are certainly on the disk for good: each record since the last sync holds one at most. */
export function logKept(log: DurableLog<unknown, unknown>): number {
  return Math.max(log.base, logLength(log) - (log.next - log.kept));
}

/** The change that cuts a log back, or nothing where it is not longer. @throws RangeError below the snapshot */
export function cutTo(
  log: DurableLog<unknown, unknown>,
  length: number,
): { readonly cut: number } | undefined {
  if (length < log.base)
    throw new RangeError(
      `log '${log.file}': it cannot be cut back to ${length}: the first ${log.base} entries are in its snapshot`,
    );
  return length < logLength(log) ? { cut: length } : undefined;
}

/** The sentence for a process that cannot start. */
export function rotText(file: string, { dropped }: LogEnd): string {
  return `log '${file}': records that were synced are damaged or missing, ${dropped} at the end do not count`;
}
