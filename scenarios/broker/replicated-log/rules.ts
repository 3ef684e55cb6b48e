/** The rules of the protocol, and planted bugs that each replace one of them. */
import { ruled, type RulesOf } from 'seedstorm/parts';

export const rules = ruled(
  {
    /** How a follower makes its log agree with a new leader's. */
    truncateTo: 'leader-epoch',
    /** Who may become leader. */
    elect: 'in-sync',
    /** When a message sent with acks=all is acknowledged. */
    acknowledge: 'when-replicated',
    /** Whether messages of an older producer epoch are refused. */
    fenceOldEpochs: true,
    /** Whether sequence numbers of producers are looked at. */
    checkSequence: true,
    /** Whether a message keeps its sequence number when nobody knows what became of its first attempt. */
    keepIdentity: true,
    /** When a consumer commits that is asked to do so after processing. */
    commitAfter: 'processing',
  },
  {
    'truncate-to-high-watermark': {
      summary:
        'A follower truncates its log to its own high watermark, which lags behind what is committed (KIP-101)',
      rules: { truncateTo: 'high-watermark' },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 13 },
    },
    'zombie-producer': {
      summary:
        'The leader does not look at the producer epoch: a replaced producer that wakes up still writes',
      rules: { fenceOldEpochs: false },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 4 },
    },
    'sequence-not-checked': {
      summary: 'The leader appends every retry again',
      rules: { checkSequence: false },
      shows: { check: 'exactly-once', anomaly: 'duplicate', within: 1 },
    },
    'new-identity-on-retry': {
      summary:
        'After a time-out the producer takes a new epoch and sends the same message under a new number (KAFKA-14034)',
      rules: { keepIdentity: false },
      shows: { check: 'exactly-once', anomaly: 'duplicate', within: 1 },
    },
    'unclean-election': {
      summary: 'Any live replica may become leader, in sync or not',
      rules: { elect: 'any-live' },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 6 },
    },
    'ack-before-replication': {
      summary: 'acks=all is answered as soon as the leader has the message, as acks=1 is',
      rules: { acknowledge: 'when-appended' },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 6 },
    },
    'commit-before-processing': {
      summary: 'The consumer promises to commit after processing, but commits what it has only fetched',
      rules: { commitAfter: 'fetching' },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 4 },
    },
  },
);

export type Rules = RulesOf<typeof rules>;
