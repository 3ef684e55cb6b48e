/** A process with a cache in memory, made by the package that LIBRARY names, with a time to live and else its defaults. */
import { effect, incarnation, onRequest } from 'seedstorm/node';
import type { CacheRequest, Library } from '../scenario.js';

interface Cache {
  set(key: string, value: number): unknown;
  get(key: string): number | undefined | Promise<number | undefined>;
  /** Gives what is there, or loads it. */
  readonly fetch?: (key: string) => Promise<number | undefined>;
}

const ttl = Number(process.env['TTL_MS']);
const LOAD_MS = Number(process.env['LOAD_MS']);
const MOST = 500;
const setsAtStart = process.env['AT_START'] === 'sets';
let loads = 0;

async function load(key: string): Promise<number> {
  effect({ f: 'load', key, process: incarnation });
  await pause(LOAD_MS);
  return ++loads;
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const makers: Readonly<Record<Library, () => Promise<Cache>>> = {
  'lru-cache': async () => {
    const { LRUCache } = await import('lru-cache');
    const startMs = performance.now();
    // A clock that begins at 0, as those of tests do; that of a process is a few ms on by now.
    const perf = { now: () => performance.now() - startMs };
    const options = { max: MOST, ttl, fetchMethod: load, ...(setsAtStart && { perf }) };
    const cache = new LRUCache<string, number>(options);
    return {
      set: (key, value) => cache.set(key, value),
      get: (key) => cache.get(key),
      fetch: (key) => cache.fetch(key),
    };
  },
  '@isaacs/ttlcache': async () => {
    const { TTLCache } = await import('@isaacs/ttlcache');
    return new TTLCache<string, number>({ max: MOST, ttl });
  },
  'node-cache': async () => {
    const { default: NodeCache } = await import('node-cache');
    const cache = new NodeCache({ stdTTL: ttl / 1000 });
    return { set: (key, value) => cache.set(key, value), get: (key) => cache.get<number>(key) };
  },
  keyv: async () => {
    const { Keyv } = await import('keyv');
    const cache = new Keyv<number>({ ttl });
    return { set: (key, value) => cache.set(key, value), get: (key) => cache.get(key) };
  },
  'tiny-lru': async () => {
    const { lru } = await import('tiny-lru');
    return lru<number>(MOST, ttl) as Cache;
  },
  'quick-lru': async () => {
    const { default: QuickLRU } = await import('quick-lru');
    return new QuickLRU<string, number>({ maxSize: MOST, maxAge: ttl });
  },
};

const cache = await makers[process.env['LIBRARY'] as Library]();
if (setsAtStart) {
  await cache.set('first', 0);
  effect({ f: 'put', key: 'first', value: 0 });
}

async function fetched(key: string): Promise<number | null> {
  if (cache.fetch !== undefined && process.env['FETCHES'] === 'by-the-package')
    return (await cache.fetch(key)) ?? null;
  const found = await cache.get(key);
  if (found !== undefined) return found;
  const value = await load(key);
  await cache.set(key, value);
  return value;
}

onRequest(async (request: CacheRequest) => {
  switch (request.f) {
    case 'put':
      await cache.set(request.key, request.value);
      return 'set';
    case 'get':
      return (await cache.get(request.key)) ?? null;
    case 'fetch':
      return fetched(request.key);
    case 'edge':
      await cache.set(request.key, 1);
      await pause(ttl);
      return (await cache.get(request.key)) === undefined ? 'gone' : 'there';
  }
});
