/** Retention: what is too old, or too much, goes from the start of the log, whole batches at a time. */
import type { KafkaError } from './errors.js';
import type { PartitionLog } from './log-state.js';

export interface RetentionSettings {
  /** A batch goes when its newest record is older than this. */
  readonly retentionMs?: number | undefined;
  /** As many records stay at least, if there are as many. */
  readonly retentionRecords?: number | undefined;
}

/** Lets go what retention no longer keeps; only what is committed. @returns how many batches went */
export function applyRetention(log: PartitionLog, settings: RetentionSettings, nowMs: number): number {
  const { retentionMs = Infinity, retentionRecords = Infinity } = settings;
  let count = log.batches.reduce((sum, { records }) => sum + records.length, 0);
  let gone = 0;
  for (const { records, appendedMs, lastOffset } of log.batches) {
    if (lastOffset >= log.highWatermark) break;
    const newestMs = records.reduce((latest, { timestampMs }) => Math.max(latest, timestampMs), -Infinity);
    const isOld = nowMs - (records.length > 0 ? newestMs : appendedMs) > retentionMs;
    const isTooMuch = count - records.length >= retentionRecords;
    if (!isOld && !isTooMuch) break;
    count -= records.length;
    gone++;
    log.startOffset = lastOffset + 1;
  }
  log.batches.splice(0, gone);
  forgetAborted(log);
  return gone;
}

/** Deletes what lies below an offset, as the admin call DeleteRecords does: the offset is the new start. */
export function deleteRecordsBefore(log: PartitionLog, offset: number): KafkaError | undefined {
  if (offset > log.highWatermark) return 'OFFSET_OUT_OF_RANGE';
  if (offset <= log.startOffset) return undefined;
  log.startOffset = offset;
  const { batches } = log;
  // The batch that holds the new start stays whole; readers do not get below it.
  const first = batches.findIndex(({ lastOffset }) => lastOffset >= offset);
  batches.splice(0, first < 0 ? batches.length : first);
  forgetAborted(log);
  return undefined;
}

/** Aborted transactions whose last offset is gone concern no reader any more. */
function forgetAborted({ aborted, startOffset }: PartitionLog): void {
  const gone = aborted.filter(({ lastOffset }) => lastOffset < startOffset).length;
  if (gone > 0) aborted.splice(0, aborted.length, ...aborted.filter((one) => one.lastOffset >= startOffset));
}
