/** The rules of the store, and planted bugs that each replace one of them. */
import { ruled, type RulesOf } from 'seedstorm/parts';

export const rules = ruled(
  {
    /** Replicas refuse what primaries of older epochs send. */
    fence: true,
    /** How many replicas must follow a new epoch before one of them is promoted. */
    promises: 2,
    /** Who of those that promised is promoted: the one with the newest entries and most of them, or anyone. */
    promote: 'most-advanced',
    /** What a promoted replica keeps of its log: all of it, or what it knows to be committed. */
    keep: 'everything',
    /** A backup acknowledges only what would survive a crash. */
    acknowledge: 'after-sync',
    /** What a primary does with a write that too few backups acknowledge in time. */
    whenBackupsAreSlow: 'wait',
    /** Before it answers a read the primary hears from as many backups as a write needs that it still is one. */
    readsAsk: true,
  },
  {
    'no-fencing': {
      summary:
        'Backups still take what a deposed primary sends: two primaries are at work at once, and each undoes what the other acknowledged',
      rules: { fence: false },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 29 },
    },
    'promotes-without-majority': {
      summary:
        'Fail-over promotes the first replica that answers, without asking as many as it takes to find every acknowledged write (Jepsen on Redis, 2013)',
      rules: { promises: 1 },
      shows: { check: 'nothing-lost', anomaly: 'lost-write', within: 13 },
    },
    'rolls-back-majority-writes': {
      summary:
        'A promoted replica drops what it does not know to be committed, though a majority may have acknowledged it (Jepsen on MongoDB 3.4.0-rc3)',
      rules: { keep: 'known-committed' },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 2 },
    },
    'promotes-least-advanced': {
      summary:
        'Fail-over hears a majority, but promotes whoever answered first instead of whose log is newest',
      rules: { promote: 'first-to-answer' },
      shows: { check: 'nothing-lost', anomaly: 'lost-write', within: 13 },
    },
    'acknowledge-before-sync': {
      summary:
        'A backup acknowledges what is not on its disk yet (Jepsen on NATS 2.12.1): a power cut takes it back',
      rules: { acknowledge: 'at-once' },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 18 },
    },
    'falls-back-to-asynchronous': {
      summary:
        'A primary whose backups do not answer in time acknowledges alone, as semi-synchronous replication with a time-out does',
      rules: { whenBackupsAreSlow: 'acknowledge-alone' },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 29 },
    },
    'reads-without-asking': {
      summary:
        'A primary answers reads at once: one that was deposed and does not know it answers with the past',
      rules: { readsAsk: false },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 29 },
    },
  },
);

/** The rules of one run, with what its parameters say. */
export type StoreRules = RulesOf<typeof rules> & {
  /** How many backups must have a write on their disks, besides the primary, before it is acknowledged. */
  readonly acknowledgements: number;
  /** Who answers a read: the primary, or whoever is asked, from what it knows to be committed. */
  readonly reads: 'primary' | 'backup';
};
