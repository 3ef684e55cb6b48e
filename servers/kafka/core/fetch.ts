/** Reading a partition: what a broker hands out, and what a client shows of it. */
import { lastStableOffset } from './markers.js';
import { soundLog, type LogRules } from './log-rules.js';
import type { Batch, EndedTransaction, LogRecord, PartitionLog } from './log-state.js';

/** A follower reads to the end of the log, a client to the high watermark or to the last stable offset. */
export type Isolation = 'log_end' | 'read_uncommitted' | 'read_committed';

export interface FetchRequest {
  readonly offset: number;
  /** Batches are handed out whole: the last one may bring more. */
  readonly maxRecords: number;
  readonly isolation: Isolation;
}

export interface FetchedRecords {
  readonly kind: 'records';
  /** What was asked for; the first batch may begin earlier. */
  readonly offset: number;
  readonly batches: readonly Batch[];
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly startOffset: number;
  /** Aborted transactions with records among these, by their first offsets. */
  readonly aborted: readonly EndedTransaction[];
}

export type Fetched = FetchedRecords | { readonly kind: 'refused'; readonly error: 'OFFSET_OUT_OF_RANGE' };

/** What a partition hands out from an offset on. */
export function fetchFrom(
  log: PartitionLog,
  { offset, maxRecords, isolation }: FetchRequest,
  rules: LogRules = soundLog,
): Fetched {
  if (offset < log.startOffset || offset > log.nextOffset)
    return { kind: 'refused', error: 'OFFSET_OUT_OF_RANGE' };
  const end = endFor(log, isolation, rules);
  const batches: Batch[] = [];
  let count = 0;
  for (let at = batchAt(log, offset); at < log.batches.length && count < maxRecords; at++) {
    const batch = log.batches[at] as Batch;
    if (batch.lastOffset >= end) break;
    batches.push(batch);
    count += batch.records.length;
  }
  const last = batches.at(-1)?.lastOffset ?? -1;
  const aborted =
    isolation === 'read_committed'
      ? log.aborted.filter(({ firstOffset, lastOffset }) => firstOffset <= last && lastOffset >= offset)
      : [];
  return {
    kind: 'records',
    offset,
    batches,
    highWatermark: log.highWatermark,
    lastStableOffset: lastStableOffset(log),
    startOffset: log.startOffset,
    aborted: aborted.sort((a, b) => a.firstOffset - b.firstOffset),
  };
}

/** Where reading ends. */
function endFor(log: PartitionLog, isolation: Isolation, rules: LogRules): number {
  if (isolation === 'log_end') return log.nextOffset;
  return isolation === 'read_committed' && rules.stable === 'checked'
    ? lastStableOffset(log)
    : log.highWatermark;
}

/** The place of the first batch that reaches an offset. */
function batchAt({ batches }: PartitionLog, offset: number): number {
  let low = 0;
  let high = batches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((batches[middle] as Batch).lastOffset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface VisibleRecord {
  readonly offset: number;
  readonly record: LogRecord;
}

/** What a client shows of a fetch: no markers, nothing below what it asked for, and nothing aborted if it reads committed. */
export function visibleRecords(
  { offset: from, batches, aborted }: FetchedRecords,
  isolation: Isolation,
  rules: LogRules = soundLog,
): VisibleRecord[] {
  const leavesOut = isolation === 'read_committed' && rules.aborted === 'left-out';
  const shown: VisibleRecord[] = [];
  const aborting = new Set<number>();
  let next = 0;
  for (const batch of batches) {
    for (let one; (one = aborted[next]) !== undefined && one.firstOffset <= batch.lastOffset; next++)
      aborting.add(one.producerId);
    const producerId = batch.producer?.id ?? -1;
    if (batch.control !== undefined) {
      if (batch.control === 'abort') aborting.delete(producerId);
      continue;
    }
    if (leavesOut && batch.transactional && aborting.has(producerId)) continue;
    for (const one of recordsOf(batch)) if (one.offset >= from) shown.push(one);
  }
  return shown;
}

/** The records of a batch with their offsets. */
export function recordsOf({ baseOffset, offsets, records }: Batch): VisibleRecord[] {
  return records.map((record, place) => ({ offset: offsets?.[place] ?? baseOffset + place, record }));
}

/** Where a client reads on after a fetch: behind the last batch, markers and aborted ones included. */
export function nextFetchOffset({ offset, batches }: FetchedRecords): number {
  return Math.max(offset, (batches.at(-1)?.lastOffset ?? -1) + 1);
}

/** The first record that is not older than a time, among those that may be read. */
export function offsetForTime(
  log: PartitionLog,
  timestampMs: number,
  isolation: Isolation = 'read_uncommitted',
  rules: LogRules = soundLog,
): { readonly offset: number; readonly timestampMs: number } | undefined {
  const end = endFor(log, isolation, rules);
  for (const batch of log.batches)
    for (const { offset, record } of recordsOf(batch)) {
      if (offset < log.startOffset || offset >= end) continue;
      const { timestampMs: at } = record;
      if (rules.time === 'first-not-before' ? at >= timestampMs : at > timestampMs)
        return { offset, timestampMs: at };
    }
  return undefined;
}
