/**
 * A hot key expires: all that comes misses at once, and what one load would have answered goes to the store a hundred
 * times. Servers load under a lock that they share, or answer the stale value while one of them loads.
 */
import { defineScenario, nodeNames, z } from 'seedstorm';
import { cast, openWorkload } from 'seedstorm/parts';
import { leaseCache } from '../lease-cache.js';
import { slowStore } from '../slow-store.js';
import { freshWithin, loadsApart, refreshedWithin } from './claims.js';
import { lostOwners } from './faults.js';
import { front, type FrontTimes } from './front.js';
import { rules } from './rules.js';

const DURATION_MS = 2_400;
const SETTLE_MS = 1_000;
const LIVE_WITHIN_MS = 300;
/** A load takes so long, in ms. */
const LOADS_MS = { least: 20, most: 30 } as const;

const params = z.object({
  remedy: z
    .enum(['lock', 'stale'])
    .default('lock')
    .describe('wait for the one who loads, or answer what is stale'),
  servers: z.int().min(1).max(9).default(3),
  keys: z.int().min(1).max(26).default(2).describe('all of them hot'),
  perSecond: z.number().min(1).max(5_000).default(150).describe('requests a second, of all keys'),
  ttlMs: z.number().min(100).max(10_000).default(250).describe('time to live of an entry'),
});
type Params = z.infer<typeof params>;

const timesOf = ({ ttlMs }: Params): FrontTimes => ({
  ttlMs,
  staleMs: 2 * ttlMs,
  lockMs: 150,
  withinMs: 30,
  cacheMs: 12,
  storeMs: 120,
  patienceMs: 300,
});

export const stampede = defineScenario({
  name: 'cache/stampede',
  summary:
    'A hot key expires, and one request loads it: under a lock with an end, or while a stale value is answered',
  params,
  vary: { remedy: ['lock', 'stale'] },
  nodes: ({ servers }) => ['store', 'cache', ...nodeNames(servers, 'a')],
  protocol(given, { bug }) {
    const { servers, remedy } = given;
    const service = { kind: 'uniform', minMs: LOADS_MS.least, maxMs: LOADS_MS.most } as const;
    return cast({
      store: [['store'], slowStore({ workers: 2, limit: 10, service })],
      cache: [['cache'], leaseCache],
      server: [nodeNames(servers, 'a'), front(remedy, timesOf(given), rules.with(bug))],
    });
  },
  workload: ({ perSecond, keys, servers }) =>
    openWorkload({
      perSecond,
      underWayMs: 400,
      to: (random) => random.pick(nodeNames(servers, 'a')),
      input: (random, number) => {
        const key = random.pick(nodeNames(keys, 'k'));
        return random.chance(0.05) ? { f: 'put', key, value: number } : { f: 'get', key };
      },
    }),
  watch: Object.fromEntries(['lock', 'load', 'fill'].map((f) => [f, { message: { f } }])),
  faults: lostOwners,
  // A clock that runs fast or slow is another time to live.
  budget: { intactReplicas: 99, allow: { clockDrift: false, corruption: false } },
  durationMs: DURATION_MS,
  settleMs: SETTLE_MS,
  clientTimeoutMs: 400,
  restartAfterMs: 60,
  liveWithinMs: LIVE_WITHIN_MS,
  check(given) {
    const { ttlMs, staleMs, lockMs, withinMs } = timesOf(given);
    const isStale = given.remedy === 'stale';
    return {
      'one-load': loadsApart(Math.min(lockMs, ttlMs) - withinMs, withinMs),
      fresh: freshWithin(isStale ? ttlMs + staleMs : ttlMs),
      ...(isStale && {
        refreshed: refreshedWithin({
          ttlMs,
          lockMs,
          loadMs: 80,
          fromMs: DURATION_MS - SETTLE_MS + LIVE_WITHIN_MS,
        }),
      }),
    };
  },
  bugs: rules.bugs,
});
