/**
 * The transaction coordinator: gives producers their epochs, knows what each transaction has touched, decides how it ends,
 * and sees to it that every participant hears of it (KIP-98, KIP-360, KIP-890).
 */
import type { KafkaError } from './errors.js';
import {
  markersOf,
  participantKey,
  soundCoordinator,
  type CoordinatorAnswer,
  type CoordinatorEffect,
  type CoordinatorRules,
  type Participant,
  type Transaction,
  type TransactionCoordinator,
} from './transaction.js';

export function newTransactionCoordinator(epoch = 0): TransactionCoordinator {
  return { epoch, nextProducerId: 1, transactions: {} };
}

export interface InitProducerId {
  /** `null`: an idempotent producer without transactions. */
  readonly transactionalId: string | null;
  readonly timeoutMs: number;
  /** What a living producer has that asks for a newer epoch (KIP-360); a new instance leaves both out. */
  readonly producerId?: number | undefined;
  readonly epoch?: number | undefined;
}

/** Gives a producer its id and a new epoch. What another instance left open is aborted first: ask again until then. */
export function initProducerId(
  coordinator: TransactionCoordinator,
  { transactionalId, timeoutMs, producerId, epoch }: InitProducerId,
  nowMs: number,
  rules: CoordinatorRules = soundCoordinator,
): CoordinatorAnswer<{ readonly producerId: number; readonly epoch: number }> {
  if (transactionalId === null) {
    const given = takeProducerId(coordinator);
    return { kind: 'done', producerId: given, epoch: 0, effects: [idsKept(coordinator)] };
  }
  const known = coordinator.transactions[transactionalId];
  if (known === undefined) {
    const given = takeProducerId(coordinator);
    const kept = keep(coordinator, {
      transactionalId,
      producerId: given,
      epoch: 0,
      lastEpoch: -1,
      timeoutMs,
      state: 'Empty',
      participants: [],
      startedMs: nowMs,
      version: 2,
    });
    return { kind: 'done', producerId: given, epoch: 0, effects: [idsKept(coordinator), kept] };
  }
  const isRetry = epoch !== undefined && producerId === known.producerId && epoch === known.lastEpoch;
  const isCurrent = producerId === known.producerId && epoch === known.epoch;
  if (producerId !== undefined && !isRetry && !isCurrent) return refused('PRODUCER_FENCED');
  if (isEnding(known)) return refused('CONCURRENT_TRANSACTIONS');
  if (isRetry) return { kind: 'done', producerId: known.producerId, epoch: known.epoch, effects: [] };
  if (known.state === 'Ongoing' && rules.open === 'aborted-first') {
    // The abort takes the epoch from the instance before. This one gets the next when it asks again.
    const { effects } = endNow(coordinator, withEpoch(known, -1), 'abort', 2);
    return { kind: 'refused', error: 'CONCURRENT_TRANSACTIONS', effects };
  }
  const given = withEpoch({ ...known, timeoutMs }, epoch === undefined ? -1 : known.epoch);
  const { producerId: id, epoch: newest } = given;
  return { kind: 'done', producerId: id, epoch: newest, effects: [keep(coordinator, given)] };
}

/** Who asks for something within a transaction. */
export interface TransactionRequest {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
}

/** Notes where the transaction will leave something, before it does. The first such request begins it. */
export function addPartitionsToTxn(
  coordinator: TransactionCoordinator,
  request: TransactionRequest & {
    readonly partitions: readonly { readonly topic: string; readonly partition: number }[];
  },
  nowMs: number,
  rules: CoordinatorRules = soundCoordinator,
): CoordinatorAnswer {
  const partitions = request.partitions.map(({ topic, partition }) => ({
    kind: 'partition' as const,
    topic,
    partition,
  }));
  return join(coordinator, request, partitions, nowMs, rules);
}

/** Notes that the transaction will commit offsets of a group. */
export function addOffsetsToTxn(
  coordinator: TransactionCoordinator,
  request: TransactionRequest & { readonly group: string },
  nowMs: number,
  rules: CoordinatorRules = soundCoordinator,
): CoordinatorAnswer {
  return join(coordinator, request, [{ kind: 'group', group: request.group }], nowMs, rules);
}

function join(
  coordinator: TransactionCoordinator,
  request: TransactionRequest,
  joining: readonly Participant[],
  nowMs: number,
  rules: CoordinatorRules,
): CoordinatorAnswer {
  const known = coordinator.transactions[request.transactionalId];
  if (known === undefined || known.producerId !== request.producerId)
    return refused('INVALID_PRODUCER_ID_MAPPING');
  if (request.epoch !== known.epoch && rules.fencing === 'checked') return refused('PRODUCER_FENCED');
  if (isEnding(known)) return refused('CONCURRENT_TRANSACTIONS');
  const isOpen = known.state === 'Ongoing';
  const before = isOpen ? known.participants : [];
  const there = new Set(before.map(participantKey));
  const added = joining.filter((one) => !there.has(participantKey(one)));
  if (isOpen && added.length === 0) return { kind: 'done', effects: [] };
  const kept = keep(coordinator, {
    ...known,
    state: 'Ongoing',
    participants: [...before, ...added],
    startedMs: isOpen ? known.startedMs : nowMs,
  });
  return { kind: 'done', effects: [kept] };
}

/** Whether a partition is in the open transaction of a producer: a leader asks before it takes a first batch (KIP-890). */
export function verifyPartitionInTxn(
  coordinator: TransactionCoordinator,
  request: TransactionRequest & { readonly topic: string; readonly partition: number },
): CoordinatorAnswer {
  const known = coordinator.transactions[request.transactionalId];
  if (known === undefined || known.producerId !== request.producerId)
    return refused('INVALID_PRODUCER_ID_MAPPING');
  if (request.epoch !== known.epoch) return refused('PRODUCER_FENCED');
  if (isEnding(known)) return refused('CONCURRENT_TRANSACTIONS');
  const key = `${request.topic}/${request.partition}`;
  const isIn = known.state === 'Ongoing' && known.participants.some((one) => participantKey(one) === key);
  return isIn ? { kind: 'done', effects: [] } : refused('INVALID_TXN_STATE');
}

/** Decides a transaction. When this is kept it is decided: all participants will hear the same. */
export function endTxn(
  coordinator: TransactionCoordinator,
  request: TransactionRequest & {
    readonly result: 'commit' | 'abort';
    /** 1 for clients that know nothing of an epoch for each transaction. */
    readonly version?: 1 | 2 | undefined;
  },
  rules: CoordinatorRules = soundCoordinator,
): CoordinatorAnswer<{ readonly producerId: number; readonly epoch: number }> {
  const { transactionalId, producerId, epoch, result } = request;
  const version = rules.endTxn === 'bound' ? (request.version ?? 2) : 1;
  const known = coordinator.transactions[transactionalId];
  if (known === undefined || known.producerId !== producerId) return refused('INVALID_PRODUCER_ID_MAPPING');
  const { state } = known;
  const isOver = state === `Complete${result === 'commit' ? 'Commit' : 'Abort'}`;
  const isOpen = state === 'Ongoing';
  const isRetry = version === 2 && epoch === known.lastEpoch && !isOpen && state !== 'Empty';
  if (epoch !== known.epoch && !isRetry && rules.fencing === 'checked') return refused('PRODUCER_FENCED');
  if (isEnding(known)) {
    const isSame = state === (result === 'commit' ? 'PrepareCommit' : 'PrepareAbort');
    return refused(isSame ? 'CONCURRENT_TRANSACTIONS' : 'INVALID_TXN_STATE');
  }
  const isAsked = isRetry || version === 1;
  if (!isOpen) {
    if (isOver && isAsked)
      return { kind: 'done', producerId: known.producerId, epoch: known.epoch, effects: [] };
    // A producer may give up a transaction that has touched nothing yet.
    if (isAsked || result === 'commit') return refused('INVALID_TXN_STATE');
  }
  const ending = version === 2 ? withEpoch(known, known.epoch) : known;
  return endNow(coordinator, isOpen ? ending : { ...ending, participants: [] }, result, version);
}

/** A participant has the marker. @returns what is to be kept if it was the last one */
export function markerWritten(
  coordinator: TransactionCoordinator,
  {
    producerId,
    epoch,
    by,
  }: { readonly producerId: number; readonly epoch: number; readonly by: Participant },
): readonly CoordinatorEffect[] {
  const known = Object.values(coordinator.transactions).find((one) => one.producerId === producerId);
  if (known === undefined || known.epoch !== epoch || !isEnding(known)) return [];
  const key = participantKey(by);
  const participants = known.participants.filter((one) => participantKey(one) !== key);
  const rest = { ...known, participants };
  if (participants.length > 0) {
    coordinator.transactions[known.transactionalId] = rest;
    return [];
  }
  return [keep(coordinator, completed(rest))];
}

/** All markers that are still to be written: to send again what may be lost. */
export function pendingMarkers(coordinator: TransactionCoordinator): readonly CoordinatorEffect[] {
  return Object.values(coordinator.transactions).flatMap((one) => markersOf(one, coordinator.epoch));
}

/** Aborts what has been open for too long. */
export function coordinatorPassTime(
  coordinator: TransactionCoordinator,
  nowMs: number,
  rules: CoordinatorRules = soundCoordinator,
): readonly CoordinatorEffect[] {
  return Object.values(coordinator.transactions).flatMap((one) => {
    if (one.state !== 'Ongoing' || nowMs < one.startedMs + one.timeoutMs) return [];
    return rules.timeout === 'takes-epoch'
      ? endNow(coordinator, withEpoch(one, -1), 'abort', 2).effects
      : endNow(coordinator, one, 'abort', 1).effects;
  });
}

export function coordinatorNextDueMs({ transactions }: TransactionCoordinator): number | undefined {
  let due: number | undefined;
  for (const { state, startedMs, timeoutMs } of Object.values(transactions))
    if (state === 'Ongoing') due = Math.min(due ?? Infinity, startedMs + timeoutMs);
  return due;
}

/** A coordinator from what was kept, under a newer epoch. Whoever restores it sends its `pendingMarkers`. */
export function restoreTransactionCoordinator(
  kept: readonly Transaction[],
  nextProducerId: number,
  epoch: number,
  rules: CoordinatorRules = soundCoordinator,
): TransactionCoordinator {
  const coordinator: TransactionCoordinator = { epoch, nextProducerId, transactions: {} };
  for (const one of kept)
    coordinator.transactions[one.transactionalId] =
      rules.markers === 'forgotten' && isEnding(one) ? completed(one) : one;
  return coordinator;
}

function isEnding({ state }: Transaction): boolean {
  return state === 'PrepareCommit' || state === 'PrepareAbort';
}

function completed(one: Transaction): Transaction {
  return {
    ...one,
    state: one.state === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort',
    participants: [],
  };
}

function endNow(
  coordinator: TransactionCoordinator,
  ending: Transaction,
  result: 'commit' | 'abort',
  version: 1 | 2,
): {
  kind: 'done';
  producerId: number;
  epoch: number;
  effects: readonly CoordinatorEffect[];
} {
  const state = result === 'commit' ? 'PrepareCommit' : 'PrepareAbort';
  const decided: Transaction = { ...ending, state, version };
  const kept = keep(coordinator, decided.participants.length > 0 ? decided : completed(decided));
  const effects = [kept, ...markersOf(decided, coordinator.epoch)];
  return { kind: 'done', producerId: ending.producerId, epoch: ending.epoch, effects };
}

function withEpoch(one: Transaction, lastEpoch: number): Transaction {
  return { ...one, epoch: one.epoch + 1, lastEpoch };
}

function keep(coordinator: TransactionCoordinator, transaction: Transaction): CoordinatorEffect {
  coordinator.transactions[transaction.transactionalId] = transaction;
  return { kind: 'keep', transaction };
}

function takeProducerId(coordinator: TransactionCoordinator): number {
  return coordinator.nextProducerId++;
}

function idsKept({ nextProducerId }: TransactionCoordinator): CoordinatorEffect {
  return { kind: 'keep-producer-ids', next: nextProducerId };
}

function refused(error: KafkaError): { kind: 'refused'; error: KafkaError; effects: readonly [] } {
  return { kind: 'refused', error, effects: [] };
}
