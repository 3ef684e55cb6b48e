/**
 * Clients ask for keys that do not exist: they never hit the cache, and all go to the store. Either it is kept for a short
 * time that a key does not exist, or a Bloom filter knows most of those that do not. New keys must be seen all the same.
 */
import { defineScenario, nodeNames, z } from 'seedstorm';
import { cast, openWorkload } from 'seedstorm/parts';
import { leaseCache } from '../lease-cache.js';
import { slowStore } from '../slow-store.js';
import { loadsApart } from '../stampede/claims.js';
import { lostOwners } from '../stampede/faults.js';
import { fewPass, seenAtOnce, seenWithin } from './claims.js';
import { filterNode } from './filter-node.js';
import { front } from './front.js';
import { rules } from './rules.js';

/** Times in ms. */
const TIMES = {
  ttlMs: 1_500,
  negativeMs: 150,
  lockMs: 150,
  withinMs: 30,
  cacheMs: 12,
  storeMs: 120,
  patienceMs: 300,
} as const;

/** So many keys are made by servers, and so many by others. */
const NEW_KEYS = 24;
/** And so many there are from the beginning. */
const STOCK = nodeNames(150, 's');
const KEYS = STOCK.length + 2 * NEW_KEYS;
const FILTER = { bits: 10 * KEYS, hashes: 7, everyMs: 80, withinMs: 60, believedMs: 250 } as const;
/** Of so many requests one makes a key at a server, and one at the store, past all caches. */
const TURN = 14;
/** Keys that never exist: a few again and again, or always another one. */
const FEW = 12;
const MANY = 1_000_000_000;

const params = z.object({
  remedy: z
    .enum(['negative', 'filter'])
    .default('negative')
    .describe('keep what does not exist, or filter it'),
  servers: z.int().min(1).max(9).default(3),
  perSecond: z.number().min(1).max(5_000).default(150).describe('requests a second'),
  absent: z.number().min(0).max(1).default(0.6).describe('share of requests for keys that never exist'),
});

export const penetration = defineScenario({
  name: 'cache/penetration',
  summary:
    'Keys that do not exist spare the store, by negative entries or a Bloom filter, and new keys are seen',
  params,
  vary: { remedy: ['negative', 'filter'] },
  nodes: ({ servers }) => ['store', 'cache', 'filter', ...nodeNames(servers, 'a')],
  protocol({ servers, remedy }, { bug }) {
    const rule = rules.with(bug);
    const service = { kind: 'uniform', minMs: 15, maxMs: 25 } as const;
    return cast({
      store: [['store'], slowStore({ workers: 4, limit: 20, service, stock: STOCK })],
      cache: [['cache'], leaseCache],
      filter: [['filter'], filterNode(FILTER, rule)],
      server: [nodeNames(servers, 'a'), front(remedy, TIMES, rule)],
    });
  },
  workload({ perSecond, absent, remedy, servers }) {
    const all = openWorkload({
      perSecond,
      underWayMs: 400,
      to: (random) => random.pick(nodeNames(servers, 'a')),
      input(random, number) {
        const turn = number % TURN;
        const made = Math.floor(number / TURN) % NEW_KEYS;
        if (turn === 0 || turn === TURN / 2)
          return { f: 'put', key: `${turn === 0 ? 'own' : 'other'}${made}`, value: 1 };
        if (random.chance(absent))
          return { f: 'get', key: `x${random.int(1, remedy === 'negative' ? FEW : MANY)}` };
        // Those that are new, the next one before it exists, and old ones.
        const one = random.pick([made - 1, made, made + 1, random.int(0, made)]);
        const key = `${random.pick(['own', 'other'])}${Math.max(0, one)}`;
        return { f: 'get', key: random.chance(0.2) ? random.pick(STOCK) : key };
      },
    });
    const isImport = (input: unknown): boolean => {
      const { f, key } = input as { readonly f: string; readonly key: string };
      return f === 'put' && key.startsWith('other');
    };
    return {
      ...all,
      operations: (context) =>
        all
          .operations(context)
          .map((operation) => (isImport(operation.input) ? { ...operation, to: 'store' } : operation)),
    };
  },
  watch: Object.fromEntries(['lock', 'load', 'fill', 'add', 'remove'].map((f) => [f, { message: { f } }])),
  faults: lostOwners,
  // A clock that runs fast or slow is another time to live.
  budget: { intactReplicas: 99, allow: { clockDrift: false, corruption: false } },
  durationMs: 2_400,
  settleMs: 1_000,
  clientTimeoutMs: 400,
  restartAfterMs: 60,
  liveWithinMs: 300,
  check({ remedy }) {
    const { lockMs, negativeMs, withinMs } = TIMES;
    const isFilter = remedy === 'filter';
    return {
      spared: isFilter
        ? fewPass('x', FILTER, KEYS)
        : loadsApart(Math.min(lockMs, negativeMs) - withinMs, withinMs, 'x'),
      'seen-at-once': seenAtOnce('own'),
      'seen-soon': seenWithin('other', isFilter ? FILTER.believedMs : negativeMs),
    };
  },
  bugs: rules.bugs,
});
