/** The planted bugs. Each replaces one rule of the protocol; everything else stays as it is. */
import type { PlantedBug } from 'seedstorm';
import type { Params } from './claims.js';

/** The rules that matter, by name. */
export interface Rules {
  /** How a follower makes its log agree with a new leader's. */
  readonly truncateTo: 'leader-epoch' | 'high-watermark';
  /** Who may become leader. */
  readonly elect: 'in-sync' | 'any-live';
  /** When a message sent with acks=all is acknowledged. */
  readonly acknowledge: 'when-replicated' | 'when-appended';
  /** Whether messages of an older producer epoch are refused. */
  readonly fenceOldEpochs: boolean;
  /** Whether sequence numbers of producers are looked at. */
  readonly checkSequence: boolean;
  /** Whether a message keeps its sequence number when nobody knows what became of its first attempt. */
  readonly keepIdentity: boolean;
  /** When a consumer commits that is asked to do so after processing. */
  readonly commitAfter: 'processing' | 'fetching';
}

const sound: Rules = {
  truncateTo: 'leader-epoch',
  elect: 'in-sync',
  acknowledge: 'when-replicated',
  fenceOldEpochs: true,
  checkSequence: true,
  keepIdentity: true,
  commitAfter: 'processing',
};

const planted: Readonly<Record<string, PlantedBug<Params> & { readonly rules: Partial<Rules> }>> = {
  'truncate-to-high-watermark': {
    summary:
      'A follower truncates its log to its own high watermark, which lags behind what is committed (KIP-101)',
    rules: { truncateTo: 'high-watermark' },
    shows: { check: 'exactly-once', anomaly: 'lost', within: 13 },
  },
  'zombie-producer': {
    summary: 'The leader does not look at the producer epoch: a replaced producer that wakes up still writes',
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
};

export const bugs: Readonly<Record<string, PlantedBug<Params>>> = Object.fromEntries(
  Object.entries(planted).map(([name, { rules: _, ...bug }]) => [name, bug]),
);

/** The rules of the protocol, with the one that a bug replaces. */
export function rulesWith(bug: string | undefined): Rules {
  return bug === undefined ? sound : { ...sound, ...planted[bug]?.rules };
}
