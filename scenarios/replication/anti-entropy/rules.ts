/** The rules the store is built from. Each planted bug replaces one of them. */

export interface GossipRules {
  /** The time of a write: later than any the node has seen, or what its wall clock says. */
  readonly clock: 'hybrid' | 'wall';
  /** Which of two copies of the same time wins: that of the later name, or whichever a node has. */
  readonly ties: 'by-name' | 'none';
  /** What a node does with a copy that is older than its own: nothing, or it takes it all the same. */
  readonly older: 'refused' | 'taken';
  /** What a node answers has been synced, so that no crash takes it back. */
  readonly answer: 'synced' | 'at-once';
  /** A put that arrives twice is carried out once, across crashes too. */
  readonly takeOnce: boolean;
}

export const soundRules: GossipRules = {
  clock: 'hybrid',
  ties: 'by-name',
  older: 'refused',
  answer: 'synced',
  takeOnce: true,
};
