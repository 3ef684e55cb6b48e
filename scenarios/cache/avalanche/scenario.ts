/**
 * Many keys are missing at once: they were filled together and expire together, or the cache has lost its memory. Times to live
 * are spread, a server has few loads under way, and a server that starts warms the cache up one key after another.
 */
import { defineScenario, nodeNames, z } from 'seedstorm';
import { cast, openWorkload } from 'seedstorm/parts';
import { leaseCache } from '../lease-cache.js';
import { slowStore } from '../slow-store.js';
import { lostOwners } from '../stampede/faults.js';
import { fewAtOnce, spreadOver } from './claims.js';
import { front } from './front.js';
import { rules } from './rules.js';

/** Times in ms. */
const TIMES = { lockMs: 150, withinMs: 30, cacheMs: 12, storeMs: 120, patienceMs: 300, leastMs: 20 } as const;
const WINDOW_MS = 15;
/** An import fills all keys every so many requests. */
const IMPORTS = 120;

const params = z.object({
  servers: z.int().min(1).max(9).default(3),
  keys: z.int().min(2).max(1_000).default(40),
  perSecond: z.number().min(1).max(5_000).default(150).describe('requests a second'),
  ttlMs: z.number().min(50).max(10_000).default(400).describe('the shortest time to live'),
  jitterMs: z.number().min(1).max(10_000).default(200).describe('by how much other times to live are longer'),
  places: z.int().min(1).max(100).default(2).describe('loads that a server has under way at most'),
});

export const avalanche = defineScenario({
  name: 'cache/avalanche',
  summary: 'Many keys are gone at once: they expire apart, and servers load a few at a time',
  params,
  nodes: ({ servers }) => ['store', 'cache', ...nodeNames(servers, 'a')],
  protocol({ servers, keys: count, ...settings }, { bug }) {
    const keys = nodeNames(count, 'k');
    const service = { kind: 'uniform', minMs: TIMES.leastMs, maxMs: 30 } as const;
    return cast({
      // All that servers may have under way has room.
      store: [['store'], slowStore({ workers: 4, limit: 100, service, stock: keys })],
      cache: [['cache'], leaseCache],
      server: [
        nodeNames(servers, 'a'),
        front({ ...TIMES, ...settings, keys, warmsUp: true }, rules.with(bug)),
      ],
    });
  },
  workload: ({ perSecond, keys, servers }) =>
    openWorkload({
      perSecond,
      underWayMs: 400,
      to: (random) => random.pick(nodeNames(servers, 'a')),
      input: (random, number) =>
        number % IMPORTS === IMPORTS / 2
          ? { f: 'import', value: number }
          : { f: 'get', key: random.pick(nodeNames(keys, 'k')) },
    }),
  watch: Object.fromEntries(['lock', 'load', 'fill'].map((f) => [f, { message: { f } }])),
  faults: lostOwners,
  budget: { intactReplicas: 99, allow: { clockDrift: false, corruption: false } },
  durationMs: 2_400,
  settleMs: 1_000,
  clientTimeoutMs: 450,
  quietMs: 400,
  restartAfterMs: 60,
  liveWithinMs: 300,
  // So that something is judged in every run.
  final: () => [{ to: 'a1', input: { f: 'import', value: 0 } }],
  check: ({ places, jitterMs }) => ({
    'few-at-once': fewAtOnce(places, TIMES.leastMs),
    spread: spreadOver(jitterMs, WINDOW_MS),
  }),
  bugs: rules.bugs,
});
