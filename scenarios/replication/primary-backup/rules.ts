/** What the store goes by: its parameters, what they come to, the rules, and planted bugs that each replace one of them. */
import { z } from 'seedstorm';
import { majorityOf, ruled, type RulesOf } from 'seedstorm/parts';

export const params = z.object({
  mode: z
    .enum(['synchronous', 'semi-synchronous', 'asynchronous'])
    .default('semi-synchronous')
    .describe('Who must have a write before it is acknowledged: all backups, k of them, only the primary'),
  k: z.int().min(1).max(8).default(1).describe('Backups that acknowledge a semi-synchronous write'),
  nodes: z.int().min(2).max(9).default(3).describe('Replicas; the monitor is one more node'),
  fencing: z.boolean().default(true).describe('Replicas refuse messages of a deposed primary, by its epoch'),
  reads: z
    .enum(['primary', 'backup'])
    .default('primary')
    .describe('Who answers a read: the primary, or the replica that is asked'),
  keys: z.int().min(1).max(26).default(2).describe('Number of registers'),
  clients: z.int().min(1).max(50).default(5),
  everyMs: z.number().min(1).max(1000).default(50).describe('Mean pause between the operations of a client'),
});

export type StoreParams = z.infer<typeof params>;

/** How many backups acknowledge a write. */
export function acknowledgementsOf({ mode, k, nodes }: StoreParams): number {
  return mode === 'synchronous' ? nodes - 1 : mode === 'asynchronous' ? 0 : Math.min(k, nodes - 1);
}

/**
 * How many replicas must follow a new epoch. With k acknowledgements a write is on k + 1 replicas, so that any N - k
 * hold every acknowledged write, and their refusal stops the old primary. Without acknowledgements that would be all
 * of them, the one that failed included: then a majority has to do, and what it lacks is lost.
 */
export function promisesOf(given: StoreParams): number {
  const acknowledgements = acknowledgementsOf(given);
  return acknowledgements === 0 ? majorityOf(given.nodes) : given.nodes - acknowledgements;
}

/** Whether an acknowledged write survives every fail-over. */
export function losesNothing({ mode, fencing }: StoreParams): boolean {
  return mode !== 'asynchronous' && fencing;
}

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
        'Backups take what a deposed primary sends: two are at work, and each undoes what the other did',
      rules: { fence: false },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 29 },
    },
    'promotes-without-majority': {
      summary: 'Fail-over promotes the first replica that answers, and asks no other (Jepsen on Redis, 2013)',
      rules: { promises: 1 },
      shows: { check: 'nothing-lost', anomaly: 'lost-write', within: 13 },
    },
    'rolls-back-majority-writes': {
      summary:
        'A promoted replica drops what it does not know to be committed (Jepsen on MongoDB 3.4.0-rc3): a majority may have it',
      rules: { keep: 'known-committed' },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 2 },
    },
    'promotes-least-advanced': {
      summary: 'Fail-over asks a majority, but promotes the replica that answered first, not the newest log',
      rules: { promote: 'first-to-answer' },
      shows: { check: 'nothing-lost', anomaly: 'lost-write', within: 13 },
    },
    'acknowledge-before-sync': {
      summary:
        'A backup acknowledges what is not on its disk yet (Jepsen on NATS 2.12.1): a power cut takes it',
      rules: { acknowledge: 'at-once' },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 18 },
    },
    'falls-back-to-asynchronous': {
      summary: 'A primary whose backups are slow acknowledges alone, as replication with a time-out does',
      rules: { whenBackupsAreSlow: 'acknowledge-alone' },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 29 },
    },
    'reads-without-asking': {
      summary: 'A primary answers reads at once: a deposed one that does not know it gives old values',
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
