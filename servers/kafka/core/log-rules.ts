/** The decisions of a log that a scenario may plant a bug in. */

/** Decisions that a broker can make wrongly. */
export interface LogRules {
  /** Whether a batch must be the next one of its producer. */
  readonly sequence: 'checked' | 'ignored';
  /** Whether batches and markers of an older epoch of the producer are refused. */
  readonly epoch: 'checked' | 'ignored';
  /** Which epoch a marker must have that carries the epoch of the next transaction (KIP-1228). */
  readonly marker: 'newer' | 'not-older';
  /** Whether a read-committed fetch ends at the last stable offset. */
  readonly stable: 'checked' | 'ignored';
  /** Whether a read-committed reader leaves out aborted records. */
  readonly aborted: 'left-out' | 'shown';
  /** Up to where compaction looks at records: what lies above is not decided yet. */
  readonly compact: 'below-stable' | 'everything';
  /** Which record of a key compaction leaves. */
  readonly keep: 'newest' | 'oldest';
  /** How long compaction leaves a tombstone. */
  readonly tombstones: 'until-horizon' | 'not-at-all';
  /** Which record a time stands for. */
  readonly time: 'first-not-before' | 'first-after';
}

export const soundLog: LogRules = {
  sequence: 'checked',
  epoch: 'checked',
  marker: 'newer',
  stable: 'checked',
  aborted: 'left-out',
  compact: 'below-stable',
  keep: 'newest',
  tombstones: 'until-horizon',
  time: 'first-not-before',
};
