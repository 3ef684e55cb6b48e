/** What a server does with a cache before a busy store, as rules, and each rule done wrongly. */
import { ruled, type RulesOf } from 'seedstorm/parts';
import { lateFills, lateOwners } from './faults.js';

export const rules = ruled(
  {
    /** Whether a server loads only under a lock that all servers share. */
    loads: 'under-the-lock',
    /** How long a lock is held by somebody who does not come back: a while, or for ever. */
    lock: 'expires',
    /** Who may open a lock. */
    opens: 'own',
    /** Whether a server looks again once it has the lock. */
    looks: 'again',
    /** Whether a server that got the lock late uses it. */
    late: 'gives-up',
    /** What a server does while the cache does not answer. */
    withoutCache: 'refuses',
    /** From when on an entry ages. */
    ages: 'from-the-lock',
    /** Whether somebody loads a new value while a stale one is answered. */
    stale: 'loads-anew',
  },
  {
    'no-lock': {
      summary: 'Every server that misses loads: when a hot key expires, all that comes goes to the store',
      rules: { loads: 'at-once' },
      shows: { check: 'one-load', anomaly: 'stampede', within: 1 },
    },
    'lock-without-expiry': {
      summary: 'A lock has no time to live: its owner ends, and everybody waits for ever',
      rules: { lock: 'stays' },
      shows: { check: 'liveness', anomaly: 'no-progress', within: 1 },
    },
    'opens-the-lock-of-another': {
      summary:
        'A server opens the lock without looking whose it is: it was late, and the lock is by now that of another',
      rules: { opens: 'any' },
      faults: lateOwners,
      shows: { check: 'one-load', anomaly: 'stampede', within: 1 },
    },
    'looks-once': {
      summary:
        'A server that gets the lock loads at once, though the owner before it has just filled the cache',
      rules: { looks: 'once' },
      shows: { check: 'one-load', anomaly: 'stampede', within: 3 },
    },
    'late-owner': {
      summary:
        'A server stands still between getting the lock and loading: it loads though its lock has passed to another',
      rules: { late: 'loads' },
      faults: lateOwners,
      shows: { check: 'one-load', anomaly: 'stampede', within: 1 },
    },
    'around-the-cache': {
      summary: 'While the cache does not answer, servers load without it: the store gets all there is',
      rules: { withoutCache: 'loads' },
      shows: { check: 'one-load', anomaly: 'stampede', within: 1 },
    },
    'ages-from-now': {
      summary:
        'The time to live begins when the value comes to the cache, however long ago it was read: it gets older than that',
      rules: { ages: 'from-now' },
      faults: lateFills,
      params: { remedy: 'lock' },
      shows: { check: 'fresh', anomaly: 'stale-read', within: 1 },
    },
    'never-anew': {
      summary: 'A stale value is answered, and nobody loads a new one',
      params: { remedy: 'stale' },
      rules: { stale: 'stays' },
      shows: { check: 'refreshed', anomaly: 'still-stale', within: 5 },
    },
  },
);
export type Rules = RulesOf<typeof rules>;
