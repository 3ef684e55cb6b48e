/** The transaction coordinator: epochs, what a transaction touches, how it ends, and what outlives a crash. */
import { describe, expect, it } from 'vitest';
import {
  addOffsetsToTxn,
  addPartitionsToTxn,
  coordinatorNextDueMs,
  coordinatorPassTime,
  endTxn,
  initProducerId,
  markerWritten,
  newTransactionCoordinator,
  pendingMarkers,
  restoreTransactionCoordinator,
  soundCoordinator,
  verifyPartitionInTxn,
  type CoordinatorEffect,
  type CoordinatorRules,
  type TransactionCoordinator,
} from '../../../servers/index.js';

const INIT = { transactionalId: 't', timeoutMs: 100 };
const PARTITIONS = [
  { topic: 'out', partition: 0 },
  { topic: 'out', partition: 1 },
];
const me = (epoch: number) => ({ transactionalId: 't', producerId: 1, epoch });

function begin(coordinator: TransactionCoordinator, epoch = 0, nowMs = 0): void {
  expect(addPartitionsToTxn(coordinator, { ...me(epoch), partitions: PARTITIONS }, nowMs)).toMatchObject({
    kind: 'done',
  });
}

/** Every participant takes its marker. */
function writeAll(coordinator: TransactionCoordinator, effects: readonly CoordinatorEffect[]): void {
  for (const effect of effects)
    if (effect.kind === 'write-marker')
      markerWritten(coordinator, { producerId: 1, epoch: effect.marker.producerEpoch, by: effect.to });
}

const markers = (effects: readonly CoordinatorEffect[]) =>
  effects.flatMap((one) => (one.kind === 'write-marker' ? [one.marker] : []));

function started(): TransactionCoordinator {
  const coordinator = newTransactionCoordinator();
  expect(initProducerId(coordinator, INIT, 0)).toMatchObject({ kind: 'done', producerId: 1, epoch: 0 });
  return coordinator;
}

describe('a transaction', () => {
  it('begins with what it touches, and ends at every participant under the next epoch', () => {
    const coordinator = started();
    begin(coordinator);
    addOffsetsToTxn(coordinator, { ...me(0), group: 'g' }, 0);
    const ended = endTxn(coordinator, { ...me(0), result: 'commit' });
    expect(ended).toMatchObject({ kind: 'done', epoch: 1 });
    expect(ended.effects[0]).toMatchObject({ kind: 'keep', transaction: { state: 'PrepareCommit' } });
    expect(markers(ended.effects)).toEqual(
      [1, 2, 3].map(() => ({
        producerId: 1,
        producerEpoch: 1,
        result: 'commit',
        coordinatorEpoch: 0,
        version: 2,
      })),
    );
    expect(addPartitionsToTxn(coordinator, { ...me(1), partitions: PARTITIONS }, 0)).toMatchObject({
      error: 'CONCURRENT_TRANSACTIONS',
    });
    expect(endTxn(coordinator, { ...me(0), result: 'commit' })).toMatchObject({
      error: 'CONCURRENT_TRANSACTIONS',
    });
    writeAll(coordinator, ended.effects);
    expect(coordinator.transactions['t']).toMatchObject({ state: 'CompleteCommit', participants: [] });
    // A retry gets the same answer, and nothing is written again.
    expect(endTxn(coordinator, { ...me(0), result: 'commit' })).toEqual({
      kind: 'done',
      producerId: 1,
      epoch: 1,
      effects: [],
    });
    expect(endTxn(coordinator, { ...me(0), result: 'abort' })).toMatchObject({ error: 'INVALID_TXN_STATE' });
    begin(coordinator, 1);
  });

  it('is not ended by a request that was meant for the one before', () => {
    const coordinator = started();
    begin(coordinator);
    writeAll(coordinator, endTxn(coordinator, { ...me(0), result: 'commit' }).effects);
    begin(coordinator, 1);
    expect(endTxn(coordinator, { ...me(0), result: 'commit' })).toMatchObject({ error: 'PRODUCER_FENCED' });
  });

  it('is ended by it where requests are not bound to one transaction (KAFKA-17754)', () => {
    const rules: CoordinatorRules = { ...soundCoordinator, endTxn: 'unbound' };
    const coordinator = started();
    begin(coordinator);
    writeAll(coordinator, endTxn(coordinator, { ...me(0), result: 'commit' }, rules).effects);
    begin(coordinator);
    const late = endTxn(coordinator, { ...me(0), result: 'commit' }, rules);
    expect(markers(late.effects)).toHaveLength(2);
    const old = started();
    begin(old);
    expect(endTxn(old, { ...me(0), result: 'abort', version: 1 })).toMatchObject({ kind: 'done', epoch: 0 });
  });

  it('tells a leader what is in it', () => {
    const coordinator = started();
    const asks = (epoch: number, partition: number) =>
      verifyPartitionInTxn(coordinator, { ...me(epoch), topic: 'out', partition });
    expect(asks(0, 0)).toMatchObject({ error: 'INVALID_TXN_STATE' });
    begin(coordinator);
    expect(asks(0, 1)).toMatchObject({ kind: 'done' });
    expect(asks(0, 2)).toMatchObject({ error: 'INVALID_TXN_STATE' });
    expect(asks(1, 1)).toMatchObject({ error: 'PRODUCER_FENCED' });
  });

  it('that touched nothing may be given up, not committed', () => {
    const coordinator = started();
    expect(endTxn(coordinator, { ...me(0), result: 'commit' })).toMatchObject({ error: 'INVALID_TXN_STATE' });
    expect(endTxn(coordinator, { ...me(0), result: 'abort' })).toMatchObject({ kind: 'done', epoch: 1 });
  });
});

describe('a new instance', () => {
  it('waits until the transaction of the one before is aborted, and fences it', () => {
    const coordinator = started();
    begin(coordinator);
    const first = initProducerId(coordinator, INIT, 5);
    expect(first).toMatchObject({ kind: 'refused', error: 'CONCURRENT_TRANSACTIONS' });
    expect(markers(first.effects)[0]).toMatchObject({ result: 'abort', producerEpoch: 1 });
    expect(initProducerId(coordinator, INIT, 5)).toMatchObject({ error: 'CONCURRENT_TRANSACTIONS' });
    writeAll(coordinator, first.effects);
    expect(initProducerId(coordinator, INIT, 5)).toMatchObject({ kind: 'done', epoch: 2 });
    expect(endTxn(coordinator, { ...me(0), result: 'commit' })).toMatchObject({ error: 'PRODUCER_FENCED' });
    expect(addPartitionsToTxn(coordinator, { ...me(1), partitions: PARTITIONS }, 5)).toMatchObject({
      error: 'PRODUCER_FENCED',
    });
  });

  it('is told from one that lives and asks for a newer epoch (KIP-360)', () => {
    const coordinator = started();
    const mine = { ...INIT, producerId: 1, epoch: 0 };
    expect(initProducerId(coordinator, mine, 0)).toMatchObject({ kind: 'done', epoch: 1 });
    expect(initProducerId(coordinator, mine, 0)).toMatchObject({ kind: 'done', epoch: 1 });
    initProducerId(coordinator, INIT, 0);
    expect(initProducerId(coordinator, mine, 0)).toMatchObject({ error: 'PRODUCER_FENCED' });
  });

  it('without a transactional id gets a producer id of its own', () => {
    const coordinator = started();
    expect(initProducerId(coordinator, { transactionalId: null, timeoutMs: 0 }, 0)).toMatchObject({
      producerId: 2,
      epoch: 0,
      effects: [{ kind: 'keep-producer-ids', next: 3 }],
    });
  });
});

describe('time', () => {
  it('aborts what is open for too long, and takes the epoch', () => {
    const coordinator = started();
    begin(coordinator, 0, 50);
    expect(coordinatorNextDueMs(coordinator)).toBe(150);
    expect(coordinatorPassTime(coordinator, 149)).toEqual([]);
    const effects = coordinatorPassTime(coordinator, 150);
    expect(markers(effects)).toMatchObject([{ result: 'abort', producerEpoch: 1 }, {}]);
    expect(coordinatorNextDueMs(coordinator)).toBeUndefined();
    writeAll(coordinator, effects);
    expect(addPartitionsToTxn(coordinator, { ...me(0), partitions: PARTITIONS }, 160)).toMatchObject({
      error: 'PRODUCER_FENCED',
    });
  });
});

describe('after a crash', () => {
  it('a coordinator writes the markers of what was decided, under its own epoch', () => {
    const coordinator = started();
    begin(coordinator);
    const { effects } = endTxn(coordinator, { ...me(0), result: 'commit' });
    const kept = effects.flatMap((one) => (one.kind === 'keep' ? [one.transaction] : []));
    const again = restoreTransactionCoordinator(kept, 2, 1);
    expect(markers(pendingMarkers(again))).toMatchObject([{ coordinatorEpoch: 1, result: 'commit' }, {}]);
    const forgetful = restoreTransactionCoordinator(kept, 2, 1, {
      ...soundCoordinator,
      markers: 'forgotten',
    });
    expect(pendingMarkers(forgetful)).toEqual([]);
    expect(forgetful.transactions['t']?.state).toBe('CompleteCommit');
  });
});
