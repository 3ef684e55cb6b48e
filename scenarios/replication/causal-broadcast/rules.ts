/** The rules the store is built from. Each planted bug replaces one of them. */

export interface CausalRules {
  /** A write waits for everything its writer knew, or only for the earlier writes of its writer. */
  readonly deliver: 'causal' | 'fifo';
  /** Which of two writes wins: the later by Lamport time, or the one whose writer has written more. */
  readonly rank: 'lamport' | 'own-count';
  /** Which of two writes of the same rank wins: that of the later name, or the one that arrives last. */
  readonly ties: 'by-name' | 'by-arrival';
  /** What a node shows and sends has been synced, so that no crash takes it back. */
  readonly show: 'synced' | 'at-once';
  /** A put that arrives twice is carried out once, across crashes too. */
  readonly takeOnce: boolean;
}

export const soundRules: CausalRules = {
  deliver: 'causal',
  rank: 'lamport',
  ties: 'by-name',
  show: 'synced',
  takeOnce: true,
};
