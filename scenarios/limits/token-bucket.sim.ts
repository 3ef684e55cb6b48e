/**
 * A token bucket: it holds so many tokens, is filled at a rate, and every request takes one. It lets a burst in, and keeps
 * the rate in the long run.
 */
import { rateLimit } from 'seedstorm/checkers';
import { ruled, type RulesOf } from 'seedstorm/parts';
import type { RedisReply } from 'seedstorm/servers';
import { keptMs, safeWindowMs, timeIn, type Algorithm, type Limit } from './limiter.js';
import { claimsTooMuch, sharedBugs, SOUND } from './rules.js';
import { byWrongClocks, limiterScenario } from './scenario-of.js';

const rules = ruled(
  {
    ...SOUND,
    /** A bucket that is not there yet is full, and is asked like any other; or the first request is let in anyway. */
    first: 'as-any-other',
    /** No more is saved up than the bucket holds. */
    holds: 'its-size',
    /** How long it is kept: from its last use, or from the first, as in the study notes. */
    kept: 'from-the-last',
  },
  {
    ...sharedBugs({ look: 1, gateways: 1, wall: 1, restart: 1, open: 1, local: 1 }),
    'claims-any-window': claimsTooMuch(
      1,
      'A full bucket gives a burst, and the refill of the same window on top of it',
    ),
    'first-goes-unasked': {
      summary: 'Where there is no bucket yet, the first request is let in, however much it asks for',
      rules: { first: 'let-in' },
      shows: { check: 'limit', anomaly: 'over-limit', within: 3 },
    },
    'saves-up': {
      summary: 'Tokens are saved up without a bound: after a quiet time a burst of any size is let in',
      rules: { holds: 'all' },
      shows: { check: 'limit', anomaly: 'over-limit', within: 1 },
    },
    'filled-again': {
      summary:
        'The time to live is that of the first use: it ends while the bucket is in use, and the next is full',
      rules: { kept: 'from-the-first' },
      shows: { check: 'limit', anomaly: 'over-limit', within: 1 },
    },
  },
);

/** What a bucket held, and when; `undefined` where there is none. */
function heldIn(reply: RedisReply): { readonly tokens: number; readonly atMs: number } | undefined {
  const [tokens, at] = reply as readonly (string | null)[];
  return tokens == null ? undefined : { tokens: Number(tokens), atMs: Number(at) };
}

const tokenBucket =
  ({ first, holds, kept }: Pick<RulesOf<typeof rules>, 'first' | 'holds' | 'kept'>) =>
  ({ limit, windowMs }: Limit): Algorithm =>
    function* ({ key, weight }) {
      const fillMs = safeWindowMs(windowMs);
      const bucket = `limit:${key}`;
      const nowMs = timeIn(yield ['TIME']);
      const held = heldIn(yield ['HMGET', bucket, 'tokens', 'at']);
      const filled = held === undefined ? limit : held.tokens + ((nowMs - held.atMs) * limit) / fillMs;
      const tokens = holds === 'its-size' ? Math.min(limit, filled) : filled;
      const goesUnasked = first === 'let-in' && held === undefined;
      if (!goesUnasked && tokens < weight) return { admits: false };
      yield ['HSET', bucket, 'tokens', String(tokens - weight), 'at', String(nowMs)];
      if (kept === 'from-the-last' || held === undefined)
        yield ['PEXPIRE', bucket, keptMs(holds === 'its-size' ? fillMs : 10 * fillMs)];
      return { admits: true };
    };

export const tokenBucketScenario = limiterScenario({
  name: 'limits/token-bucket',
  summary: 'A bucket of tokens: a burst of its size, and above that no more than flows in',
  with: (bug) => {
    const rule = rules.with(bug);
    return { ...rule, algorithm: tokenBucket(rule) };
  },
  keeps: ({ limit, windowMs }, key) => ({
    limit: rateLimit({
      ...{ kind: 'bucket', burst: limit, perSecond: (1000 * limit) / windowMs, key },
      ...{ starved: 'forbid', countsForMs: byWrongClocks(windowMs) },
    }),
  }),
  bugs: rules.bugs,
});
