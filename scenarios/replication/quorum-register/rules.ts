/** The rules a register is built from. Each planted bug replaces one of them. */

export interface RegisterRules {
  /** How many nodes a query waits for. */
  readonly r: number;
  /** How many nodes a store waits for. */
  readonly w: number;
  /** A read stores what it found on W nodes before it answers. */
  readonly writeBack: boolean;
  /** A read sends what it found to the nodes it saw lagging, and answers without waiting. */
  readonly readRepair: boolean;
  /** Where the time of a version comes from: one more than the newest seen by a quorum, or the node's wall clock. */
  readonly versions: 'quorum' | 'wall-clock';
  /** A request that arrives twice is carried out once, across crashes too. */
  readonly takeOnce: boolean;
  /** A node acknowledges only what would survive a crash. */
  readonly acknowledge: 'after-sync' | 'at-once';
}
