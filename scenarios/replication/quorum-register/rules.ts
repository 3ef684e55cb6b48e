/** The rules a register is built from, and planted bugs that each replace one of them. */
import { ruled, type RulesOf } from 'seedstorm/parts';

export const rules = ruled(
  {
    /** A read stores what it found on W nodes before it answers. */
    writeBack: true,
    /** Where the time of a version comes from: one more than the newest seen by a quorum, or the node's wall clock. */
    versions: 'quorum',
    /** A request that arrives twice is carried out once, across crashes too. */
    takeOnce: true,
    /** A node acknowledges only what would survive a crash. */
    acknowledge: 'after-sync',
  },
  {
    'no-write-back': {
      summary:
        'A read answers without storing what it found on W nodes (museum 19): a later read may see less',
      rules: { writeBack: false },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 30 },
    },
    'wall-clock-versions': {
      summary:
        'Versions carry the wall clock of the writing node: a clock that is behind loses acknowledged writes',
      rules: { versions: 'wall-clock' },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 1 },
    },
    'twice-taken-requests': {
      summary:
        'A write request that the network delivers twice is carried out twice, and the second time undoes later writes',
      rules: { takeOnce: false },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 164 },
    },
    'acknowledge-before-sync': {
      summary: 'A node acknowledges a store before it is on the disk (museum 4): a power cut takes it back',
      rules: { acknowledge: 'at-once' },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 18 },
    },
  },
);

/** The rules of one run, with what its parameters say. */
export type RegisterRules = RulesOf<typeof rules> & {
  /** How many nodes a query waits for. */
  readonly r: number;
  /** How many nodes a store waits for. */
  readonly w: number;
  /** A read sends what it found to the nodes it saw lagging, and answers without waiting. */
  readonly readRepair: boolean;
};
