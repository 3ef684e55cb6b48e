/** What the brokers of a cluster go by where a planted bug may have them go by something else. */

export interface ClusterRules {
  /** Who may take over from a master: as `promoteOnFailure` says, or any mirror. */
  readonly promote: 'as-set' | 'any';
  /** When a publish is confirmed: once all mirrors have it, or once the master has it on its disk. */
  readonly confirm: 'when-mirrored' | 'when-on-disk';
  /** Who must have an entry of a quorum queue's log. */
  readonly quorum: 'majority' | 'leader';
}

export const clusterRules = {
  promote: 'as-set',
  confirm: 'when-mirrored',
  quorum: 'majority',
} as const satisfies ClusterRules;
