/** The log of one partition: producers' retries, transactions, what readers see, retention and compaction. */
import { describe, expect, it } from 'vitest';
import {
  advanceHighWatermark,
  appendBatch,
  appendMarker,
  applyRetention,
  compactLog,
  deleteRecordsBefore,
  fetchFrom,
  lastStableOffset,
  newPartitionLog,
  nextFetchOffset,
  offsetForTime,
  restorePartitionLog,
  soundLog,
  truncatePartitionLog,
  visibleRecords,
  type FetchedRecords,
  type Isolation,
  type LogRecord,
  type LogRules,
  type PartitionLog,
} from '../../../servers/index.js';

const record = (value: unknown, key: string | null = null, timestampMs = 0): LogRecord => ({
  key,
  value,
  timestampMs,
});

/** Writes one value under a stamp, in a transaction. */
function write(
  log: PartitionLog,
  id: number,
  epoch: number,
  sequence: number,
  value: unknown,
  rules?: LogRules,
) {
  return appendBatch(
    log,
    { producer: { id, epoch, sequence }, transactional: true, records: [record(value)] },
    0,
    rules,
  );
}

function mark(log: PartitionLog, id: number, epoch: number, result: 'commit' | 'abort', version: 1 | 2 = 1) {
  return appendMarker(log, { producerId: id, producerEpoch: epoch, result, coordinatorEpoch: 0, version }, 0);
}

function read(log: PartitionLog, isolation: Isolation, offset = 0, rules: LogRules = soundLog): unknown[] {
  const fetched = fetchFrom(log, { offset, maxRecords: 100, isolation }, rules) as FetchedRecords;
  return visibleRecords(fetched, isolation, rules).map((one) => one.record.value);
}

describe('idempotent producers', () => {
  it('append each batch once, in order', () => {
    const log = newPartitionLog();
    expect(write(log, 1, 0, 0, 'a')).toEqual({ kind: 'appended', baseOffset: 0 });
    expect(write(log, 1, 0, 1, 'b')).toEqual({ kind: 'appended', baseOffset: 1 });
    expect(write(log, 1, 0, 0, 'a')).toEqual({ kind: 'duplicate', baseOffset: 0 });
    expect(write(log, 1, 0, 3, 'd')).toEqual({ kind: 'refused', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' });
    expect(write(log, 1, 1, 1, 'x')).toEqual({ kind: 'refused', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' });
    expect(write(log, 1, 1, 0, 'c')).toEqual({ kind: 'appended', baseOffset: 2 });
    expect(write(log, 1, 0, 2, 'z')).toEqual({ kind: 'refused', error: 'INVALID_PRODUCER_EPOCH' });
  });

  it('remember five batches', () => {
    const log = newPartitionLog();
    for (let sequence = 0; sequence < 6; sequence++) write(log, 1, 0, sequence, sequence);
    expect(write(log, 1, 0, 1, 1)).toMatchObject({ kind: 'duplicate' });
    expect(write(log, 1, 0, 0, 0)).toEqual({ kind: 'refused', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' });
  });

  it('append again and out of order where rules are broken', () => {
    const log = newPartitionLog();
    const rules: LogRules = { ...soundLog, sequence: 'ignored', epoch: 'ignored' };
    write(log, 1, 1, 0, 'a');
    expect(write(log, 1, 1, 0, 'a', rules)).toMatchObject({ kind: 'appended' });
    expect(write(log, 1, 0, 7, 'z', rules)).toMatchObject({ kind: 'appended' });
  });
});

describe('transactions', () => {
  it('hold the last stable offset back until their marker is committed', () => {
    const log = newPartitionLog();
    write(log, 1, 0, 0, 'a');
    write(log, 2, 0, 0, 'b');
    advanceHighWatermark(log);
    expect(lastStableOffset(log)).toBe(0);
    mark(log, 1, 0, 'commit');
    expect(lastStableOffset(log)).toBe(0);
    advanceHighWatermark(log);
    expect(lastStableOffset(log)).toBe(1);
    mark(log, 2, 0, 'abort');
    advanceHighWatermark(log);
    expect(lastStableOffset(log)).toBe(4);
    expect(read(log, 'read_committed')).toEqual(['a']);
    expect(read(log, 'read_uncommitted')).toEqual(['a', 'b']);
    expect(read(log, 'read_committed', 1)).toEqual([]);
    expect(read(log, 'read_committed', 0, { ...soundLog, aborted: 'shown' })).toEqual(['a', 'b']);
  });

  it('are not seen before they end, unless the last stable offset is ignored', () => {
    const log = newPartitionLog();
    write(log, 1, 0, 0, 'a');
    advanceHighWatermark(log);
    expect(read(log, 'read_committed')).toEqual([]);
    expect(read(log, 'read_committed', 0, { ...soundLog, stable: 'ignored' })).toEqual(['a']);
  });

  it('of one producer follow each other: only the aborted one is left out', () => {
    const log = newPartitionLog();
    write(log, 1, 0, 0, 'a');
    mark(log, 1, 1, 'abort', 2);
    write(log, 1, 1, 0, 'b');
    mark(log, 1, 2, 'commit', 2);
    advanceHighWatermark(log);
    expect(read(log, 'read_committed')).toEqual(['b']);
    expect(read(log, 'read_committed', 2)).toEqual(['b']);
    const fetched = fetchFrom(log, { offset: 0, maxRecords: 1, isolation: 'read_committed' });
    expect(nextFetchOffset(fetched as FetchedRecords)).toBe(1);
  });

  it('are bound by the epoch of their marker: what comes late is refused', () => {
    const log = newPartitionLog();
    write(log, 1, 0, 0, 'a');
    mark(log, 1, 1, 'commit', 2);
    expect(write(log, 1, 0, 1, 'late')).toEqual({ kind: 'refused', error: 'INVALID_PRODUCER_EPOCH' });
    expect(mark(log, 1, 1, 'commit', 2)).toMatchObject({ kind: 'duplicate' });
    write(log, 1, 1, 0, 'b');
    expect(mark(log, 1, 1, 'commit', 2)).toEqual({ kind: 'refused', error: 'INVALID_PRODUCER_EPOCH' });
    expect(mark(log, 1, 1, 'commit', 1)).toMatchObject({ kind: 'appended' });
  });

  it('take no marker of an older coordinator', () => {
    const log = newPartitionLog();
    appendMarker(log, { producerId: 1, producerEpoch: 0, result: 'abort', coordinatorEpoch: 2 }, 0);
    expect(mark(log, 1, 0, 'commit')).toEqual({ kind: 'refused', error: 'TRANSACTION_COORDINATOR_FENCED' });
  });
});

describe('replicas and restarts', () => {
  it('know from the batches what the leader knows', () => {
    const log = newPartitionLog();
    write(log, 1, 0, 0, 'a');
    mark(log, 1, 1, 'abort', 2);
    write(log, 2, 0, 0, 'b');
    advanceHighWatermark(log);
    const copy = restorePartitionLog(log.batches);
    advanceHighWatermark(copy);
    expect(copy).toEqual(log);
    truncatePartitionLog(copy, 2);
    expect(copy.nextOffset).toBe(2);
    expect(copy.producers[2]).toBeUndefined();
    expect(copy.aborted).toHaveLength(1);
    truncatePartitionLog(copy, 1);
    expect(copy.producers[1]).toMatchObject({ epoch: 0, openSince: 0 });
    expect(copy.aborted).toEqual([]);
  });
});

describe('retention', () => {
  const filled = (): PartitionLog => {
    const log = newPartitionLog();
    for (let at = 0; at < 6; at++) appendBatch(log, { records: [record(at, null, at * 10)] }, at * 10);
    advanceHighWatermark(log, 5);
    return log;
  };

  it('by time and by size lets old batches go, and a reader below is out of range', () => {
    const log = filled();
    expect(applyRetention(log, { retentionMs: 30 }, 50)).toBe(2);
    expect(log.startOffset).toBe(2);
    expect(fetchFrom(log, { offset: 1, maxRecords: 9, isolation: 'read_uncommitted' })).toEqual({
      kind: 'refused',
      error: 'OFFSET_OUT_OF_RANGE',
    });
    expect(applyRetention(log, { retentionRecords: 3 }, 50)).toBe(1);
    expect(read(log, 'read_uncommitted', 3)).toEqual([3, 4]);
  });

  it('never takes what is not committed', () => {
    const log = filled();
    applyRetention(log, { retentionRecords: 0 }, 0);
    expect(log.startOffset).toBe(5);
    expect(read(log, 'log_end', 5)).toEqual([5]);
  });

  it('deletes up to an offset that is asked for', () => {
    const log = filled();
    expect(deleteRecordsBefore(log, 6)).toBe('OFFSET_OUT_OF_RANGE');
    expect(deleteRecordsBefore(log, 3)).toBeUndefined();
    expect([log.startOffset, log.batches.length]).toEqual([3, 3]);
  });

  it('finds the first record that is not older than a time', () => {
    const log = filled();
    expect(offsetForTime(log, 15)).toEqual({ offset: 2, timestampMs: 20 });
    expect(offsetForTime(log, 20)).toEqual({ offset: 2, timestampMs: 20 });
    expect(offsetForTime(log, 50)).toBeUndefined();
    expect(offsetForTime(log, 20, 'read_uncommitted', { ...soundLog, time: 'first-after' })?.offset).toBe(3);
  });
});

describe('compaction', () => {
  const put = (log: PartitionLog, key: string, value: unknown): void => {
    appendBatch(log, { records: [record(value, key)] }, 0);
    advanceHighWatermark(log);
  };

  it('leaves the newest value of each key under its offset', () => {
    const log = newPartitionLog();
    for (const [key, value] of [
      ['x', 1],
      ['y', 1],
      ['x', 2],
      ['x', 3],
    ] as const)
      put(log, key, value);
    compactLog(log, { headOffset: 3 }, 0);
    expect(log.batches.map(({ baseOffset }) => baseOffset)).toEqual([1, 2, 3]);
    compactLog(log, {}, 0);
    expect(log.batches.map(({ baseOffset }) => baseOffset)).toEqual([1, 3]);
    expect(read(log, 'read_committed')).toEqual([1, 3]);
    expect(log.nextOffset).toBe(4);
  });

  it('leaves a tombstone for as long as was agreed', () => {
    const log = newPartitionLog();
    put(log, 'x', 1);
    put(log, 'x', null);
    put(log, 'y', 1);
    compactLog(log, { deleteRetentionMs: 100 }, 10);
    expect(read(log, 'read_committed')).toEqual([null, 1]);
    compactLog(log, { deleteRetentionMs: 100 }, 109);
    expect(read(log, 'read_committed')).toEqual([null, 1]);
    compactLog(log, { deleteRetentionMs: 100 }, 110);
    expect(read(log, 'read_committed')).toEqual([1]);
  });

  it('looks at nothing that is not decided, and drops what was aborted', () => {
    const log = newPartitionLog();
    const inside = (sequence: number, epoch: number, value: unknown) =>
      appendBatch(
        log,
        { producer: { id: 1, epoch, sequence }, transactional: true, records: [record(value, 'x')] },
        0,
      );
    put(log, 'x', 1);
    inside(0, 0, 2);
    advanceHighWatermark(log);
    compactLog(log, {}, 0);
    expect(read(log, 'read_uncommitted')).toEqual([1, 2]);
    mark(log, 1, 1, 'abort', 2);
    advanceHighWatermark(log);
    compactLog(log, {}, 0);
    expect(read(log, 'read_committed')).toEqual([1]);
    expect(read(log, 'read_uncommitted')).toEqual([1]);
  });

  it('keeps a marker as long as records of its transaction are left, so that a restart finds it ended', () => {
    const log = newPartitionLog();
    appendBatch(
      log,
      { producer: { id: 1, epoch: 0, sequence: 0 }, transactional: true, records: [record(1, 'x')] },
      0,
    );
    mark(log, 1, 1, 'commit', 2);
    advanceHighWatermark(log);
    for (const nowMs of [0, 100, 200]) compactLog(log, { deleteRetentionMs: 50 }, nowMs);
    const again = restorePartitionLog(log.batches);
    advanceHighWatermark(again);
    expect(lastStableOffset(again)).toBe(2);
    expect(read(again, 'read_committed')).toEqual([1]);
  });
});
