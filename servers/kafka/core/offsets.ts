/** How far a group has come in each partition: plain commits, and those of transactions (KIP-98, KIP-447). */
import type { KafkaError } from './errors.js';
import { soundGroup, type CommittedOffset, type ConsumerGroup, type GroupRules } from './group.js';
import { isHere, refusal } from './members.js';

export interface OffsetToCommit {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly metadata?: string | undefined;
}

export interface CommitRequest {
  readonly memberId: string;
  readonly instanceId?: string | undefined;
  /** -1 where the group manages no members: then anybody may commit. */
  readonly generation: number;
  readonly offsets: readonly OffsetToCommit[];
}

/** @returns why nothing was committed; undefined if all was */
export function commitOffsets<W>(
  group: ConsumerGroup<W>,
  request: CommitRequest,
  nowMs: number,
  rules: GroupRules = soundGroup,
): KafkaError | undefined {
  const error = rules.generation === 'checked' ? commitRefusal(group, request, rules) : undefined;
  if (error !== undefined) return error;
  const member = group.members.get(request.memberId);
  if (member !== undefined) isHere(member, nowMs);
  for (const offset of request.offsets) group.offsets[placeOf(offset)] = committed(group, offset);
  return undefined;
}

/** Where the group goes on in a partition; undefined where it has committed nothing. */
export function committedOffset<W>(
  { offsets }: ConsumerGroup<W>,
  topic: string,
  partition: number,
): number | undefined {
  return offsets[`${topic}/${partition}`]?.offset;
}

/** A transaction is open that commits an offset of this partition (`UNSTABLE_OFFSET_COMMIT`). */
export function isOffsetPending<W>(
  { pendingTxnOffsets }: ConsumerGroup<W>,
  topic: string,
  partition: number,
): boolean {
  return Object.values(pendingTxnOffsets).some((offsets) => Object.hasOwn(offsets, `${topic}/${partition}`));
}

export interface TxnCommitRequest extends CommitRequest {
  readonly producerId: number;
}

/** Offsets that count once the transaction of the producer commits. */
export function addTxnOffsets<W>(
  group: ConsumerGroup<W>,
  request: TxnCommitRequest,
  rules: GroupRules = soundGroup,
): KafkaError | undefined {
  const { producerId, memberId, generation, instanceId, offsets } = request;
  // Producers that do not say for which member they commit are not asked: transactions fence them.
  const isNamed = memberId !== '' || generation >= 0 || instanceId !== undefined;
  const error = isNamed && rules.generation === 'checked' ? refusal(group, request, rules) : undefined;
  if (error !== undefined) return error;
  const pending = (group.pendingTxnOffsets[producerId] ??= {});
  for (const offset of offsets) pending[placeOf(offset)] = committed(group, offset);
  return undefined;
}

/** The transaction of a producer has ended: its offsets count, or are gone. */
export function endTxnOffsets<W>(
  group: ConsumerGroup<W>,
  producerId: number,
  result: 'commit' | 'abort',
): void {
  const pending = group.pendingTxnOffsets[producerId] ?? {};
  delete group.pendingTxnOffsets[producerId];
  if (result === 'abort') return;
  for (const [place, offset] of Object.entries(pending))
    if ((group.offsets[place]?.order ?? 0) < offset.order) group.offsets[place] = offset;
}

function commitRefusal<W>(
  group: ConsumerGroup<W>,
  request: CommitRequest,
  rules: GroupRules,
): KafkaError | undefined {
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE';
  if (request.generation < 0 && group.state === 'Empty') return undefined;
  return (
    refusal(group, request, rules) ??
    // It cannot have an assignment of this generation yet.
    (group.state === 'CompletingRebalance' ? 'REBALANCE_IN_PROGRESS' : undefined)
  );
}

function committed<W>(group: ConsumerGroup<W>, { offset, metadata }: OffsetToCommit): CommittedOffset {
  return { offset, ...(metadata !== undefined && { metadata }), order: ++group.commits };
}

const placeOf = ({ topic, partition }: OffsetToCommit): string => `${topic}/${partition}`;
