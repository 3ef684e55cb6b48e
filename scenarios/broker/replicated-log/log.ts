/**
 * The log of one partition: where two logs part, and what a disk that lost power left of one.
 *
 * Reconciling by leader epochs instead of high watermarks is KIP-101 (Stopford, Kafka 0.11); answering with the
 * largest epoch both sides have is KIP-279; asking within the fetch itself is KIP-595.
 */
import type { StoredRecord } from 'seedstorm';
import type { Entry } from './messages.js';

/** An entry as it lies on the disk: with its place, so that a gap left by a power cut is noticed. */
export interface LogRecord {
  readonly offset: number;
  /** Epoch of the entry before it; -1 for the first. */
  readonly before: number;
  readonly entry: Entry;
}

/** Epoch of the last of the first `count` entries; -1 if there is none. */
export function lastEpoch(log: readonly Entry[], count = log.length): number {
  return log[count - 1]?.epoch ?? -1;
}

/** The record of the entry at an offset. */
export function recordAt(log: readonly Entry[], offset: number): LogRecord {
  return { offset, before: lastEpoch(log, offset), entry: log[offset] as Entry };
}

/** The longest beginning of the file that is one unbroken log. Everything synced is in it. */
export function recovered(records: readonly StoredRecord<LogRecord>[]): Entry[] {
  const log: Entry[] = [];
  for (const record of records) {
    if (!record.ok || record.value.offset !== log.length || record.value.before !== lastEpoch(log)) break;
    log.push(record.value.entry);
  }
  return log;
}

/** Number of entries with this epoch or an older one. */
function endOfEpoch(log: readonly Entry[], epoch: number): number {
  let end = log.length;
  while (end > 0 && (log[end - 1] as Entry).epoch > epoch) end--;
  return end;
}

/**
 * Where a leader sends a follower whose log ends at `offset` with an entry of `epoch`: nowhere if the leader's log
 * has that very entry there; else to the end of the newest epoch that is not newer than the follower's.
 */
export function divergence(
  leader: readonly Entry[],
  offset: number,
  epoch: number,
): { readonly epoch: number; readonly end: number } | undefined {
  if (offset <= leader.length && lastEpoch(leader, offset) === epoch) return undefined;
  const end = endOfEpoch(leader, epoch);
  return { epoch: lastEpoch(leader, end), end };
}

/** How much a follower may keep, told that the leader's `epoch` ends at `end`. */
export function keepAfter(
  follower: readonly Entry[],
  told: { readonly epoch: number; readonly end: number },
): number {
  return Math.min(told.end, endOfEpoch(follower, told.epoch));
}
