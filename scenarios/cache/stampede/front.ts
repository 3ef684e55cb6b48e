/** A server that answers from the cache, and loads from the store what is not there. Which remedy it has is a setting. */
import { asyncProgram, Refused, type AsyncNode } from 'seedstorm';
import { orUndefined } from 'seedstorm/parts';
import type { CacheCalls, Entry } from '../lease-cache.js';
import type { StoreCalls } from '../slow-store.js';
import { isRefreshedEarly } from './early.js';
import type { Rules } from './rules.js';

/** What keeps the many from loading at once. `early` and `none` go without a lock. */
export type Remedy = 'none' | 'lock' | 'stale' | 'early';

/** Times in ms. */
export interface FrontTimes {
  readonly ttlMs: number;
  /** So long after its time to live a value is still answered, where the remedy is `stale`. */
  readonly staleMs: number;
  /** How long a lock lasts. */
  readonly lockMs: number;
  /** From the moment when a server asks for the lock: later it does not load any more. */
  readonly withinMs: number;
  /** How long it waits for the cache, for the store, and in all. */
  readonly cacheMs: number;
  readonly storeMs: number;
  readonly patienceMs: number;
}

/** How long a server that waits for another one's value sleeps before it looks again. */
const PAUSE_MS = 8;

export interface Front {
  requests: {
    get: (get: { readonly key: string }) => number | null;
    put: (put: { readonly key: string; readonly value: number }) => 'written';
  };
  calls: CacheCalls & StoreCalls;
}
type Node = AsyncNode<Front>;

export const front = (remedy: Remedy, times: FrontTimes, rule: Rules) =>
  asyncProgram<Front>((node) => {
    const server = serverOf(node, remedy, times, rule);
    node.onRequest({
      get: ({ key }) => server.get(key),
      async put(put) {
        const done = await node.call('store', put, { timeoutMs: times.storeMs }).catch(orUndefined);
        if (done === undefined) throw new Refused('the store did not answer', false);
        return done;
      },
    });
  });

function serverOf(node: Node, remedy: Remedy, times: FrontTimes, rule: Rules) {
  const { ttlMs, staleMs, lockMs, withinMs, cacheMs, storeMs, patienceMs } = times;
  const locks = (remedy === 'lock' || remedy === 'stale') && rule.loads === 'under-the-lock';
  let attempts = 0;

  /** `undefined`: it is not there. Throws where the cache does not answer. */
  const look = (key: string) => node.call('cache', { f: 'look', key }, { timeoutMs: cacheMs });

  async function get(key: string): Promise<number | null> {
    const askedMs = node.monotonicMs();
    while (node.monotonicMs() - askedMs < patienceMs) {
      const entry = await look(key).catch(() => 'silent' as const);
      if (entry === 'silent') {
        if (rule.withoutCache === 'refuses') throw new Refused('the cache does not answer');
        return answered(await load(key));
      }
      if (entry !== undefined) {
        if (isDue(entry)) void (locks ? loadUnderLock(key, entry) : loadAndFill(key, newToken()));
        return entry.value;
      }
      const loaded = locks ? await loadUnderLock(key, entry) : await loadAndFill(key, newToken());
      if (loaded !== undefined) return loaded;
      if (!locks) break;
      await node.sleep(PAUSE_MS);
    }
    throw new Refused('nobody has loaded it in time');
  }

  /** Whether a value that is answered should be loaded anew. */
  function isDue({ freshMs, tookMs }: Entry): boolean {
    if (remedy === 'early') return isRefreshedEarly({ leftMs: freshMs, tookMs }, node.random);
    return freshMs <= 0 && rule.stale === 'loads-anew';
  }

  /** @param seen what made it load: if there is something newer by now, that will do */
  async function loadUnderLock(key: string, seen: Entry | undefined): Promise<number | null | undefined> {
    const token = newToken();
    const askedMs = node.monotonicMs();
    const forMs = rule.lock === 'expires' ? lockMs : Infinity;
    const isMine = await node
      .call('cache', { f: 'lock', key, token, forMs }, { timeoutMs: cacheMs })
      .catch(orUndefined);
    if (isMine !== true) return undefined;
    const now = rule.looks === 'again' ? await look(key).catch(() => 'silent' as const) : seen;
    const isNew = now !== 'silent' && now !== undefined && now.freshMs > 0;
    const isLate = node.monotonicMs() - askedMs > withinMs && rule.late === 'gives-up';
    if (now === 'silent' || isNew || isLate) {
      await node
        .call('cache', { f: 'unlock', key, token, whose: rule.opens }, { timeoutMs: cacheMs })
        .catch(orUndefined);
      return isNew ? now.value : undefined;
    }
    return loadAndFill(key, token);
  }

  /** If the store does not answer, the lock stays until it expires: so a store in trouble is left alone for a while. */
  async function loadAndFill(key: string, token: string): Promise<number | null | undefined> {
    const fromMs = node.monotonicMs();
    const value = await load(key);
    if (value === undefined) return undefined;
    const fill = { key, value, token, ttlMs, tookMs: node.monotonicMs() - fromMs, whose: rule.opens };
    await node
      .call(
        'cache',
        {
          f: 'fill',
          ...fill,
          staleMs: remedy === 'stale' ? staleMs : 0,
          counts: locks ? rule.ages : 'from-now',
        },
        { timeoutMs: cacheMs },
      )
      .catch(orUndefined);
    return value;
  }

  function load(key: string): Promise<number | null | undefined> {
    node.effect({ f: 'load', key });
    return node
      .call('store', { f: 'load', key, withinMs: storeMs }, { timeoutMs: storeMs })
      .catch(orUndefined);
  }

  const newToken = (): string => `${node.id}.${node.incarnation}.${++attempts}`;
  return { get };
}

function answered(value: number | null | undefined): number | null {
  if (value === undefined) throw new Refused('the store did not answer');
  return value;
}
