/** What clients ask brokers and the coordinator, and what tests ask clients. */
import type {
  FetchedRecords,
  Isolation,
  KafkaError,
  ProducerStamp,
  TransactionMarker,
} from 'seedstorm/servers';

export const TOPIC = 't';

interface Produce {
  readonly partition: number;
  readonly producer: ProducerStamp;
  readonly transactional: boolean;
  readonly value: string;
}

/** Who asks for something within a transaction. */
interface Producer {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
}

export type Outcome<A> =
  ({ readonly kind: 'done' } & A) | { readonly kind: 'refused'; readonly error: KafkaError };

interface Identity {
  readonly producerId: number;
  readonly epoch: number;
}

/** What brokers are asked. */
export interface BrokerCalls {
  produce: (batch: Produce) => Outcome<{ readonly offset: number }>;
  fetch: (from: {
    readonly partition: number;
    readonly offset: number | 'latest';
    readonly isolation: Isolation;
  }) => FetchedRecords | { readonly kind: 'refused'; readonly error: KafkaError };
  marker: (asked: { readonly partition: number; readonly marker: TransactionMarker }) => 'written';
}

/** What the coordinator of transactions is asked, which keeps the offsets of groups, too. */
export interface CoordinatorCalls {
  initProducerId: (asked: { readonly transactionalId: string | null }) => Outcome<Identity>;
  addPartition: (asked: Producer & { readonly partition: number }) => Outcome<object>;
  endTxn: (asked: Producer & { readonly result: 'commit' | 'abort' }) => Outcome<Identity>;
  commit: (asked: { readonly group: string; readonly offsets: Readonly<Record<number, number>> }) => void;
  committed: (asked: { readonly group: string; readonly partition: number }) => number | null;
}

/** One step of a transaction: as it is asked, and as it ended. */
export type Step = readonly ['send', string, string] | readonly ['poll'];
export type Done = readonly ['send', string, readonly [number | null, string]] | readonly ['poll', Polled];

/** Messages with their offsets, by partition. */
export type Polled = Readonly<Record<string, readonly (readonly [number, unknown])[]>>;

export type Request =
  | { readonly f: 'send'; readonly key: string; readonly value: string }
  /** `toEnd`: as a new group, all that there is. */
  | { readonly f: 'poll'; readonly toEnd?: true }
  | { readonly f: 'assign'; readonly value: readonly string[] }
  /** `aborts`: the application changes its mind before the end. */
  | { readonly f: 'txn'; readonly value: readonly Step[]; readonly aborts: boolean };

export type Reply = { readonly offset: number } | Polled | readonly Done[] | null;
