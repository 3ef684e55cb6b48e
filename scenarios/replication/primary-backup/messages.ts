/** What replicas, their monitor and their clients say to one another. */

/** A write as the log keeps it: with the request it came by, so that a request taken twice is noticed. */
export interface Write {
  readonly key: string;
  readonly value: number;
  readonly client: string;
  /** Grows from one request of a client to its next. */
  readonly id: number;
}

/** One place in the log. `null` opens an epoch. */
export interface Entry {
  readonly epoch: number;
  readonly write: Write | null;
}

/** How far a log reaches. */
export interface Position {
  /** Epoch of its last entry; 0 if it is empty. */
  readonly epoch: number;
  readonly length: number;
}

export type StoreRequest =
  | { readonly f: 'read'; readonly key: string }
  | { readonly f: 'write'; readonly key: string; readonly value: number }
  /** Every value in the log, once it is settled which those are. */
  | { readonly f: 'log' };

/** What a read, a write and a look at the log answer. */
export type StoreReply = number | null | undefined | readonly number[];

/** From the primary: entries that follow on the first `after`, and how far everything is committed. */
export interface Append {
  readonly kind: 'append';
  readonly epoch: number;
  /** Grows with everything this primary sends: an acknowledgement says which sending it answers. */
  readonly round: number;
  readonly after: Position;
  readonly entries: readonly Entry[];
  readonly committed: number;
}

/** From a replica that was handed on a client's request. */
export interface Forward {
  readonly kind: 'forward';
  readonly request: StoreRequest;
  readonly client: string;
  readonly id: number;
}

/** To the monitor: alive, and primary of this epoch, if of any. */
export interface Alive {
  readonly kind: 'alive';
  readonly leading: number | null;
  /** Start of the process, and number of this sign of life since: what overtook it is newer. */
  readonly life: number;
  readonly beat: number;
}

export type StoreMessage =
  | Append
  /** The log agrees with the primary's up to `length`, and is safe on the disk. */
  | { readonly kind: 'have'; readonly epoch: number; readonly round: number; readonly length: number }
  /** It does not reach that far, or differs there: begin again at `length`. */
  | { readonly kind: 'behind'; readonly epoch: number; readonly round: number; readonly length: number }
  /** There is a newer epoch. */
  | { readonly kind: 'deposed'; readonly epoch: number }
  | Forward
  /** The monitor begins an epoch: follow no older one any more, and say how far the log reaches. */
  | { readonly kind: 'fence'; readonly epoch: number }
  | { readonly kind: 'promote'; readonly epoch: number }
  | Alive;

export type StoreAnswer = StoreReply | Position;
