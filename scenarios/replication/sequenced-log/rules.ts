/** The rules the store is built from. Each planted bug replaces one of them. */

export interface SequencedRules {
  /** The node that numbers all writes. */
  readonly sequencer: string;
  /** An entry takes effect once all before it have, or as soon as it arrives. */
  readonly apply: 'in-order' | 'on-arrival';
  /** What a node shows has been synced, so that no crash takes it back. */
  readonly show: 'synced' | 'at-once';
  /** The sequencer tells others of an entry only when no crash can take its number back. */
  readonly announce: 'synced' | 'at-once';
  /** A put is acknowledged when its node has applied it, or as soon as that node hears of its number. */
  readonly acknowledge: 'applied' | 'numbered';
  /** A put that is asked for again is not numbered again. */
  readonly numberOnce: boolean;
}

export const soundRules: Omit<SequencedRules, 'sequencer'> = {
  apply: 'in-order',
  show: 'synced',
  announce: 'synced',
  acknowledge: 'applied',
  numberOnce: true,
};
