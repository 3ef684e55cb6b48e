/** A cache and its database by five strategies, with the same load, and a power cut of the cache when the last write has come. */
import {
  lan,
  nodeNames,
  simulate,
  stream,
  type NetworkConfig,
  type Plan,
  type Run,
  type Seed,
} from 'seedstorm';
import { cacheAside } from '../cache/aside.sim.js';
import { cacheBehind } from '../cache/behind.sim.js';
import { cacheThrough } from '../cache/through.sim.js';

/** Who has the value first, and what is done about the other one. */
export interface Strategy {
  readonly strategy: 'no cache' | 'aside' | 'through' | 'behind';
  /** `notes`: as the study notes have it. `around`: one write in ten is of a service that asks the database itself. */
  readonly how: '-' | 'notes' | 'leases' | 'around' | 'no journal' | 'journal';
}

/** In ms: so long do writes come, then the cache loses its power, and reads go on for a while. */
export const WRITES_UNTIL_MS = 5_000;
const READS_UNTIL_MS = 5_600;
const DOWN_MS = 50;
export const KEYS = 30;
/** Requests a second, and of them the writes. */
const LOAD = { perSecond: 400, writes: 0.1, clients: 20 } as const;
/** How long an entry of cache-aside lives. */
const TTL_MS = 2_000;
const AROUND = 0.1;

const clientNames = nodeNames(LOAD.clients, 'c');

/** A question to the database takes 3 to 9 ms each way, one to the cache 0.5; an application is where its client is. */
const network = (): NetworkConfig => {
  const between = (some: readonly string[], others: readonly string[], latency: NetworkConfig['latency']) =>
    some.flatMap((a) =>
      others.flatMap((b) => [
        { from: a, to: b, latency },
        { from: b, to: a, latency },
      ]),
    );
  const here = { kind: 'constant', ms: 0.001 } as const;
  const far = { kind: 'uniform', minMs: 3, maxMs: 9 } as const;
  const apps = ['app1', 'app2'];
  return lan({
    latency: { kind: 'constant', ms: 0.5 },
    links: [
      ...between(clientNames, apps, here),
      ...between([...clientNames, ...apps, 'cache'], ['database'], far),
    ],
  });
};

const world = {
  network,
  vary: {},
  durationMs: 6_200,
  quietMs: 0,
  settleMs: 0,
  restartAfterMs: 5,
  final: () => [{ to: 'database', input: { f: 'state' } }],
  check: {},
} as const;
const given = { clients: LOAD.clients, restartMs: 0, capacity: 100 };
const [aside, through, behind] = [
  { ...cacheAside, ...world, name: 'tables/caching-aside' },
  { ...cacheThrough, ...world, name: 'tables/caching-through' },
  { ...cacheBehind, ...world, name: 'tables/caching-behind' },
];

export function cachingRun(setting: Strategy, seed: Seed): Promise<Run> {
  const { clients, restartMs, capacity } = given;
  const plan = planOf(setting, seed);
  switch (setting.strategy) {
    case 'no cache':
    case 'aside': {
      const remedy = setting.how === 'leases' ? 'leases' : 'none';
      return simulate(aside, { seed, plan, params: { clients, restartMs, remedy, apps: 2, ttlMs: TTL_MS } });
    }
    case 'through':
      return simulate(through, { seed, plan, params: { clients, restartMs, capacity } });
    case 'behind': {
      const journal = setting.how === 'journal' ? 'disk' : 'none';
      return simulate(behind, { seed, plan, params: { clients, capacity, journal, flushMs: 100 } });
    }
  }
}

/** Requests come at the same times for every strategy, for the same keys; only whom they ask differs. */
function planOf({ strategy, how }: Strategy, seed: Seed): Plan {
  const random = stream(seed, 'table/caching');
  const operations = [];
  for (let atMs = 1; atMs < READS_UNTIL_MS; atMs += random.float() * (2_000 / LOAD.perSecond)) {
    const isWrite = random.chance(LOAD.writes) && atMs < WRITES_UNTIL_MS;
    const app = random.pick(['app1', 'app2']);
    const isAround = random.chance(AROUND);
    const key = `k${Math.floor(random.float() * random.float() * KEYS)}`;
    const cached = strategy === 'aside' ? app : 'cache';
    const to = strategy === 'no cache' || (how === 'around' && isWrite && isAround) ? 'database' : cached;
    operations.push({
      process: clientNames[operations.length % LOAD.clients] as string,
      atMs: Math.round(atMs * 1_000) / 1_000,
      to,
      input: isWrite ? { f: 'write', key, value: `w${operations.length}` } : { f: 'read', key },
    });
  }
  return {
    schema: 1,
    faults: [
      {
        ...{ kind: 'crash', node: 'cache', unsynced: 'lost' },
        ...{ atMs: WRITES_UNTIL_MS, durationMs: DOWN_MS },
      },
    ],
    operations,
  };
}
