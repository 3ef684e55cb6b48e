/** A counter's history in columns, and what is known of it. */
import type { Model } from '../model.js';
import type { History, Input } from '../history.js';
import type { UnknownSums } from './unknown-sums.js';
import type { Ranks } from './ranks.js';

/**
 * A counter of which less is known than of the whole: what it may answer, that it does not fall, or what it was and what
 * may count besides.
 */
export type PartOfCounter = (known: KnownOfCounter) => Model<unknown, Input, unknown>;

export type KnownOfCounter =
  | { readonly least: number; readonly most: number }
  | 'never falls'
  | { readonly from: number; readonly unknown: UnknownSums };

export interface CounterColumns {
  readonly history: History;
  readonly initial: number;
  readonly ranks: Ranks;
  /** By rank of an event: the operation that begins, or `~` the one that completes. */
  readonly timeline: Int32Array;
  /** By operation: what it adds; `NaN` for a read. */
  readonly amounts: Float64Array;
  /** By operation: the total it answers; `NaN` where it says nothing. */
  readonly totals: Float64Array;
  /** Additions of unknown outcome by amount, in order of invocation; those of nothing are left out. */
  readonly uncertain: readonly { readonly amount: number; readonly operations: readonly number[] }[];
  /** By operation: where it is among `uncertain`; -1 for all others. */
  readonly kinds: Int32Array;
}
