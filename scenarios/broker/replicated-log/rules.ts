/** What the nodes go by: parameters and what each setting of them promises, the rules, and planted bugs that each replace one. */
import { z } from 'seedstorm';
import { ruled, type RulesOf } from 'seedstorm/parts';
import { fastFailovers } from './weather.js';

export const rules = ruled(
  {
    /** How a follower makes its log agree with a new leader's. */
    truncateTo: 'leader-epoch',
    /** By what a fetch is known to be still right: the leader epoch and the entry before, or only who leads. */
    fenceFetches: 'by-epoch',
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
      summary: 'A follower cuts its log back to its own high watermark, which lags behind (KIP-101)',
      rules: { truncateTo: 'high-watermark' },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 13 },
    },
    'truncate-by-latest-epoch': {
      summary:
        "A follower's log is compared by its latest epoch alone, which the leader need not have (KIP-279): logs diverge",
      rules: { truncateTo: 'latest-epoch' },
      faults: fastFailovers,
      shows: { check: 'logs-agree', anomaly: 'invariant', within: 1 },
    },
    'fetch-not-fenced': {
      summary:
        'Fetches carry no leader epoch, and who follows the same leader again does not cut its log (KIP-320, KAFKA-7164)',
      rules: { fenceFetches: 'by-leader' },
      faults: fastFailovers,
      shows: { check: 'logs-agree', anomaly: 'invariant', within: 8 },
    },
    'zombie-producer': {
      summary: 'The leader ignores the producer epoch: a replaced producer that wakes up still writes',
      rules: { fenceOldEpochs: false },
      shows: { check: 'exactly-once', anomaly: 'lost', within: 4 },
    },
    'sequence-not-checked': {
      summary: 'The leader appends every retry again',
      rules: { checkSequence: false },
      shows: { check: 'exactly-once', anomaly: 'duplicate', within: 1 },
    },
    'new-identity-on-retry': {
      summary: 'After a time-out the producer sends the same message under a new number (KAFKA-14034)',
      rules: { keepIdentity: false },
      shows: { check: 'exactly-once', anomaly: 'duplicate', within: 1 },
    },
    'unclean-election': {
      summary: 'Any live replica may become leader, in sync or not',
      rules: { elect: 'any-live' },
      shows: { check: 'logs-agree', anomaly: 'invariant', within: 6 },
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

/** Replicas of every partition. */
export const BROKERS = 3;

export const params = z.object({
  acks: z
    .union([z.literal(0), z.literal(1), z.literal('all')], { error: 'expected 0, 1 or all' })
    .default('all')
    .describe('Who must have a message before it is acknowledged: nobody, the leader, all in-sync replicas'),
  minIsr: z.int().min(1).max(BROKERS).default(2).describe('With fewer in sync, acks=all refuses messages'),
  idempotent: z
    .boolean()
    .default(true)
    .describe(
      'Producers number their messages: retries are recognised (no effect with acks=0, which has none)',
    ),
  commit: z
    .enum(['before', 'after', 'automatic'])
    .default('after')
    .describe('When a consumer commits: before processing, after it, or by a timer'),
  reset: z
    .enum(['earliest', 'latest'])
    .default('earliest')
    .describe('Where a consumer begins when there is no committed offset'),
  dedupe: z
    .enum(['none', 'offset', 'id'])
    .default('offset')
    .describe(
      'What the database refuses as it processes: nothing, the same place in the log, the same message',
    ),
  partitions: z.int().min(1).max(8).default(2),
  consumers: z.int().min(1).max(4).default(2).describe('Members of the consumer group'),
});

export type Params = z.infer<typeof params>;

/** What the nodes go by. */
export interface Options extends Params {
  readonly rules: RulesOf<typeof rules>;
  /** Who holds replicas of every partition. */
  readonly brokers: readonly string[];
}

/** What a setting promises. */
export interface Promises {
  /** Everything acknowledged is processed. */
  readonly nothingLost: boolean;
  /** Nothing is processed twice. */
  readonly nothingTwice: boolean;
  /** Each partition is processed in the order of its offsets. */
  readonly inOrder: boolean;
}

/**
 * The chain is as weak as its weakest link: losing nothing takes producer and consumer, doing nothing twice too.
 */
export function promisesOf({ acks, idempotent, commit, reset, dedupe }: Params): Promises {
  const retriesRecognised = idempotent && acks !== 0;
  const processedOnce = commit === 'before' || dedupe !== 'none';
  return {
    nothingLost: acks === 'all' && commit === 'after' && reset === 'earliest',
    nothingTwice: dedupe === 'id' || (retriesRecognised && processedOnce),
    // Whoever committed before processing may still process when others have gone on from there; and where the end
    // is depends on whom one asks: a deposed leader may name an earlier one.
    inOrder: commit === 'after' && reset === 'earliest',
  };
}
