/** What broker and readers go by, and planted bugs that each replace one rule. */
import { ruled, type RulesOf } from 'seedstorm/parts';

export const rules = ruled(
  {
    /** Where a reader goes on whose offset is out of range. */
    reset: 'earliest',
    /** Up to where compaction looks at records. */
    compact: 'below-stable',
    /** Which record of a key compaction leaves. */
    keep: 'newest',
    /** How long compaction leaves tombstones. */
    tombstones: 'until-horizon',
    /** Which record a time stands for. */
    time: 'first-not-before',
  },
  {
    'reset-to-latest': {
      summary: 'A reader that has fallen behind retention goes on at the end, and skips what is still there',
      rules: { reset: 'latest' },
      shows: { check: 'skips-only-expired', anomaly: 'skipped', within: 1 },
    },
    'compacts-undecided': {
      summary:
        'Compaction counts what is not decided yet: the newest value is aborted, the one before is gone',
      rules: { compact: 'everything' },
      shows: { check: 'table', anomaly: 'wrong-value', within: 1 },
    },
    'keeps-oldest': {
      summary: 'Compaction leaves the oldest value of a key',
      rules: { keep: 'oldest' },
      shows: { check: 'table', anomaly: 'wrong-value', within: 1 },
    },
    'tombstone-removed': {
      summary: 'Compaction removes tombstones at once: for a reader that lags, a deleted key is still there',
      rules: { tombstones: 'not-at-all' },
      shows: { check: 'table', anomaly: 'wrong-value', within: 2 },
    },
    'time-off-by-one': {
      summary: 'A replay from the time of a record begins behind it',
      rules: { time: 'first-after' },
      shows: { check: 'replay', anomaly: 'left-out', within: 1 },
    },
  },
);

export type Rules = RulesOf<typeof rules>;
