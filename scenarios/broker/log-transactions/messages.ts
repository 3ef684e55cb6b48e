/** Who leads which log, and what the nodes ask each other. */
import type {
  Appended,
  CoordinatorAnswer,
  Fetched,
  ProducedBatch,
  TransactionMarker,
  TransactionRequest,
} from 'seedstorm/servers';

/** A log by its topic; each has one partition. `offsets` holds where the workers have read, as Kafka's own topic does. */
export type LogName = 'input' | 'left' | 'right' | 'offsets';

/** The output of a transaction is on two brokers: its markers travel. */
export const OUTPUTS = ['left', 'right'] as const;

export const LED_BY: Readonly<Record<LogName, 'b1' | 'b2'>> = {
  input: 'b1',
  left: 'b1',
  right: 'b2',
  offsets: 'b2',
};

/** How far the logs of a broker are, for the reader's last question. */
export interface Ends {
  readonly next: Readonly<Partial<Record<LogName, number>>>;
  /** Where the workers read on; `undefined` where a transaction that would tell is open, or elsewhere. */
  readonly committed: number | undefined;
}

export interface BrokerCalls {
  produce: (asked: { readonly log: LogName; readonly batch: ProducedBatch }) => Appended;
  marker: (asked: { readonly log: LogName; readonly marker: TransactionMarker }) => Appended;
  read: (asked: {
    readonly log: LogName;
    readonly offset: number;
    readonly isolation: 'read_uncommitted' | 'read_committed';
  }) => Fetched;
  ends: (asked: object) => Ends;
}

export interface CoordinatorCalls {
  init: (asked: { readonly transactionalId: string; readonly timeoutMs: number }) => Given;
  join: (asked: TransactionRequest & { readonly logs: readonly LogName[] }) => CoordinatorAnswer;
  end: (asked: TransactionRequest & { readonly result: 'commit' | 'abort' }) => Given;
}

/** A producer's identity; `effects` are the coordinator's own business and stay there. */
export type Given = CoordinatorAnswer<{ readonly producerId: number; readonly epoch: number }>;
