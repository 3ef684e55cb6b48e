/** A server that answers from the cache, and loads from the store what is not there. Which remedy it has is a setting. */
import { asyncProgram, Refused, type AsyncNode } from 'seedstorm';
import { orUndefined } from 'seedstorm/parts';
import type { CacheCalls, Entry } from '../lease-cache.js';
import { lockedLoads, type Life, type LoadTimes } from '../locked-load.js';
import type { StoreCalls } from '../slow-store.js';
import { isRefreshedEarly } from './early.js';
import type { Rules } from './rules.js';

/**
 * What keeps the many from loading at once. `none`, `early` and `own-lock` go without a lock in the cache; with the last, those
 * of one server wait for each other.
 */
export type Remedy = 'none' | 'own-lock' | 'lock' | 'stale' | 'early';

/** Times in ms. Only where the remedy is `stale` a value is answered after its time to live. */
export interface FrontTimes extends LoadTimes, Life {
  /** How long a request waits in all. */
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

export const front = (remedy: Remedy, times: FrontTimes, rule: Rules) =>
  asyncProgram<Front>((node) => {
    const get = getter(node, remedy, times, rule);
    node.onRequest({
      get: ({ key }) => get(key),
      async put(put) {
        const done = await node.call('store', put, { timeoutMs: times.storeMs }).catch(orUndefined);
        if (done === undefined) throw new Refused('the store did not answer', false);
        return done;
      },
    });
  });

function getter(node: AsyncNode<Front>, remedy: Remedy, times: FrontTimes, rule: Rules) {
  const isLocked = (remedy === 'lock' || remedy === 'stale') && rule.loads === 'under-the-lock';
  const life = { ttlMs: times.ttlMs, staleMs: remedy === 'stale' ? times.staleMs : 0 };
  const { look, load, loadUnderLock, loadAlone } = lockedLoads(node, times, () => life, rule);
  const loadOnce = oneAtATime(loadAlone);
  const loadAnew = (key: string, entry?: Entry) => {
    if (isLocked) return loadUnderLock(key, entry);
    return remedy === 'own-lock' ? loadOnce(key) : loadAlone(key);
  };

  /** Whether a value that is answered should be loaded anew. */
  function isDue({ freshMs, tookMs }: Entry): boolean {
    if (remedy === 'early') return isRefreshedEarly({ leftMs: freshMs, tookMs }, node.random);
    return freshMs <= 0 && rule.stale === 'loads-anew';
  }

  return async (key: string): Promise<number | null> => {
    const askedMs = node.monotonicMs();
    do {
      const entry = await look(key);
      if (entry === 'silent') {
        const value = rule.withoutCache === 'loads' ? await load(key) : undefined;
        if (value === undefined) throw new Refused('the cache does not answer');
        return value;
      }
      if (entry !== undefined) {
        if (isDue(entry)) void loadAnew(key, entry);
        return entry.value;
      }
      const loaded = await loadAnew(key);
      if (loaded !== undefined) return loaded;
      await node.sleep(PAUSE_MS);
    } while (isLocked && node.monotonicMs() - askedMs < times.patienceMs);
    throw new Refused('nobody has loaded it in time');
  };
}

/** Who asks for what is under way gets that. */
function oneAtATime<T>(load: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const underWay = new Map<string, Promise<T>>();
  return (key) => {
    const known = underWay.get(key) ?? load(key).finally(() => underWay.delete(key));
    underWay.set(key, known);
    return known;
  };
}
