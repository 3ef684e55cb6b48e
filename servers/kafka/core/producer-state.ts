/** What a partition knows of its producers: their epoch, their last batches, and the transaction that is open (KIP-98). */
import type { LogRules } from './log-rules.js';
import type { Appended, Batch, PartitionLog, ProducerState, ProducerStamp } from './log-state.js';

/** How many batches of a producer are remembered: as many as it may have under way at once. */
const REMEMBERED = 5;

/** Whether a batch is new, known already, or must not come now. */
export function admission(
  state: ProducerState | undefined,
  { epoch, sequence }: ProducerStamp,
  count: number,
  rules: LogRules,
): Appended | 'new' {
  if (state === undefined) return 'new';
  if (epoch < state.epoch)
    return rules.epoch === 'checked' ? { kind: 'refused', error: 'INVALID_PRODUCER_EPOCH' } : 'new';
  if (rules.sequence === 'ignored') return 'new';
  const isNewEpoch = epoch > state.epoch;
  const known = isNewEpoch
    ? undefined
    : state.batches.find(({ first, last }) => first === sequence && last === sequence + count - 1);
  if (known !== undefined) return { kind: 'duplicate', baseOffset: known.baseOffset };
  const last = isNewEpoch ? -1 : (state.batches.at(-1)?.last ?? -1);
  return sequence === last + 1 ? 'new' : { kind: 'refused', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' };
}

/** Notes what a batch says of its producer, and which transaction a marker ends. */
export function noteBatch(log: PartitionLog, batch: Batch): void {
  const { producer, control, baseOffset } = batch;
  if (producer === undefined) return;
  const before = log.producers[producer.id];
  const epoch = Math.max(producer.epoch, before?.epoch ?? 0);
  const batches = epoch === before?.epoch ? before.batches : [];
  const openSince = before?.openSince;
  if (control === undefined) {
    const count = batch.lastOffset - baseOffset + 1;
    const written = { first: producer.sequence, last: producer.sequence + count - 1, baseOffset };
    const first = openSince ?? (batch.transactional ? baseOffset : undefined);
    log.producers[producer.id] = {
      epoch,
      coordinatorEpoch: before?.coordinatorEpoch ?? -1,
      // Only rules that are broken let a batch of an older epoch come.
      batches: producer.epoch === epoch ? [...batches, written].slice(-REMEMBERED) : batches,
      ...(first !== undefined && { openSince: first }),
    };
    return;
  }
  if (openSince !== undefined) {
    const ended = { producerId: producer.id, firstOffset: openSince, lastOffset: baseOffset };
    log.unreplicated.push(ended);
    if (control === 'abort') log.aborted.push(ended);
  }
  log.producers[producer.id] = {
    epoch,
    coordinatorEpoch: Math.max(batch.coordinatorEpoch ?? 0, before?.coordinatorEpoch ?? -1),
    batches,
  };
}
