/**
 * Compaction: of each key the newest record stays, under its old offset. A tombstone stays long enough for a reader who
 * lags to see it, then it goes, too.
 */
import { recordsOf, type VisibleRecord } from './fetch.js';
import { lastStableOffset } from './markers.js';
import { soundLog, type LogRules } from './log-rules.js';
import type { Batch, PartitionLog } from './log-state.js';

export interface CompactionSettings {
  /** How long tombstones and markers stay after compaction has first met them (delete.retention.ms). */
  readonly deleteRetentionMs?: number | undefined;
  /** Records from here on are left alone: the head of the log (Kafka's active segment). */
  readonly headOffset?: number | undefined;
}

const DAY_MS = 86_400_000;

/** Compacts the tail of a log: what is decided and not of the head. Offsets and the end of the log stay as they are. */
export function compactLog(
  log: PartitionLog,
  { deleteRetentionMs = DAY_MS, headOffset = Infinity }: CompactionSettings,
  nowMs: number,
  rules: LogRules = soundLog,
): void {
  const decided = rules.compact === 'below-stable' ? lastStableOffset(log) : log.nextOffset;
  const end = Math.min(decided, headOffset);
  const tail = log.batches.filter(({ lastOffset }) => lastOffset < end);
  const aborted = abortedBatches(log, tail, rules);
  const kept = new Map<string, number>();
  for (const batch of tail)
    if (!aborted.has(batch))
      for (const { offset, record } of recordsOf(batch))
        if (record.key !== null && (rules.keep === 'newest' || !kept.has(record.key)))
          kept.set(record.key, offset);

  const needed = lastBatches(log.batches);
  const rest: Batch[] = [];
  /** Producers with records left in a transaction whose marker is not met yet. */
  const unended = new Set<number>();
  for (const batch of tail) {
    const id = batch.producer?.id ?? -1;
    const isMarker = batch.control !== undefined;
    const left = cleaned(batch, { kept, isAborted: aborted.has(batch), isHeld: isMarker && unended.has(id) });
    if (isMarker) unended.delete(id);
    else if (batch.transactional && left.records.length > 0) unended.add(id);
    const isWaiting = isMarker && (left.deleteHorizonMs === undefined || nowMs < left.deleteHorizonMs);
    if (left.records.length > 0 || isWaiting || needed.has(batch)) rest.push(left);
  }
  log.batches.splice(0, tail.length, ...rest);

  /** A batch with the records that stay. */
  function cleaned(batch: Batch, { kept, isAborted, isHeld }: Fate): Batch {
    const all = recordsOf(batch);
    const isNewest = ({ offset, record }: VisibleRecord): boolean =>
      !isAborted && record.key !== null && kept.get(record.key) === offset;
    const newest = all.filter(isNewest);
    const mayGo = batch.control !== undefined ? !isHeld : newest.some(({ record }) => record.value === null);
    const horizonMs = batch.deleteHorizonMs ?? (mayGo ? nowMs + deleteRetentionMs : undefined);
    const staysDeleted =
      rules.tombstones === 'until-horizon' && (horizonMs === undefined || nowMs < horizonMs);
    const left = newest.filter(({ record }) => record.value !== null || staysDeleted);
    const isWhole = left.length === all.length;
    if (isWhole && horizonMs === batch.deleteHorizonMs) return batch;
    return {
      ...batch,
      ...(horizonMs !== undefined && { deleteHorizonMs: horizonMs }),
      ...(!isWhole && {
        records: left.map(({ record }) => record),
        offsets: left.map(({ offset }) => offset),
      }),
    };
  }
}

interface Fate {
  /** The offset that stays of each key. */
  readonly kept: ReadonlyMap<string, number>;
  readonly isAborted: boolean;
  /** A marker that must stay: records of its transaction are left. */
  readonly isHeld: boolean;
}

/** Batches that stay even when they are empty: the end of the log, and what each producer wrote last, is read from them. */
function lastBatches(batches: readonly Batch[]): ReadonlySet<Batch> {
  const last = new Map<string, Batch>();
  for (const batch of batches) {
    last.set('', batch);
    if (batch.producer) last.set(`${batch.producer.id} ${batch.control ? 'marker' : 'data'}`, batch);
  }
  return new Set(last.values());
}

/** Batches of aborted transactions: nobody reads them any more. */
function abortedBatches({ aborted }: PartitionLog, tail: readonly Batch[], rules: LogRules): Set<Batch> {
  if (rules.compact === 'everything') return new Set();
  return new Set(
    tail.filter(
      ({ producer, transactional, control, baseOffset, lastOffset }) =>
        transactional &&
        control === undefined &&
        aborted.some(
          (one) =>
            one.producerId === producer?.id && one.firstOffset <= baseOffset && lastOffset < one.lastOffset,
        ),
    ),
  );
}
