/** What clients and brokers go by, and planted bugs: each a mistake that somebody made, and the anomaly that shows it. */
import { ruled, type RulesOf } from 'seedstorm/parts';

const shows = (anomaly: string, within = 1) => ({ check: 'kafka', anomaly, within });

export const rules = ruled(
  {
    // Brokers
    /** When a message is acknowledged and shown. */
    acknowledge: 'after-sync',
    /** Whether a batch must be the next one of its producer. */
    sequence: 'checked' as 'checked' | 'ignored',
    /** Which offset a retry is told: its own, or the end of the log. */
    retryAnswer: 'own',
    /** Whether a read-committed fetch ends at the last stable offset. */
    stable: 'checked' as 'checked' | 'ignored',

    // Producers
    /** What `send` waits for. */
    awaits: 'answer',
    /** How long a producer lives: as long as its client, or for one message. */
    identity: 'lasting',
    /** How many messages of a transaction are under way at once. */
    inFlight: 'one',

    // Consumers
    isolation: 'read_committed' as 'read_committed' | 'read_uncommitted',
    /** Where a group begins that has committed nothing. */
    reset: 'earliest',
    /** What becomes of messages that were fetched and that a poll does not return. */
    rest: 'kept',
    /** Where a partition goes on that a new assignment names again. */
    assigned: 'goes-on',
    /** Where the consumer goes on after its transaction was aborted. */
    aborted: 'sought-back',
    /** Where the next poll of a transaction begins. */
    pollsFrom: 'position',
  },
  {
    'retries-without-sequence': {
      summary: 'A producer without idempotence: a retry is appended again',
      rules: { sequence: 'ignored' },
      shows: shows('duplicate'),
    },
    'retry-told-the-end': {
      summary:
        'The broker does not remember the offset of a batch: it answers a retry with the end of the log',
      rules: { retryAnswer: 'end' },
      shows: shows('inconsistent-offsets'),
    },
    'acknowledged-before-sync': {
      summary:
        'The only replica acknowledges, and shows, what is not on its disk yet: a power cut takes it back',
      rules: { acknowledge: 'at-once' },
      shows: shows('lost-write', 13),
    },
    'reset-latest': {
      summary:
        'auto.offset.reset=latest, which is the default: a group that has committed nothing begins at the end',
      rules: { reset: 'latest' },
      shows: shows('unseen'),
    },
    'read-uncommitted': {
      summary:
        'isolation.level=read_uncommitted, which is the default: the consumer gets what is aborted later',
      rules: { isolation: 'read_uncommitted' },
      shows: shows('G1a'),
    },
    'stable-offset-ignored': {
      summary:
        'A read-committed fetch goes on to the high watermark: it returns what open transactions have sent',
      rules: { stable: 'ignored' },
      shows: shows('precommitted-read'),
    },
    'abort-without-seek': {
      summary:
        'After an abort the consumer goes on where it is: what the aborted transaction polled is left out',
      rules: { aborted: 'goes-on' },
      shows: shows('poll-skip'),
    },
    'back-to-committed': {
      summary:
        'A new assignment sets all partitions to the last committed offsets, and commits are made by a timer',
      rules: { assigned: 'from-committed' },
      shows: shows('nonmonotonic-poll'),
    },
    'producer-for-each-message': {
      summary:
        'Each message is sent by a producer of its own, and nobody awaits it: it overtakes the retry of the one before',
      rules: { identity: 'one-message', awaits: 'nothing' },
      shows: shows('nonmonotonic-send'),
    },
    'rest-thrown-away': {
      summary: 'A poll returns the first few messages of a fetch, and the position is set behind all of them',
      rules: { rest: 'thrown-away' },
      shows: shows('int-poll-skip'),
    },
    'polls-from-committed': {
      summary:
        'Each poll begins at the offset of the last committed transaction: within one the same messages come again',
      rules: { pollsFrom: 'committed' },
      shows: shows('int-nonmonotonic-poll'),
    },
    'many-in-flight': {
      summary:
        'Several messages of a transaction are under way without sequence numbers: one overtakes the other',
      rules: { inFlight: 'many', sequence: 'ignored' },
      faults: 'none',
      shows: shows('int-nonmonotonic-send'),
    },
  },
);

export type Rules = RulesOf<typeof rules>;
