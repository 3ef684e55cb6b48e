/** A cache before a busy store, for each of the three troubles and each remedy. Nothing fails: the load is the trouble. */
import { defineScenario, nodeNames, simulate, z, type Run, type Seed, type Workload } from 'seedstorm';
import { cast, openWorkload } from 'seedstorm/parts';
import { front as manyKeys } from '../cache/avalanche/front.js';
import { rules as manyKeysRules } from '../cache/avalanche/rules.js';
import { leaseCache } from '../cache/lease-cache.js';
import { filterNode } from '../cache/penetration/filter-node.js';
import { front as absentKeys } from '../cache/penetration/front.js';
import { rules as absentKeysRules } from '../cache/penetration/rules.js';
import { slowStore } from '../cache/slow-store.js';
import { front as hotKey } from '../cache/stampede/front.js';
import { rules as hotKeyRules } from '../cache/stampede/rules.js';

/** A row of the table: a trouble, in some form, and what is done about it. */
export type Setting =
  | { readonly trouble: 'stampede'; readonly remedy: 'none' | 'own-lock' | 'lock' | 'early' | 'stale' }
  | { readonly trouble: 'few absent keys' | 'ever new ones'; readonly remedy: 'none' | 'negative' | 'filter' }
  | {
      readonly trouble: 'filled together';
      readonly remedy: 'none' | 'jitter 10 %' | 'jitter 100 %' | 'limit' | 'both';
    }
  | {
      readonly trouble: 'empty cache';
      readonly remedy: 'none' | 'jitter 100 %' | 'all at once' | 'limit' | 'one by one';
    };

export const SERVERS = 4;
/** A load takes so long at the store, which does four at a time; twenty may wait. */
export const LOAD_MS = 30;
const WORKERS = 4;
const LIMIT = 20;
const DURATION_MS = 3_000;
export const TTL_MS = 400;
const CALM_MS = 300;
const KEYS = nodeNames(60, 'k');
const PLACES = 2;
/** Of the stampede: requests a second, all for one key. */
export const HOT_PER_SECOND = 500;

const TIMES = { lockMs: 200, withinMs: 50, cacheMs: 20, storeMs: 300, patienceMs: 350 } as const;
const MOST = 1_000_000_000;

const frontOf = (setting: Setting) => {
  switch (setting.trouble) {
    case 'stampede':
      return hotKey(setting.remedy, { ...TIMES, ttlMs: TTL_MS, staleMs: TTL_MS }, hotKeyRules.sound);
    case 'few absent keys':
    case 'ever new ones':
      return absentKeys(
        setting.remedy,
        { ...TIMES, ttlMs: 2 * DURATION_MS, negativeMs: TTL_MS },
        absentKeysRules.sound,
      );
    case 'filled together':
    case 'empty cache': {
      const { remedy } = setting;
      const jitter = { 'jitter 10 %': 0.1, 'jitter 100 %': 1, both: 1 } as Partial<Record<string, number>>;
      const isLimited = remedy === 'limit' || remedy === 'both' || remedy === 'one by one';
      return manyKeys(
        {
          ...TIMES,
          keys: KEYS,
          ttlMs: TTL_MS,
          jitterMs: TTL_MS * (jitter[remedy] ?? 0),
          places: isLimited ? PLACES : MOST,
          leastMs: LOAD_MS,
          warmsUp: remedy === 'all at once' || remedy === 'one by one',
        },
        { ...manyKeysRules.sound, warmUp: remedy === 'all at once' ? 'all-at-once' : 'one-by-one' },
      );
    }
  }
};

function workloadOf({ trouble }: Setting): Workload {
  const to = (random: { pick<T>(of: readonly T[]): T }) => random.pick(nodeNames(SERVERS, 'a'));
  // Few come at first, so that a cache is not empty when many come.
  const of = (perSecond: number, input: Parameters<typeof openWorkload>[0]['input']) => {
    const steps = [
      { fromMs: 0, perSecond: 20 },
      { fromMs: CALM_MS, perSecond },
    ];
    return openWorkload({ arrivals: { kind: 'step', steps }, to, input, underWayMs: 400 });
  };
  switch (trouble) {
    case 'stampede':
      return of(HOT_PER_SECOND, (random, number) =>
        random.chance(0.02) ? { f: 'put', key: 'k1', value: number } : { f: 'get', key: 'k1' },
      );
    case 'few absent keys':
    case 'ever new ones':
      return of(250, (random) => {
        const absent = `x${random.int(1, trouble === 'ever new ones' ? MOST : 10)}`;
        return { f: 'get', key: random.chance(0.8) ? absent : random.pick(KEYS) };
      });
    case 'filled together':
      return of(300, (random, number) =>
        number % 300 === 0 ? { f: 'import', value: number } : { f: 'get', key: random.pick(KEYS) },
      );
    case 'empty cache':
      return of(300, (random) => ({ f: 'get', key: random.pick(KEYS) }));
  }
}

const FILTER = { bits: 10 * KEYS.length, hashes: 7, everyMs: 500, withinMs: 100, believedMs: 2_000 };

const world = defineScenario({
  name: 'tables/cache-troubles',
  summary: 'A cache before a busy store',
  params: z.object({
    setting: z.custom<Setting>().default({ trouble: 'stampede', remedy: 'none' }),
  }),
  nodes: () => ['store', 'cache', 'filter', ...nodeNames(SERVERS, 'a')],
  protocol: ({ setting }) =>
    cast({
      store: [
        ['store'],
        slowStore({
          workers: WORKERS,
          limit: LIMIT,
          service: { kind: 'constant', ms: LOAD_MS },
          stock: KEYS,
        }),
      ],
      cache: [['cache'], leaseCache],
      filter: [['filter'], filterNode(FILTER, absentKeysRules.sound)],
      server: [nodeNames(SERVERS, 'a'), frontOf(setting)],
    }),
  workload: ({ setting }) => workloadOf(setting),
  faults: 'none',
  durationMs: DURATION_MS,
  clientTimeoutMs: 400,
  check: {},
});

/** Where the cache becomes empty, it does so twice, and one server starts anew as well. */
const restarts = [1_000, 2_000].flatMap((atMs) =>
  ['cache', 'a1'].map((node) => ({ kind: 'restart' as const, atMs, node })),
);

export const cacheRun = (setting: Setting, seed: Seed): Promise<Run> =>
  simulate(world, {
    seed,
    params: { setting },
    faults: setting.trouble === 'empty cache' ? restarts : 'none',
  });
