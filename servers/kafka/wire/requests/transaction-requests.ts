/** Requests about producers that are known by a number, and about their transactions. */
import {
  addOffsetsToTxn as addOffsets,
  addPartitionsToTxn as addPartitions,
  coordinatorNextDueMs,
  coordinatorPassTime,
  endTxn as end,
  initProducerId as init,
  markerWritten,
  pendingMarkers,
} from '../../core/coordinator.js';
import { kafkaErrorCode, type KafkaError } from '../../core/errors.js';
import { appendMarker } from '../../core/markers.js';
import { addTxnOffsets, endTxnOffsets } from '../../core/offsets.js';
import { advanceHighWatermark } from '../../core/partition-log.js';
import { participantKey, type CoordinatorAnswer, type CoordinatorEffect } from '../../core/transaction.js';
import { partitionOf } from '../broker.js';
import { eachPartition, keepBatch, keepGroup, UNKNOWN_PARTITION, type Desk, type Handler } from './desk.js';
import { groupOf, offsetsOf } from './group-requests.js';

/** The longest that a producer may ask for (transaction.max.timeout.ms). */
const LONGEST_TIMEOUT_MS = 900_000;

/** Does what the coordinator wants done. Lines come before what follows from them: a restart finds the same order. */
function run(desk: Desk, effects: readonly CoordinatorEffect[], nowMs: number): void {
  for (const effect of effects)
    switch (effect.kind) {
      case 'keep':
        desk.keep({ line: 'transaction', transaction: effect.transaction });
        break;
      case 'keep-producer-ids':
        desk.keep({ line: 'producer-ids', next: effect.next });
        break;
      case 'write-marker':
        writeMarker(desk, effect, nowMs);
    }
}

type Marker = Extract<CoordinatorEffect, { readonly kind: 'write-marker' }>;

function writeMarker(desk: Desk, { to, marker }: Marker, nowMs: number): void {
  const { broker } = desk;
  if (to.kind === 'group') {
    const group = broker.groups.get(to.group);
    if (group !== undefined) {
      endTxnOffsets(group, marker.producerId, marker.result);
      keepGroup(desk, to.group);
    }
  } else {
    // A topic that is gone needs no marker, and one that refuses it has a newer one.
    const log = partitionOf(broker, to.topic, to.partition);
    if (log !== undefined && appendMarker(log, marker, nowMs).kind === 'appended') {
      advanceHighWatermark(log);
      keepBatch(desk, to.topic, to.partition);
    }
  }
  const { producerId, producerEpoch: epoch } = marker;
  run(desk, markerWritten(broker.transactions, { producerId, epoch, by: to }), nowMs);
}

/** Done, or why not: in the versions that we speak, who is fenced hears of its epoch. */
function done(desk: Desk, answer: CoordinatorAnswer, nowMs: number): KafkaError | undefined {
  run(desk, answer.effects, nowMs);
  return answer.kind === 'refused' ? inOldWords(answer.error) : undefined;
}

export function inOldWords(error: KafkaError): KafkaError {
  return error === 'PRODUCER_FENCED' ? 'INVALID_PRODUCER_EPOCH' : error;
}

export const initProducerId: Handler<'initProducerId'> = (
  desk,
  { transactionalId, timeoutMs },
  { nowMs },
) => {
  const none = (error: KafkaError) => ({
    errorCode: kafkaErrorCode(error),
    producerId: -1,
    producerEpoch: -1,
  });
  if (transactionalId === '') return none('INVALID_REQUEST');
  if (transactionalId !== null && (timeoutMs <= 0 || timeoutMs > LONGEST_TIMEOUT_MS))
    return none('INVALID_TRANSACTION_TIMEOUT');
  const answer = init(desk.broker.transactions, { transactionalId, timeoutMs }, nowMs);
  const error = done(desk, answer, nowMs);
  if (answer.kind === 'refused') return none(error ?? answer.error);
  return { errorCode: 0, producerId: answer.producerId, producerEpoch: answer.epoch };
};

export const addPartitionsToTxn: Handler<'addPartitionsToTxn'> = (desk, request, { nowMs }) => {
  const { transactionalId, producerId, producerEpoch: epoch, topics } = request;
  const partitions = topics.flatMap(({ topic, partitions: some }) =>
    some.map((partition) => ({ topic, partition })),
  );
  const isThere = (topic: string, partition: number) =>
    partitionOf(desk.broker, topic, partition) !== undefined;
  // All of them, or none.
  const error = partitions.every(({ topic, partition }) => isThere(topic, partition))
    ? done(
        desk,
        addPartitions(desk.broker.transactions, { transactionalId, producerId, epoch, partitions }, nowMs),
        nowMs,
      )
    : 'OPERATION_NOT_ATTEMPTED';
  return {
    topics: eachPartition(topics, (topic, partition) => ({
      partition,
      errorCode: kafkaErrorCode(isThere(topic, partition) ? error : UNKNOWN_PARTITION),
    })),
  };
};

export const addOffsetsToTxn: Handler<'addOffsetsToTxn'> = (desk, request, { nowMs }) => {
  const { transactionalId, producerId, producerEpoch: epoch, groupId: group } = request;
  const answer = addOffsets(desk.broker.transactions, { transactionalId, producerId, epoch, group }, nowMs);
  return { errorCode: kafkaErrorCode(done(desk, answer, nowMs)) };
};

export const endTxn: Handler<'endTxn'> = (desk, request, { nowMs }) => {
  const { transactionalId, producerId, producerEpoch: epoch, committed } = request;
  const result = committed ? 'commit' : 'abort';
  const asked = { transactionalId, producerId, epoch, result, version: 1 } as const;
  return { errorCode: kafkaErrorCode(done(desk, end(desk.broker.transactions, asked), nowMs)) };
};

export const txnOffsetCommit: Handler<'txnOffsetCommit'> = (desk, request) => {
  const { groupId, producerId, topics } = request;
  const error =
    commitRefusal(desk, request) ??
    addTxnOffsets(groupOf(desk, groupId), {
      producerId,
      memberId: '',
      generation: -1,
      offsets: offsetsOf(topics),
    });
  if (error === undefined) keepGroup(desk, groupId);
  return {
    topics: eachPartition(topics, (_, { partition }) => ({ partition, errorCode: kafkaErrorCode(error) })),
  };
};

type TxnRequest = Parameters<Handler<'txnOffsetCommit'>>[1];

/** Offsets count for the producer's open transaction, and it has said that they will come. */
function commitRefusal({ broker }: Desk, request: TxnRequest): KafkaError | undefined {
  const { transactionalId, producerId, producerEpoch, groupId } = request;
  const known = broker.transactions.transactions[transactionalId];
  if (known === undefined || known.producerId !== producerId) return 'INVALID_PRODUCER_ID_MAPPING';
  if (producerEpoch !== known.epoch) return 'INVALID_PRODUCER_EPOCH';
  const key = participantKey({ kind: 'group', group: groupId });
  const isIn = known.state === 'Ongoing' && known.participants.some((one) => participantKey(one) === key);
  return isIn ? undefined : 'INVALID_TXN_STATE';
}

export function nextTransactionDueMs({ broker }: Desk): number {
  return coordinatorNextDueMs(broker.transactions) ?? Infinity;
}

/** Transactions that are open for too long are aborted. */
export function passTransactionTime(desk: Desk, nowMs: number): void {
  run(desk, coordinatorPassTime(desk.broker.transactions, nowMs), nowMs);
}

/** After a restart: what was decided is told to all that had not heard of it. */
export function resumeTransactions(desk: Desk, nowMs: number): void {
  run(desk, pendingMarkers(desk.broker.transactions), nowMs);
}
