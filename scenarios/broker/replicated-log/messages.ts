/** What the nodes say to each other, and the data that several of them speak of. */

/** One message in the log of a partition. Two entries with the same offset and epoch are the same entry. */
export interface Entry {
  /** Leader epoch in which it was appended. */
  readonly epoch: number;
  readonly value: string;
  /** Who produced it, and where it stands among that producer's messages; absent without idempotence. */
  readonly stamp?: Stamp;
}

/** The identity of a message of an idempotent producer: a retry carries the same one. */
export interface Stamp {
  readonly producer: string;
  /** Grows each time a producer starts anew: what carries an older one comes from a zombie. */
  readonly epoch: number;
  /** Counts the messages of that producer epoch in this partition, from 0. */
  readonly sequence: number;
}

/** What the controller has decided about a partition. */
export interface Partition {
  readonly leader: string | undefined;
  /** Grows with each change of leader. */
  readonly epoch: number;
  /** Grows with each change of any kind. */
  readonly version: number;
  /** The replicas that hold everything committed: a clean election chooses among them. */
  readonly inSync: readonly string[];
}

export type Acks = 0 | 1 | 'all';

export type Message =
  // Producers and consumers to brokers
  | {
      readonly kind: 'produce';
      readonly partition: number;
      readonly acks: Acks;
      readonly value: string;
      readonly stamp?: Stamp;
    }
  | { readonly kind: 'read'; readonly partition: number; readonly from: number | 'earliest' | 'latest' }
  | { readonly kind: 'where' }
  // Followers to leaders
  | {
      readonly kind: 'fetch';
      readonly partition: number;
      readonly epoch: number;
      readonly offset: number;
      /** Epoch of the follower's last entry; -1 if it has none. */
      readonly lastEpoch: number;
    }
  // Brokers and the controller
  | {
      readonly kind: 'alive';
      readonly incarnation: number;
      /** Sum of the versions it knows: it needs news if the controller's is another. */
      readonly known: number;
    }
  | {
      readonly kind: 'cluster';
      readonly partitions: readonly Partition[];
      readonly incarnations: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: 'alter-in-sync';
      readonly partition: number;
      readonly epoch: number;
      readonly version: number;
      readonly inSync: readonly string[];
    }
  // Producers and the controller
  | { readonly kind: 'init-producer'; readonly producer: string }
  // Consumers and the controller, which is their group's coordinator
  | {
      readonly kind: 'member';
      readonly incarnation: number;
      readonly generation: number;
      readonly known: number;
    }
  | {
      readonly kind: 'assignment';
      readonly incarnation: number;
      readonly generation: number;
      readonly offsets: readonly Assigned[];
      readonly partitions: readonly Partition[];
    }
  | {
      readonly kind: 'commit';
      readonly generation: number;
      readonly partition: number;
      readonly offset: number;
    }
  // Consumers to the database
  | {
      readonly kind: 'apply';
      /** What may be applied once only. */
      readonly key: string;
      readonly partition: number;
      readonly offset: number;
      readonly value: string;
    }
  // The controller to everyone, when the run is over
  | { readonly kind: 'report' };

/** A partition given to a consumer, and the group's committed offset, if there is one. */
export interface Assigned {
  readonly partition: number;
  readonly offset: number | undefined;
}

export type Answer =
  | { readonly kind: 'appended'; readonly offset: number }
  | {
      readonly kind: 'entries';
      readonly offset: number;
      readonly entries: readonly Entry[];
      readonly highWatermark: number;
    }
  /** The logs differ before the offset: go back to where the leader's `epoch` ends, or further. */
  | { readonly kind: 'diverged'; readonly epoch: number; readonly end: number }
  | { readonly kind: 'records'; readonly offset: number; readonly values: readonly string[] }
  | { readonly kind: 'out-of-range' }
  | { readonly kind: 'here'; readonly partitions: readonly Partition[] }
  | { readonly kind: 'altered'; readonly partition: Partition }
  | { readonly kind: 'producer-epoch'; readonly epoch: number }
  | { readonly kind: 'committed' }
  | { readonly kind: 'applied' }
  | { readonly kind: 'led'; readonly led: readonly LedReport[] }
  | { readonly kind: 'consumed'; readonly generation: number; readonly consumed: readonly ConsumedReport[] };

/** A leader's word on how far its partition has come. */
interface LedReport {
  readonly partition: number;
  readonly epoch: number;
  readonly highWatermark: number;
  /** What is in the log, in order. */
  readonly values: readonly string[];
}

/** A consumer's word on how far it has come. */
interface ConsumedReport {
  readonly partition: number;
  readonly position: number;
  /** Nothing fetched is left to process. */
  readonly idle: boolean;
}

/** Refuses a commit of an older generation. */
export const NOT_THE_READER = 'not the reader of this partition';

/** How much has changed so far: two who know the same partitions have the same sum. */
export function versionSum(partitions: readonly Partition[]): number {
  return partitions.reduce((sum, { version }) => sum + version, 0);
}
