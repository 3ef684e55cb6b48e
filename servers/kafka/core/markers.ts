/** Transactions as a partition sees them: opened by their first record, ended by a marker. */
import { soundLog, type LogRules } from './log-rules.js';
import type { Appended, PartitionLog } from './log-state.js';
import { appendReplicated } from './partition-log.js';

export interface TransactionMarker {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly result: 'commit' | 'abort';
  readonly coordinatorEpoch: number;
  /** 2 if the epoch is that of the next transaction, so that nothing late of this one is taken any more (KIP-890). */
  readonly version?: 1 | 2 | undefined;
  readonly leaderEpoch?: number | undefined;
}

/** Appends the marker that ends the transaction of a producer. A partition takes it also where nothing was open. */
export function appendMarker(
  log: PartitionLog,
  { producerId, producerEpoch, result, coordinatorEpoch, version = 1, leaderEpoch = 0 }: TransactionMarker,
  nowMs: number,
  rules: LogRules = soundLog,
): Appended {
  const state = log.producers[producerId];
  if (state !== undefined && rules.epoch === 'checked') {
    if (coordinatorEpoch < state.coordinatorEpoch)
      return { kind: 'refused', error: 'TRANSACTION_COORDINATOR_FENCED' };
    if (producerEpoch < state.epoch) return { kind: 'refused', error: 'INVALID_PRODUCER_EPOCH' };
    if (version === 2 && producerEpoch === state.epoch && rules.marker === 'newer')
      // It came before. If its producer has begun the next transaction under this epoch, that one goes on.
      return state.openSince === undefined
        ? { kind: 'duplicate', baseOffset: log.nextOffset }
        : { kind: 'refused', error: 'INVALID_PRODUCER_EPOCH' };
  }
  const baseOffset = log.nextOffset;
  appendReplicated(log, {
    baseOffset,
    leaderEpoch,
    appendedMs: nowMs,
    producer: { id: producerId, epoch: producerEpoch, sequence: -1 },
    transactional: true,
    control: result,
    coordinatorEpoch,
    records: [],
    lastOffset: baseOffset,
  });
  return { kind: 'appended', baseOffset };
}

/** Whether a producer has a transaction open here. */
export function hasOpenTransaction(log: PartitionLog, producerId: number): boolean {
  return log.producers[producerId]?.openSince !== undefined;
}

/** Everything below it is decided: no open transaction has begun there, and it is committed. */
export function lastStableOffset(log: PartitionLog): number {
  let stable = log.highWatermark;
  for (const { openSince } of Object.values(log.producers))
    if (openSince !== undefined && openSince < stable) stable = openSince;
  // A marker above the high watermark may be lost yet: until then its transaction is open.
  for (const { firstOffset } of log.unreplicated) if (firstOffset < stable) stable = firstOffset;
  return Math.max(stable, log.startOffset);
}
