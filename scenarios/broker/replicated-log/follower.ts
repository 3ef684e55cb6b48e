/** A follower: asks its leader for what comes after its own log, and first makes its log agree with the leader's. */
import type { CallResult } from 'seedstorm';
import type { Rules } from './bugs.js';
import { keepAfter, lastEpoch } from './log.js';
import { append, cutBack, type Broker, type BrokerNode, type Replica } from './replica.js';

const FETCH_TIMEOUT_MS = 250;

export interface Following {
  readonly kind: 'following';
  fetching: boolean;
}

/** Begins to follow. The first fetch goes out with the next tick. */
export function follow(replica: Replica, node: BrokerNode, rules: Rules): void {
  replica.role = { kind: 'following', fetching: false };
  if (rules.truncateTo === 'high-watermark') cutBack(replica, replica.highWatermark, node);
}

/** A fetch tells the leader how much this replica holds for good: so it goes out once all of it is durable. */
export function fetchNext(replica: Replica, node: BrokerNode): void {
  const { role, partition, log } = replica;
  if (role.kind !== 'following' || role.fetching || partition.leader === undefined) return;
  if (replica.durable < log.length) return;
  role.fetching = true;
  node.call(
    partition.leader,
    {
      kind: 'fetch',
      partition: replica.number,
      epoch: partition.epoch,
      offset: log.length,
      lastEpoch: lastEpoch(log),
    },
    {
      timeoutMs: FETCH_TIMEOUT_MS,
      token: { kind: 'fetched', partition: replica.number, epoch: partition.epoch },
    },
  );
}

/** A fetch of this epoch ended. What went wrong is tried again at the next tick. */
export function fetched(replica: Replica, result: CallResult<Broker>, node: BrokerNode): void {
  if (replica.role.kind !== 'following') return;
  replica.role.fetching = false;
  if (result.kind !== 'answer') return;
  const answer = result.value;
  if (answer.kind === 'diverged') cutBack(replica, keepAfter(replica.log, answer), node);
  if (answer.kind !== 'entries' || answer.offset !== replica.log.length) return;
  if (answer.entries.length > 0) append(replica, answer.entries, node);
  replica.highWatermark = Math.max(replica.highWatermark, Math.min(answer.highWatermark, replica.log.length));
  fetchNext(replica, node);
}
