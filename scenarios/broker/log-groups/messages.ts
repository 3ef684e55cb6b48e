/** What consumers ask the broker, and what both speak of. */
import type {
  JoinAnswer,
  JoinRequest,
  KafkaError,
  Leaving,
  SyncAnswer,
  SyncRequest,
} from 'seedstorm/servers';

export const TOPIC = 'orders';

/** A message and where it is. */
export interface Message {
  readonly partition: number;
  readonly offset: number;
  readonly value: string;
}

/** A place in a partition: the next offset to read, or to go on at. */
export type Place = readonly [partition: number, offset: number];

export interface Commit {
  readonly memberId: string;
  readonly instanceId?: string | undefined;
  readonly generation: number;
  /**
   * Counts the commits of a member. Where one overtakes another, the one before is too late: that is what the order of a
   * connection does for Kafka.
   */
  readonly n: number;
  readonly places: readonly Place[];
}

export interface BrokerCalls {
  join: (asked: JoinRequest) => JoinAnswer;
  sync: (asked: SyncRequest) => SyncAnswer;
  leave: (asked: Leaving) => { readonly kind: 'leave' };
  heartbeat: (asked: Omit<Commit, 'n' | 'places'>) => KafkaError | null;
  commit: (asked: Commit) => KafkaError | null;
  committed: (asked: { readonly partitions: readonly number[] }) => readonly Place[];
  fetch: (asked: { readonly from: readonly Place[] }) => readonly Message[];
}

/** The partition of a place in the protocol's form, `orders/3`. */
export const partitionOf = (place: string): number => Number(place.slice(TOPIC.length + 1));
