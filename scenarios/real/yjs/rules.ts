/** The rules a replica is built from. Each planted bug replaces one of them. */

export interface ReplicaRules {
  /** An edit is acknowledged, and leaves the node, only when it would survive a power cut. */
  readonly acknowledge: 'after-sync' | 'at-once';
  /** Pause in ms between two comparisons with the other replicas; `never`: what is lost stays lost. */
  readonly compareEveryMs: number | 'never';
  /** A request that arrives twice is carried out once, across crashes too. */
  readonly takeOnce: boolean;
}
