/**
 * Loading what is not in the cache, one server at a time for each key: under a lock in the cache, which has an end. Shared
 * by the systems of this folder; each guard is a rule, and may be wrong.
 */
import type { AsyncNode } from 'seedstorm';
import { orUndefined } from 'seedstorm/parts';
import type { CacheCalls, Entry } from './lease-cache.js';
import type { StoreCalls } from './slow-store.js';

/** Times in ms. */
export interface LoadTimes {
  /** How long a lock lasts. */
  readonly lockMs: number;
  /** From the moment when a server asks for the lock: later it does not load any more. */
  readonly withinMs: number;
  /** How long it waits for the cache, and for the store. */
  readonly cacheMs: number;
  readonly storeMs: number;
}

/** How long a value lives, in ms: fresh, and after that stale. */
export interface Life {
  readonly ttlMs: number;
  readonly staleMs: number;
}

export interface LoadRules {
  /** How long a lock is held by somebody who does not come back: a while, or for ever. */
  readonly lock: 'expires' | 'stays';
  /** Who may open a lock. */
  readonly opens: 'own' | 'any';
  /** Whether a server looks again once it has the lock. */
  readonly looks: 'again' | 'once';
  /** Whether a server that got the lock late uses it. */
  readonly late: 'gives-up' | 'loads';
  /** From when on an entry ages. */
  readonly ages: 'from-the-lock' | 'from-now';
}

/** All guards there are. */
export const guarded: LoadRules = {
  lock: 'expires',
  opens: 'own',
  looks: 'again',
  late: 'gives-up',
  ages: 'from-the-lock',
};

/** What it needs of a server. */
type LoadingNode = Pick<
  AsyncNode<{ calls: CacheCalls & StoreCalls }>,
  'id' | 'incarnation' | 'call' | 'effect' | 'monotonicMs'
>;

/** What a server does besides. */
interface LoadHooks {
  /** Awaited when a load that began then has ended, before the cache is filled. */
  readonly ended?: (fromMs: number) => Promise<void>;
}

/** Under what a value is loaded. */
interface Lease {
  readonly token: string;
  /** The life of the cache in which it was given. */
  readonly life: number;
}

/** @param lifeOf how long a value lives in the cache; `undefined`: it is not kept */
export function lockedLoads(
  node: LoadingNode,
  times: LoadTimes,
  lifeOf: (value: number | null) => Life | undefined,
  rule: LoadRules,
  { ended }: LoadHooks = {},
) {
  const { lockMs, withinMs, cacheMs, storeMs } = times;
  let attempts = 0;
  const newToken = (): string => `${node.id}.${node.incarnation}.${++attempts}`;

  /** `undefined`: it is not there; `silent`: the cache does not answer. */
  const look = (key: string): Promise<Entry | undefined | 'silent'> =>
    node.call('cache', { f: 'look', key }, { timeoutMs: cacheMs }).catch(() => 'silent' as const);

  function load(key: string): Promise<number | null | undefined> {
    node.effect({ f: 'load', key, process: node.incarnation });
    return node
      .call('store', { f: 'load', key, withinMs: storeMs }, { timeoutMs: storeMs })
      .catch(orUndefined);
  }

  const unlock = (key: string, token: string) =>
    node
      .call('cache', { f: 'unlock', key, token, whose: rule.opens }, { timeoutMs: cacheMs })
      .catch(orUndefined);

  /** If the store does not answer, the lock stays until it expires: so a store in trouble is left alone for a while. */
  async function loadAndFill(key: string, counts: LoadRules['ages'], { token, life }: Lease) {
    const fromMs = node.monotonicMs();
    const value = await load(key);
    await ended?.(fromMs);
    if (value === undefined) return undefined;
    const lives = lifeOf(value);
    const fill = { key, value, token, life, tookMs: node.monotonicMs() - fromMs, whose: rule.opens };
    if (lives === undefined) await unlock(key, token);
    else
      await node
        .call('cache', { f: 'fill', ...lives, ...fill, counts }, { timeoutMs: cacheMs })
        .catch(orUndefined);
    return value;
  }

  /**
   * Gives the value if it was loaded, here or by somebody else meanwhile.
   * @param seen what made it load: if there is something newer by now, that will do
   */
  async function loadUnderLock(key: string, seen: Entry | undefined): Promise<number | null | undefined> {
    const token = newToken();
    const askedMs = node.monotonicMs();
    const forMs = rule.lock === 'expires' ? lockMs : Infinity;
    const life = await node
      .call('cache', { f: 'lock', key, token, forMs }, { timeoutMs: cacheMs })
      .catch(orUndefined);
    if (life === undefined) return undefined;
    const now = rule.looks === 'again' ? await look(key) : seen;
    const isNew = now !== 'silent' && now !== undefined && now.freshMs > 0;
    const isLate = node.monotonicMs() - askedMs > withinMs && rule.late === 'gives-up';
    if (now !== 'silent' && !isNew && !isLate) return loadAndFill(key, rule.ages, { token, life });
    await unlock(key, token);
    return isNew ? now.value : undefined;
  }

  return {
    look,
    load,
    loadUnderLock,
    loadAlone: (key: string) => loadAndFill(key, 'from-now', { token: newToken(), life: 0 }),
  };
}
