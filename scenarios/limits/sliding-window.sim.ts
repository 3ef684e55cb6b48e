/**
 * A sliding window out of two counters: that of this window, and that of the one before as far as it still reaches into the
 * last windowMs. It takes what came then to have come evenly.
 *
 * It did not, so this is no limit in any window: up to 2 × limit - 1. But it is never more than a bucket that holds the limit
 * and is filled in a window, and that is what is claimed.
 */
import { rateLimit } from 'seedstorm/checkers';
import { ruled, type RulesOf } from 'seedstorm/parts';
import { countIn, keptMs, safeWindowMs, timeIn, type Algorithm, type Limit } from './limiter.js';
import { claimsTooMuch, sharedBugs, SOUND } from './rules.js';
import { limiterScenario } from './scenario-of.js';

const rules = ruled(
  {
    ...SOUND,
    /** What of the window before counts: the part that is within reach, or nothing. */
    before: 'by-its-part',
    /** The part is what it is, or a whole number. */
    part: 'exact',
  },
  {
    ...sharedBugs({ look: 1, gateways: 1, wall: 1, restart: 1, open: 1, local: 1 }),
    'claims-any-window': claimsTooMuch(
      1,
      'A burst at the end of a window counts as if it had been spread over it: ever less, as soon as the next begins',
    ),
    'forgets-the-window-before': {
      summary: 'The window before is left out: this is a fixed window, and twice the limit comes at an edge',
      rules: { before: 'not-at-all' },
      shows: { check: 'limit', anomaly: 'over-limit', within: 1 },
    },
    'rounds-down': {
      summary: 'The part of the window before is rounded down to a whole number: one more is let in',
      rules: { part: 'rounded-down' },
      shows: { check: 'limit', anomaly: 'over-limit', within: 1 },
    },
  },
);

const slidingWindow =
  ({ before, part }: Pick<RulesOf<typeof rules>, 'before' | 'part'>) =>
  ({ limit, windowMs }: Limit): Algorithm =>
    function* ({ key, weight }) {
      const lengthMs = safeWindowMs(windowMs);
      const windows = timeIn(yield ['TIME']) / lengthMs;
      const window = Math.floor(windows);
      const counter = `limit:${key}:${window}`;
      const count = countIn(yield ['GET', counter]);
      const last = before === 'by-its-part' ? countIn(yield ['GET', `limit:${key}:${window - 1}`]) : 0;
      const reaches = last * (1 - (windows - window));
      const counted = count + (part === 'exact' ? reaches : Math.floor(reaches));
      if (counted + weight > limit) return { admits: false };
      yield ['INCRBY', counter, String(weight)];
      yield ['PEXPIRE', counter, keptMs(2 * lengthMs)];
      return { admits: true };
    };

export const slidingWindowScenario = limiterScenario({
  name: 'limits/sliding-window',
  summary: 'Two counters, the last one by its part: never more than a bucket that is filled in a window',
  with: (bug) => {
    const rule = rules.with(bug);
    return { ...rule, algorithm: slidingWindow(rule) };
  },
  keeps: ({ limit, windowMs }, key) => ({
    limit: rateLimit({
      ...{ kind: 'bucket', burst: limit, perSecond: (1000 * limit) / windowMs, key },
      // The counter before this one reaches two windows back.
      ...{ starved: 'forbid', countsForMs: 2.1 * windowMs },
    }),
    'twice-less-one': rateLimit({ limit: 2 * limit - 1, windowMs, key }),
  }),
  bugs: rules.bugs,
});
