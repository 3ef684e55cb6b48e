/** What the log of a partition is made of: plain data. */
import type { KafkaError } from './errors.js';

export interface LogRecord {
  readonly key: string | null;
  /** `null` is a tombstone: in a compacted log it says that the key is gone. */
  readonly value: unknown;
  readonly timestampMs: number;
  readonly headers?: readonly (readonly [string, unknown])[];
}

/** What a producer says of itself in a batch. */
export interface ProducerStamp {
  readonly id: number;
  readonly epoch: number;
  /** Of the first record. */
  readonly sequence: number;
}

export interface Batch {
  readonly baseOffset: number;
  readonly leaderEpoch: number;
  readonly appendedMs: number;
  readonly producer?: ProducerStamp;
  readonly transactional: boolean;
  /** A marker ends the transaction of its producer. It takes one offset and has no records. */
  readonly control?: 'commit' | 'abort';
  /** Of the coordinator that sent the marker. */
  readonly coordinatorEpoch?: number;
  readonly records: readonly LogRecord[];
  /** Only after compaction: the offsets of the records that are left. */
  readonly offsets?: readonly number[];
  /** The last offset when it was appended; it stays through compaction. */
  readonly lastOffset: number;
  /** Tombstones and markers in it may go after this time: set when compaction first meets them. */
  readonly deleteHorizonMs?: number;
}

/** A transaction that a marker has ended here. */
export interface EndedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  /** Of the marker. */
  readonly lastOffset: number;
}

export interface PartitionLog {
  /** The first offset that can be read. */
  startOffset: number;
  /** The offset of the next record. */
  nextOffset: number;
  /** Records below it are committed: they are on every replica in sync. */
  highWatermark: number;
  readonly batches: Batch[];
  readonly producers: Record<number, ProducerState>;
  /** By the offsets of their markers. */
  readonly aborted: EndedTransaction[];
  /** Ended by markers that are not committed yet and may be lost: for readers they are still open. */
  readonly unreplicated: EndedTransaction[];
}

export interface ProducerState {
  /** The newest epoch that was seen. */
  readonly epoch: number;
  /** The newest coordinator that sent a marker. */
  readonly coordinatorEpoch: number;
  /** The last batches of this epoch: a retry is looked for among them. */
  readonly batches: readonly Written[];
  /** The first offset of the open transaction. */
  readonly openSince?: number;
}

interface Written {
  readonly first: number;
  readonly last: number;
  readonly baseOffset: number;
}

export type Appended =
  | { readonly kind: 'appended' | 'duplicate'; readonly baseOffset: number }
  | { readonly kind: 'refused'; readonly error: KafkaError };
