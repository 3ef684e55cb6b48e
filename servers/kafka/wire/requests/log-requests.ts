/** Requests about records: writing, reading, seeking and deleting. */
import { verifyPartitionInTxn } from '../../core/coordinator.js';
import { kafkaErrorCode, type KafkaError } from '../../core/errors.js';
import { fetchFrom, offsetForTime, type Isolation } from '../../core/fetch.js';
import type { Batch } from '../../core/log-state.js';
import { hasOpenTransaction, lastStableOffset } from '../../core/markers.js';
import { advanceHighWatermark, appendBatch } from '../../core/partition-log.js';
import { deleteRecordsBefore } from '../../core/retention.js';
import { partitionOf } from '../broker.js';
import type { AnswerOf, RequestOf } from '../codec/apis.js';
import { decodeBatch, encodeBatch } from '../codec/record-batch.js';
import { eachPartition, keepBatch, keepLog, UNKNOWN_PARTITION, type Desk, type Handler } from './desk.js';
import { inOldWords } from './transaction-requests.js';

type Written = { readonly baseOffset: number } | { readonly refused: KafkaError };

export const produce: Handler<'produce'> = (desk, { acks, topics, transactionalId }, call) => {
  const isKnown = acks === 0 || acks === 1 || acks === -1;
  const answers = eachPartition(topics, (topic, { partition, records }) => {
    const written: Written = isKnown
      ? write(desk, { topic, partition, records, transactionalId }, call.nowMs)
      : { refused: 'INVALID_REQUIRED_ACKS' };
    const refused = 'refused' in written ? written.refused : undefined;
    return {
      partition,
      errorCode: kafkaErrorCode(refused),
      baseOffset: 'refused' in written ? -1 : written.baseOffset,
      logStartOffset: partitionOf(desk.broker, topic, partition)?.startOffset ?? -1,
    };
  });
  return acks === 0 ? 'never' : { topics: answers };
};

interface ToWrite {
  readonly topic: string;
  readonly partition: number;
  readonly records: Uint8Array | null;
  readonly transactionalId: string | null;
}

function write(desk: Desk, { topic, partition, records, transactionalId }: ToWrite, nowMs: number): Written {
  const { broker, settings } = desk;
  const log = partitionOf(broker, topic, partition);
  if (log === undefined) return { refused: UNKNOWN_PARTITION };
  if (records === null) return { refused: 'INVALID_RECORD' };
  const decoded = decodeBatch(records as Buffer, settings.batchMax);
  if ('refused' in decoded) return decoded;
  const { producer, transactional } = decoded.batch;
  if (transactional && producer !== undefined && !hasOpenTransaction(log, producer.id)) {
    // Its producer must have said that it will write here: else nobody would end what it begins.
    const { id: producerId, epoch } = producer;
    const asked = { transactionalId: transactionalId ?? '', producerId, epoch, topic, partition };
    const verified = verifyPartitionInTxn(broker.transactions, asked);
    if (verified.kind === 'refused') return { refused: inOldWords(verified.error) };
  }
  const appended = appendBatch(log, decoded.batch, nowMs);
  if (appended.kind === 'refused') return { refused: appended.error };
  advanceHighWatermark(log);
  if (appended.kind === 'appended') keepBatch(desk, topic, partition);
  return { baseOffset: appended.baseOffset };
}

export const fetch: Handler<'fetch'> = (desk, request, call) => {
  // Sessions are not kept: each request says all.
  if (request.sessionId !== 0) return { errorCode: kafkaErrorCode('FETCH_SESSION_ID_NOT_FOUND'), topics: [] };
  const { answer, isEnough } = readAll(desk, request);
  if (isEnough || request.maxWaitMs <= 0) return answer;
  desk.fetches.push({ call, request, dueMs: call.nowMs + request.maxWaitMs });
  return 'later';
};

/** Fetches that have enough by now, or have waited for long enough, are answered. */
export function answerFetches(desk: Desk, nowMs: number): void {
  desk.fetches = desk.fetches.filter(({ call, request, dueMs }) => {
    const { answer, isEnough } = readAll(desk, request);
    if (!isEnough && nowMs < dueMs) return true;
    desk.answer(call.id, answer);
    return false;
  });
}

interface Reading {
  readonly answer: AnswerOf<'fetch'>;
  /** There is something to say at once. */
  readonly isEnough: boolean;
}

function readAll(desk: Desk, { topics, minBytes, maxBytes, isolationLevel }: RequestOf<'fetch'>): Reading {
  const isolation: Isolation = isolationLevel === 1 ? 'read_committed' : 'read_uncommitted';
  let bytes = 0;
  let hasFailed = false;
  const answers = eachPartition(
    topics,
    (topic, { partition, fetchOffset, currentLeaderEpoch, maxBytes: most }) => {
      const log = partitionOf(desk.broker, topic, partition);
      if (log === undefined) return failed(partition, UNKNOWN_PARTITION);
      if (currentLeaderEpoch > 0) return failed(partition, 'UNKNOWN_LEADER_EPOCH');
      const fetched = fetchFrom(log, { offset: fetchOffset, maxRecords: Infinity, isolation });
      if (fetched.kind === 'refused')
        return {
          ...failed(partition, fetched.error),
          highWatermark: log.highWatermark,
          logStartOffset: log.startOffset,
        };
      // The first batch of all is handed out however large it is: else nobody ever got past it.
      const records = encodeUpTo(fetched.batches, Math.min(most, maxBytes - bytes), bytes === 0);
      bytes += records.length;
      return {
        partition,
        errorCode: 0,
        highWatermark: fetched.highWatermark,
        lastStableOffset: fetched.lastStableOffset,
        logStartOffset: fetched.startOffset,
        aborted:
          isolation === 'read_committed'
            ? fetched.aborted.map(({ producerId, firstOffset }) => ({ producerId, firstOffset }))
            : null,
        records,
      };
    },
  );
  return { answer: { topics: answers }, isEnough: hasFailed || bytes >= minBytes };

  function failed(partition: number, error: KafkaError) {
    hasFailed = true;
    return {
      partition,
      errorCode: kafkaErrorCode(error),
      highWatermark: -1,
      lastStableOffset: -1,
      logStartOffset: -1,
      aborted: null,
      records: new Uint8Array(0),
    };
  }
}

function encodeUpTo(batches: readonly Batch[], most: number, oneAtLeast: boolean): Uint8Array {
  const parts: Buffer[] = [];
  let length = 0;
  for (const batch of batches) {
    if (length >= most && !(oneAtLeast && length === 0)) break;
    const bytes = encodeBatch(batch);
    if (length + bytes.length > most && !(oneAtLeast && length === 0)) break;
    parts.push(bytes);
    length += bytes.length;
  }
  return Buffer.concat(parts);
}

const LATEST = -1;
const EARLIEST = -2;

export const listOffsets: Handler<'listOffsets'> = ({ broker }, { topics, isolationLevel }) => ({
  topics: eachPartition(topics, (topic, { partition, timestamp }) => {
    const log = partitionOf(broker, topic, partition);
    const found = (offset: number, timestampMs = -1, error?: KafkaError) => ({
      partition,
      errorCode: kafkaErrorCode(error),
      timestamp: timestampMs,
      offset,
    });
    if (log === undefined) return found(-1, -1, UNKNOWN_PARTITION);
    if (timestamp === EARLIEST) return found(log.startOffset);
    if (timestamp === LATEST) return found(isolationLevel === 1 ? lastStableOffset(log) : log.highWatermark);
    const at = offsetForTime(log, timestamp, isolationLevel === 1 ? 'read_committed' : 'read_uncommitted');
    return at === undefined ? found(-1) : found(at.offset, at.timestampMs);
  }),
});

export const deleteRecords: Handler<'deleteRecords'> = (desk, { topics }) => ({
  topics: eachPartition(topics, (topic, { partition, offset }) => {
    const log = partitionOf(desk.broker, topic, partition);
    // -1: all that may be read.
    const error =
      log === undefined
        ? UNKNOWN_PARTITION
        : deleteRecordsBefore(log, offset === -1 ? log.highWatermark : offset);
    if (error === undefined) keepLog(desk, topic, partition);
    return {
      partition,
      lowWatermark: error === undefined ? (log?.startOffset ?? -1) : -1,
      errorCode: kafkaErrorCode(error),
    };
  }),
});

/** For whom time alone changes something. */
export function nextFetchDueMs({ fetches }: Desk): number {
  return Math.min(Infinity, ...fetches.map(({ dueMs }) => dueMs));
}
