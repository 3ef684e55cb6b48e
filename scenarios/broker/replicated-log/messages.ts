/** What the nodes ask each other, and the data that several of them speak of. */
import type { Beat, GroupAnswer, GroupQuestion, LogPosition } from 'seedstorm/parts';

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

export interface Cluster {
  readonly partitions: readonly Partition[];
  /** Which start of its process each broker is in. */
  readonly incarnations: Readonly<Record<string, number>>;
}

export interface Produce {
  readonly partition: number;
  readonly acks: 0 | 1 | 'all';
  readonly value: string;
  readonly stamp?: Stamp;
}

/** A follower asks for what comes after its own log. */
export interface Fetch {
  readonly partition: number;
  readonly epoch: number;
  readonly after: LogPosition;
  /** The first since it follows this leader. */
  readonly begins: boolean;
}

export type Fetched =
  | { readonly entries: readonly Entry[]; readonly after: number; readonly highWatermark: number }
  /** The logs differ before that: up to here they may agree. */
  | { readonly agrees: LogPosition };

/** Messages from an offset on. */
export interface Records {
  readonly offset: number;
  readonly values: readonly string[];
}

/** The leader's proposal for the in-sync set, on what it knows of the partition. */
export interface Proposal extends Pick<Partition, 'epoch' | 'version' | 'inSync'> {
  readonly partition: number;
}

/** A place in a log. */
export interface Place {
  readonly partition: number;
  readonly offset: number;
}

export interface Read {
  readonly partition: number;
  readonly from: number | 'earliest' | 'latest';
}

/** What brokers are asked. */
export interface BrokerCalls {
  /** The offset; or a newer instance of the producer has written, or a message before this one is missing. */
  produce: (message: Produce) => number | 'fenced' | 'gap';
  read: (asked: Read) => Records | 'out-of-range';
  where: () => readonly Partition[];
  fetch: (asked: Fetch) => Fetched;
  cluster: (news: Cluster) => void;
  /** Of the partitions that it leads: what is in the log, in order, if all of it is committed. */
  report: () => Readonly<Record<number, { readonly epoch: number; readonly values: readonly string[] }>>;
}

/** What the controller is asked: by brokers, producers, and consumers, whose group it coordinates. */
export interface ControllerCalls {
  /** A broker lives. `known`: sum of the versions it knows; it needs news if the controller's is another. */
  alive: (sign: Beat & { readonly known: number }) => void;
  alter: (proposal: Proposal) => Partition;
  /** A producer begins anew. Its new epoch. */
  initProducer: (asked: { readonly producer: string }) => number;
  member: (question: GroupQuestion) => GroupAnswer;
  /** The committed offset, if there is one: for whoever reads the partition in this generation. */
  committed: (asked: { readonly partition: number; readonly generation: number }) => number | null;
  commit: (at: Place & { readonly generation: number }) => 'committed';
  /** Who leads, and who is in the group. */
  overview: () => Overview;
}

export interface Overview {
  readonly partitions: readonly Partition[];
  readonly generation: number;
  readonly readers: readonly string[];
}

/** What consumers are asked: how far each has come with what it reads, if nothing fetched is left to process. */
export interface ConsumerCalls {
  position: () => { readonly generation: number; readonly idleAt: Readonly<Record<number, number>> };
}

/** What the database is asked. */
export interface DatabaseCalls {
  /** `key`: what may be applied once only. */
  apply: (message: Place & { readonly key: string; readonly value: string }) => 'applied';
}
