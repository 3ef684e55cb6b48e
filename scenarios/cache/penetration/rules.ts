/** What keeps requests for keys that do not exist away from the store, as rules, and each rule done wrongly. */
import { ruled, type RulesOf } from 'seedstorm/parts';
import { stills } from '../stampede/faults.js';
import { cutFilter, slowMaking } from './faults.js';

export const rules = ruled(
  {
    /** Whether it is kept that a key does not exist, and for how long. */
    negatives: 'short',
    /** What whoever makes a key does about the cache or the filter, and when. */
    creation: 'written-then-told',
    /** What becomes of "does not exist" that was read before the key was made, and comes later. */
    later: 'refused',
    /** What a filter that has just started says. */
    restarted: 'unknown',
    /** What is in a filter that was made anew. */
    made: 'with-what-came',
    /** What a filter says that was not made anew for long. */
    old: 'unknown',
    /** For how many keys the filter is made. */
    sized: 'for-all',
  },
  {
    'no-negatives': {
      summary: 'That a key does not exist is not kept: each request for it goes to the store',
      params: { remedy: 'negative' },
      rules: { negatives: 'none' },
      shows: { check: 'spared', anomaly: 'stampede', within: 1 },
    },
    'negatives-as-long-as-values': {
      summary: 'That a key does not exist is kept for as long as a value: others make it, and nobody sees it',
      params: { remedy: 'negative' },
      rules: { negatives: 'long' },
      shows: { check: 'seen-soon', anomaly: 'stale-read', within: 1 },
    },
    'kept-on-creation': {
      summary: 'A server makes a key, and leaves in the cache that it does not exist',
      params: { remedy: 'negative' },
      rules: { creation: 'written' },
      shows: { check: 'seen-at-once', anomaly: 'stale-read', within: 1 },
    },
    'told-then-written': {
      summary: 'The entry is taken out before the key is made: a reader in between puts it back',
      params: { remedy: 'negative' },
      rules: { creation: 'told-then-written' },
      faults: stills('remove', [60, 120]),
      shows: { check: 'seen-at-once', anomaly: 'stale-read', within: 2 },
    },
    'late-negative': {
      summary:
        'A reader found nothing, the key was made and the entry taken out, and then the reader fills the cache',
      params: { remedy: 'negative' },
      rules: { later: 'taken' },
      shows: { check: 'seen-at-once', anomaly: 'stale-read', within: 3 },
    },
    'not-added': {
      summary: 'A new key is not added to the filter: it does not exist until the filter is made anew',
      params: { remedy: 'filter' },
      rules: { creation: 'written' },
      shows: { check: 'seen-at-once', anomaly: 'stale-read', within: 1 },
    },
    'empty-after-restart': {
      summary: 'A filter that starts is empty and answers all the same: nothing exists',
      params: { remedy: 'filter' },
      rules: { restarted: 'empty' },
      faults: slowMaking,
      shows: { check: 'seen-soon', anomaly: 'stale-read', within: 2 },
    },
    'made-of-the-old': {
      summary: 'While a new filter is made, keys are added to the old one only',
      params: { remedy: 'filter' },
      rules: { made: 'of-the-old' },
      faults: slowMaking,
      shows: { check: 'seen-at-once', anomaly: 'stale-read', within: 1 },
    },
    'old-filter-believed': {
      summary:
        'The filter cannot be made anew, and the old one is believed: what others have made is not seen',
      params: { remedy: 'filter' },
      rules: { old: 'believed' },
      faults: cutFilter,
      shows: { check: 'seen-soon', anomaly: 'stale-read', within: 1 },
    },
    'filter-of-the-first-day': {
      summary: 'The filter is as large as for a quarter of the keys: nearly all that does not exist passes',
      params: { remedy: 'filter' },
      rules: { sized: 'for-few' },
      shows: { check: 'spared', anomaly: 'false-positives', within: 1 },
    },
  },
);
export type Rules = RulesOf<typeof rules>;
