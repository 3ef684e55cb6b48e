/**
 * Rate limiters of npm packages, unmodified: 5 a second for each key. What each lets in at most is what its kind promises; who is
 * turned away had no room; and a clock that is set back changes nothing.
 */
import { clients, defineScenario, nodeNames, z, type NemesisProfile } from 'seedstorm';
import { rateLimit } from 'seedstorm/checkers';
import { ruled } from 'seedstorm/parts';
import { nodeProgram } from 'seedstorm/programs';
import { redisServer } from 'seedstorm/servers';
import { needsPackages } from '../needs-packages.js';
import { room } from './claims.js';

const NAME = 'real/rate-limiters';

const limiters = [
  ...(['rate-limiter-flexible', 'rate-limiter-flexible/redis', 'express-rate-limit', 'limiter'] as const),
  ...(['limiter/bucket', 'p-throttle', 'p-throttle/strict', 'bottleneck'] as const),
] as const;
export type Limiter = (typeof limiters)[number];

export interface RateRequest {
  readonly f: 'enter';
  readonly key: string;
}

const LIMIT = 5;
const WINDOW_MS = 1_000;
/** `bottleneck` is told how long to wait between two. */
const SPACE_MS = WINDOW_MS / LIMIT;
const KEYS = ['ann', 'bob'];
const RUN_MS = 5_500;

/** These make callers wait, the others turn them away. */
const waits = (limiter: Limiter): boolean => limiter.startsWith('p-throttle') || limiter === 'bottleneck';
const inRedis = (limiter: Limiter): boolean => limiter === 'rate-limiter-flexible/redis';

const HOUR_MS = 3_600_000;
const jump = (name: string, node: string, byMs: number): NemesisProfile => ({
  name,
  summary: `The clock of ${node} is set ${byMs < 0 ? 'back' : 'ahead'} by an hour`,
  draw: (streams) => [{ kind: 'clock-jump', node, atMs: streams(name).int(1_200, 1_900), byMs }],
});
const setBack = jump('set-back', 'g1', -HOUR_MS);
const redisSetBack = jump('redis-set-back', 'redis', -HOUR_MS);
const redisSetAhead = jump('redis-set-ahead', 'redis', HOUR_MS);

const redisDies: NemesisProfile = {
  name: 'redis-dies',
  summary: 'Redis is killed, and starts again at once',
  draw: (streams) => {
    const random = streams('dies');
    return [0, 1].map((nth) => ({
      ...{ kind: 'kill' as const, node: 'redis', durationMs: 20 },
      atMs: 700 + 900 * nth + random.int(0, 300),
    }));
  },
};

const redisIsAway: NemesisProfile = {
  name: 'redis-away',
  summary: 'Redis is away for a second and a half, and remembers',
  draw: (streams) => [
    { kind: 'kill', node: 'redis', atMs: streams('away').int(900, 1_600), durationMs: 1_200 },
  ],
};

const rules = ruled(
  {
    /** What a gateway does while Redis does not answer: it turns all away, or counts for itself. */
    insured: 'no' as 'no' | 'in-memory',
    /** Whether Redis remembers through a restart. */
    persistence: 'aof' as 'aof' | 'none',
  },
  {
    'express-set-back': {
      summary:
        'express-rate-limit: the window ends by the wall clock; set back, a key that is full stays so for an hour',
      params: { limiter: 'express-rate-limit' },
      shows: { check: 'room', anomaly: 'starved', within: 1 },
    },
    'bottleneck-set-back': {
      summary:
        'bottleneck: the next start is reckoned by the wall clock; set back, nothing starts for an hour',
      params: { limiter: 'bottleneck' },
      shows: { check: 'liveness', anomaly: 'no-progress', within: 1 },
    },
    'p-throttle-set-back': {
      summary: 'p-throttle: the next start is reckoned by the wall clock, too',
      params: { limiter: 'p-throttle' },
      shows: { check: 'liveness', anomaly: 'no-progress', within: 1 },
    },
    'each-its-own': {
      summary: 'Two gateways count in memory, each for itself: twice the limit',
      params: { limiter: 'rate-limiter-flexible', gateways: 2 },
      faults: 'none',
      shows: { check: 'limit', anomaly: 'over-limit', within: 3 },
    },
    'insured-in-memory': {
      summary: 'While Redis is away each gateway counts in memory (insuranceLimiter) with the whole limit',
      params: { limiter: 'rate-limiter-flexible/redis', gateways: 2 },
      rules: { insured: 'in-memory' },
      faults: redisIsAway,
      shows: { check: 'limit', anomaly: 'over-limit', within: 3 },
    },
    'redis-forgets': {
      summary: 'Redis keeps nothing on its disk: each time it starts again all windows are empty',
      params: { limiter: 'rate-limiter-flexible/redis', gateways: 2 },
      rules: { persistence: 'none' },
      faults: redisDies,
      shows: { check: 'limit', anomaly: 'over-limit', within: 3 },
    },
    'redis-set-ahead': {
      summary: 'The clock of Redis is set ahead: all windows end at once',
      params: { limiter: 'rate-limiter-flexible/redis', gateways: 2 },
      faults: redisSetAhead,
      twin: 'plain',
      shows: { check: 'limit', anomaly: 'over-limit', within: 6 },
    },
    'redis-set-back': {
      summary: 'The clock of Redis is set back: a window that is full lasts for an hour more',
      params: { limiter: 'rate-limiter-flexible/redis', gateways: 2 },
      faults: redisSetBack,
      twin: 'plain',
      shows: { check: 'room', anomaly: 'starved', within: 1 },
    },
    'claims-any-window': {
      summary: 'Of a limiter whose windows begin when they begin: never more than the limit in any window',
      params: { limiter: 'rate-limiter-flexible', claim: 'any-window' },
      twin: 'plain',
      shows: { check: 'limit', anomaly: 'over-limit', within: 1 },
    },
  },
);

/** What each promises: so many in any so long. */
function promiseOf(limiter: Limiter): { readonly limit: number; readonly windowMs: number } {
  if (limiter === 'p-throttle/strict') return { limit: LIMIT, windowMs: WINDOW_MS };
  if (limiter === 'bottleneck') return { limit: 1, windowMs: SPACE_MS };
  // Full at the end of one window, and again at the beginning of the next; a full bucket, and what drips in.
  return { limit: 2 * LIMIT - 1, windowMs: WINDOW_MS };
}

/** Timers and clocks that tell whole milliseconds, and the way to Redis and back, where that decides. */
const slackMs = (limiter: Limiter): number => (inRedis(limiter) ? 8 : 2);

export const rateLimitersScenario = defineScenario({
  name: NAME,
  summary:
    'Rate limiters from npm, unmodified: as much as their kind promises, and nobody turned away who had room',
  params: z.object({
    limiter: z.enum(limiters).default('rate-limiter-flexible').describe('the package, and how it is used'),
    gateways: z.int().min(1).max(2).default(1).describe('processes that limit'),
    claim: z
      .enum(['its-own', 'any-window'])
      .default('its-own')
      .describe('what is claimed: what its kind keeps, or never more than the limit in any window'),
  }),
  nodes: ({ limiter, gateways }) => [...(inRedis(limiter) ? ['redis'] : []), ...nodeNames(gateways, 'g')],
  load: () =>
    needsPackages(
      ...([NAME, 'rate-limiter-flexible@11.4.0', 'express-rate-limit@8.7.5', 'limiter@4.1.0'] as const),
      ...(['p-throttle@8.1.1', 'bottleneck@2.19.5', 'ioredis@5.11.1'] as const),
    ),
  protocol({ limiter, gateways }, { bug }) {
    const { insured, persistence } = rules.with(bug);
    const gateway = nodeProgram({
      entry: new URL('./programs/gateway.js', import.meta.url),
      env: {
        ...{ LIMITER: limiter, INSURED: insured },
        ...{ LIMIT: String(LIMIT), WINDOW_MS: String(WINDOW_MS), SPACE_MS: String(SPACE_MS) },
      },
    });
    return Object.fromEntries([
      ...(inRedis(limiter)
        ? [
            [
              'redis',
              redisServer({ persistence: persistence === 'aof' ? { aof: 'always' } : 'none' }),
            ] as const,
          ]
        : []),
      ...nodeNames(gateways, 'g').map((name) => [name, gateway] as const),
    ]);
  },
  workload: ({ limiter, gateways }) =>
    clients(
      waits(limiter) ? 6 : 8,
      { enter: 1 },
      {
        // Who is made to wait asks seldom enough to get through.
        everyMs: waits(limiter) ? 900 : 100,
        to: (random) => random.pick(nodeNames(gateways, 'g')),
        input: (_f, random) => ({ key: random.pick(KEYS) }),
      },
    ),
  faults: setBack,
  // A process that begins anew has counted nothing; a clock that runs fast or slow is another window.
  budget: { ownFaultsOnly: true },
  network: { latency: { kind: 'uniform', minMs: 0.2, maxMs: 2 } },
  durationMs: RUN_MS,
  settleMs: 3_000,
  clientTimeoutMs: 1_400,
  restartAfterMs: 20,
  // Longer than anybody waits for a turn.
  liveWithinMs: 1_000,
  check({ limiter, claim }) {
    const { limit, windowMs } =
      claim === 'any-window' ? { limit: LIMIT, windowMs: WINDOW_MS } : promiseOf(limiter);
    return {
      limit: rateLimit({ limit, windowMs: windowMs - slackMs(limiter) }),
      // A bucket that is being filled has turned away who comes too early, whatever it let in before.
      ...(!waits(limiter) &&
        !limiter.startsWith('limiter') && { room: room(LIMIT, WINDOW_MS, slackMs(limiter)) }),
    };
  },
  bugs: rules.bugs,
});
