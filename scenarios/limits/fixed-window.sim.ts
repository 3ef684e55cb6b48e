/**
 * A fixed window: the key holds the number of the window, and what is let in is counted there.
 *
 * So the most is kept in each window of its own, and not in any: the last of one window and the first of the next may come
 * at once, twice the limit.
 */
import { rateLimit } from 'seedstorm/checkers';
import { ruled, type RulesOf } from 'seedstorm/parts';
import { countIn, keptMs, safeWindowMs, timeIn, type Algorithm, type Limit } from './limiter.js';
import { claimsTooMuch, sharedBugs, SOUND } from './rules.js';
import { limiterScenario } from './scenario-of.js';

const rules = ruled(
  {
    ...SOUND,
    /** Looks whether there is room and then counts; or counts first, as INCR does. */
    counts: 'what-is-let-in',
    /** The counter's time to live is set in the same step, or by another call. */
    expires: 'in-the-same-step',
  },
  {
    ...sharedBugs({ look: 1, gateways: 2, wall: 1, restart: 1, open: 1, local: 1 }, 'twice'),
    'claims-any-window': claimsTooMuch(
      1,
      'At the edge of two windows the last of one and the first of the next come at once: twice the limit',
    ),
    'expire-apart': {
      summary:
        'The first to count sets the time to live by a call of its own: if that is lost, or the gateway ends before, the key stays for ever',
      rules: { expires: 'by-another-call' },
      params: { where: 'store' },
      shows: { check: 'keys-end', anomaly: 'leak', within: 2 },
    },
    'counts-refusals': {
      summary:
        'What is turned away is counted, too: somebody who asks for less finds no room, though there is',
      rules: { counts: 'whatever-comes' },
      shows: { check: 'limit', anomaly: 'starved', within: 1 },
    },
  },
);

const fixedWindow =
  ({ counts, expires }: Pick<RulesOf<typeof rules>, 'counts' | 'expires'>) =>
  ({ limit, windowMs }: Limit): Algorithm =>
    function* ({ key, weight }) {
      const lengthMs = safeWindowMs(windowMs);
      const window = Math.floor(timeIn(yield ['TIME']) / lengthMs);
      const counter = `limit:${key}:${window}`;
      const expire = ['PEXPIRE', counter, keptMs(lengthMs)];
      if (counts === 'whatever-comes') {
        const count = countIn(yield ['INCRBY', counter, String(weight)]);
        if (count === weight) yield expire;
        return { admits: count <= limit, window };
      }
      const count = countIn(yield ['GET', counter]);
      if (count + weight > limit) return { admits: false, window };
      yield ['INCRBY', counter, String(weight)];
      if (expires === 'in-the-same-step') yield expire;
      else if (count === 0) return { admits: true, window, afterwards: expire };
      return { admits: true, window };
    };

export const fixedWindowScenario = limiterScenario({
  name: 'limits/fixed-window',
  summary:
    'A counter for each window: never more than the limit in each of them, and twice the limit at an edge',
  with: (bug) => {
    const rule = rules.with(bug);
    return { ...rule, algorithm: fixedWindow(rule) };
  },
  keeps: ({ limit, windowMs }, key) => ({
    limit: rateLimit({ kind: 'own-windows', limit, windowMs, key, starved: 'forbid' }),
    twice: rateLimit({ limit: 2 * limit, windowMs, key }),
  }),
  bugs: rules.bugs,
});
