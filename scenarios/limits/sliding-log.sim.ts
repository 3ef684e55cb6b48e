/**
 * A log of what was let in, in a sorted set by time: what is older than a window is dropped, and the rest is counted. It
 * keeps the limit in any window, and holds one entry for each request.
 */
import { rateLimit } from 'seedstorm/checkers';
import { ruled, type RulesOf } from 'seedstorm/parts';
import { countIn, keptMs, safeWindowMs, timeIn, type Algorithm, type Limit } from './limiter.js';
import { sharedBugs, SOUND } from './rules.js';
import { byWrongClocks, limiterScenario } from './scenario-of.js';

const rules = ruled(
  {
    ...SOUND,
    /** What an entry is called: each by a number of its own, or by the time, as in the study notes. */
    entries: 'numbered',
    /** What happens to a request that is turned away: nothing, or it is noted, too. */
    notes: 'what-is-let-in',
  },
  {
    ...sharedBugs({ look: 1, gateways: 2, wall: 1, restart: 1, open: 1, local: 1 }),
    'one-entry-for-an-instant': {
      summary: 'An entry is called by its time in ms: two at the same instant are one, and count once',
      rules: { entries: 'by-the-time' },
      shows: { check: 'limit', anomaly: 'over-limit', within: 1 },
    },
    'notes-refusals': {
      summary: 'What is turned away is noted, too: who goes on asking is never let in again',
      rules: { notes: 'whatever-comes' },
      shows: { check: 'limit', anomaly: 'starved', within: 1 },
    },
  },
);

const slidingLog =
  ({ entries, notes }: Pick<RulesOf<typeof rules>, 'entries' | 'notes'>) =>
  ({ limit, windowMs }: Limit): Algorithm =>
    function* ({ key, weight }) {
      const lengthMs = safeWindowMs(windowMs);
      const log = `limit:${key}`;
      const nowMs = timeIn(yield ['TIME']);
      yield ['ZREMRANGEBYSCORE', log, '-inf', String(nowMs - lengthMs)];
      const admits = countIn(yield ['ZCARD', log]) + weight <= limit;
      if (!admits && notes === 'what-is-let-in') return { admits };
      const scores: string[] = [];
      for (let unit = 0; unit < weight; unit++) {
        const name =
          entries === 'numbered' ? countIn(yield ['INCR', `limit:entries`]) : `${Math.floor(nowMs)}-${unit}`;
        scores.push(String(nowMs), String(name));
      }
      yield ['ZADD', log, ...scores];
      yield ['PEXPIRE', log, keptMs(lengthMs)];
      if (entries === 'numbered') yield ['PEXPIRE', 'limit:entries', keptMs(2 * lengthMs)];
      return { admits };
    };

export const slidingLogScenario = limiterScenario({
  name: 'limits/sliding-log',
  summary: 'A log of what was let in: never more than the limit in any window, wherever it begins',
  with: (bug) => {
    const rule = rules.with(bug);
    return { ...rule, algorithm: slidingLog(rule) };
  },
  keeps: ({ limit, windowMs }, key) => ({
    limit: rateLimit({ limit, windowMs, key, starved: 'forbid', countsForMs: byWrongClocks(windowMs) }),
  }),
  bugs: rules.bugs,
});
