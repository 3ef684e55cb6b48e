/** A transaction as its coordinator knows it: plain data, the rules of the coordinator, and what it asks its host to do. */
import type { KafkaError } from './errors.js';
import type { TransactionMarker } from './markers.js';

export type TransactionState =
  'Empty' | 'Ongoing' | 'PrepareCommit' | 'PrepareAbort' | 'CompleteCommit' | 'CompleteAbort';

/** Where a transaction leaves something: a partition, or the offsets of a group. Each gets a marker. */
export type Participant =
  | { readonly kind: 'partition'; readonly topic: string; readonly partition: number }
  | { readonly kind: 'group'; readonly group: string };

/** What is known under a transactional id; the whole of it is kept at each change. */
export interface Transaction {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
  /** The epoch before, if the producer itself asked for the newer one: a retry of its request still names this one. */
  readonly lastEpoch: number;
  readonly timeoutMs: number;
  readonly state: TransactionState;
  /** Where it has left something; while it ends: who has not taken the marker yet. */
  readonly participants: readonly Participant[];
  readonly startedMs: number;
  /** Of its markers. */
  readonly version: 1 | 2;
}

export interface TransactionCoordinator {
  /** Grows with each start: markers of an older coordinator are refused. */
  readonly epoch: number;
  nextProducerId: number;
  readonly transactions: Record<string, Transaction>;
}

/** What the host does: first keep and sync, then answer and send. */
export type CoordinatorEffect =
  | { readonly kind: 'keep'; readonly transaction: Transaction }
  | { readonly kind: 'keep-producer-ids'; readonly next: number }
  | { readonly kind: 'write-marker'; readonly to: Participant; readonly marker: TransactionMarker };

export type CoordinatorAnswer<A = object> = (
  ({ readonly kind: 'done' } & A) | { readonly kind: 'refused'; readonly error: KafkaError }
) & { readonly effects: readonly CoordinatorEffect[] };

/** Decisions that a coordinator can make wrongly. */
export interface CoordinatorRules {
  /** Whether a request to end is good for one transaction only: each end takes a new epoch (KIP-890). */
  readonly endTxn: 'bound' | 'unbound';
  /** Whether requests of an older epoch are refused. */
  readonly fencing: 'checked' | 'ignored';
  /** Whether a time-out takes the epoch from the producer that was too slow. */
  readonly timeout: 'takes-epoch' | 'leaves-epoch';
  /** Whether a coordinator that starts again goes on with the markers of what was decided. */
  readonly markers: 'all' | 'forgotten';
  /** Whether a new instance of a producer waits until the transaction of the one before has ended. */
  readonly open: 'aborted-first' | 'left-open';
}

export const soundCoordinator: CoordinatorRules = {
  endTxn: 'bound',
  fencing: 'checked',
  timeout: 'takes-epoch',
  markers: 'all',
  open: 'aborted-first',
};

export function participantKey(participant: Participant): string {
  return participant.kind === 'group'
    ? `group ${participant.group}`
    : `${participant.topic}/${participant.partition}`;
}

/** The markers of a transaction that ends which nobody is known to have taken. */
export function markersOf(
  { producerId, epoch, state, participants, version }: Transaction,
  coordinatorEpoch: number,
): CoordinatorEffect[] {
  if (state !== 'PrepareCommit' && state !== 'PrepareAbort') return [];
  const result = state === 'PrepareCommit' ? 'commit' : 'abort';
  return participants.map((to) => ({
    kind: 'write-marker',
    to,
    marker: { producerId, producerEpoch: epoch, result, coordinatorEpoch, version },
  }));
}
