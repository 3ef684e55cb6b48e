/** What keeps many keys from being loaded at the same time, as rules, and each rule done wrongly. */
import { ruled, type RulesOf } from 'seedstorm/parts';

export const rules = ruled(
  {
    /** Whether entries that are filled together have one time to live. */
    ttl: 'with-jitter',
    /** How many loads a server has under way. */
    loads: 'limited',
    /** How a server that starts fills the cache. */
    warmUp: 'one-by-one',
    /** Whether a place is given back where nothing came of it. */
    failed: 'gives-back',
  },
  {
    'same-ttl': {
      summary: 'An import fills all keys with one time to live: they expire at one moment',
      rules: { ttl: 'same' },
      shows: { check: 'spread', anomaly: 'together', within: 1 },
    },
    'no-limit': {
      summary:
        'A server loads whatever is not there: when all keys are gone, the store gets all of them at once',
      rules: { loads: 'unlimited' },
      shows: { check: 'few-at-once', anomaly: 'too-many', within: 1 },
    },
    'thundering-warm-up': {
      summary: 'A server that starts loads all keys at once, to be ready soon',
      rules: { warmUp: 'all-at-once' },
      shows: { check: 'few-at-once', anomaly: 'too-many', within: 1 },
    },
    'place-lost': {
      summary:
        'Whoever loads nothing, because somebody else does or the store is silent, keeps its place: soon nothing is loaded',
      rules: { failed: 'keeps' },
      shows: { check: 'liveness', anomaly: 'no-progress', within: 1 },
    },
  },
);
export type Rules = RulesOf<typeof rules>;
