/**
 * The log of one partition: batches of records, and what follows from them. Whatever else a log knows (its producers,
 * open and aborted transactions) is folded from the batches, so a replica or a restart that reads them knows it too.
 */
import { soundLog, type LogRules } from './log-rules.js';
import type { Appended, Batch, LogRecord, PartitionLog, ProducerStamp } from './log-state.js';
import { admission, noteBatch } from './producer-state.js';

export function newPartitionLog(): PartitionLog {
  return {
    startOffset: 0,
    nextOffset: 0,
    highWatermark: 0,
    batches: [],
    producers: {},
    aborted: [],
    unreplicated: [],
  };
}

export interface ProducedBatch {
  readonly producer?: ProducerStamp | undefined;
  readonly transactional?: boolean | undefined;
  readonly records: readonly LogRecord[];
  readonly leaderEpoch?: number | undefined;
}

/** Appends what a client produced, once however often it comes, or says why not. */
export function appendBatch(
  log: PartitionLog,
  { producer, transactional = false, records, leaderEpoch = 0 }: ProducedBatch,
  nowMs: number,
  rules: LogRules = soundLog,
): Appended {
  if (records.length === 0 || (transactional && producer === undefined))
    return { kind: 'refused', error: 'INVALID_RECORD' };
  if (producer !== undefined) {
    const admitted = admission(log.producers[producer.id], producer, records.length, rules);
    if (admitted !== 'new') return admitted;
  }
  const baseOffset = log.nextOffset;
  appendReplicated(log, {
    baseOffset,
    leaderEpoch,
    appendedMs: nowMs,
    ...(producer && { producer }),
    transactional,
    records,
    lastOffset: baseOffset + records.length - 1,
  });
  return { kind: 'appended', baseOffset };
}

/** Adds a batch that has its place already: a follower fetched it, or a disk kept it. */
export function appendReplicated(log: PartitionLog, batch: Batch): void {
  if (batch.baseOffset < log.nextOffset)
    throw new Error(`Expected a batch from offset ${log.nextOffset} on, came ${batch.baseOffset}`);
  log.batches.push(batch);
  log.nextOffset = batch.lastOffset + 1;
  noteBatch(log, batch);
}

/** A log from the batches that were kept. Its high watermark is not known yet: it begins at the start. */
export function restorePartitionLog(batches: readonly Batch[], startOffset = 0): PartitionLog {
  const log = newPartitionLog();
  for (const batch of batches) appendReplicated(log, batch);
  log.startOffset = startOffset;
  log.nextOffset = Math.max(log.nextOffset, startOffset);
  log.highWatermark = startOffset;
  return log;
}

/** Takes back all from an offset on, as a follower does whose leader has something else there. */
export function truncatePartitionLog(log: PartitionLog, offset: number): void {
  if (offset >= log.nextOffset) return;
  const kept = restorePartitionLog(
    log.batches.filter(({ lastOffset }) => lastOffset < offset),
    log.startOffset,
  );
  kept.highWatermark = Math.min(log.highWatermark, kept.nextOffset);
  Object.assign(log, kept);
}

/** Moves the high watermark forward; a lone broker's is the end of its log. */
export function advanceHighWatermark(log: PartitionLog, to: number = log.nextOffset): void {
  log.highWatermark = Math.max(log.highWatermark, Math.min(to, log.nextOffset));
  const { unreplicated, highWatermark } = log;
  // By the offsets of their markers, too.
  while (unreplicated[0] !== undefined && unreplicated[0].lastOffset < highWatermark) unreplicated.shift();
}
