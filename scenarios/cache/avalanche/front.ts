/** A server with a limited number of loads, which warms the cache up when it starts; an import fills all keys at once. */
import { asyncProgram, Refused, type AsyncNode } from 'seedstorm';
import { orUndefined } from 'seedstorm/parts';
import type { CacheCalls } from '../lease-cache.js';
import { guarded, lockedLoads, type LoadTimes } from '../locked-load.js';
import type { StoreCalls } from '../slow-store.js';
import { newPlaces } from './places.js';
import type { Rules } from './rules.js';

export interface FrontSettings extends LoadTimes {
  readonly keys: readonly string[];
  /** The shortest time to live, and by how much others are longer. */
  readonly ttlMs: number;
  readonly jitterMs: number;
  /** How many loads a server has under way at most. */
  readonly places: number;
  /** A load takes at least so long; one that fails sooner keeps its place until then. */
  readonly leastMs: number;
  /** How long a request waits in all. */
  readonly patienceMs: number;
  /** Whether a server that starts fills the cache. */
  readonly warmsUp: boolean;
}

interface Front {
  requests: {
    get: (get: { readonly key: string }) => number | null;
    /** A batch job has values for all keys, and puts them into the cache. */
    import: (batch: { readonly value: number }) => 'filled';
  };
  calls: CacheCalls & StoreCalls;
}

const PAUSE_MS = 8;

export const front = (settings: FrontSettings, rule: Rules) =>
  asyncProgram<Front>((node) => {
    const { keys, cacheMs, warmsUp } = settings;
    const { get, warm } = loader(node, settings, rule);
    const lifeOf = lives(node, settings, rule);
    node.onRequest({
      get: ({ key }) => get(key),
      async import({ value }) {
        const fills = keys.map((key) => {
          const life = lifeOf();
          node.effect({ f: 'fills', key, ttlMs: life.ttlMs });
          const fill = { key, value, ...life, tookMs: 0, token: '', life: 0 };
          return node
            .call('cache', { f: 'fill', ...fill, whose: 'own', counts: 'from-now' }, { timeoutMs: cacheMs })
            .catch(orUndefined);
        });
        await Promise.all(fills);
        return 'filled' as const;
      },
    });
    if (warmsUp) void warm();
  });

function loader(node: AsyncNode<Front>, settings: FrontSettings, rule: Rules) {
  const { keys, places: count, leastMs, patienceMs } = settings;
  const places = newPlaces(rule.loads === 'limited' ? count : Infinity, () => node.monotonicMs());
  const { look, loadUnderLock } = lockedLoads(node, settings, lives(node, settings, rule), guarded, {
    // A store that refuses at once must not be asked again at once.
    ended: (fromMs) => node.sleep(Math.max(0, fromMs + leastMs - node.monotonicMs())),
  });

  async function loadInPlace(key: string, untilMs: number): Promise<number | null | undefined> {
    if (!(await places.take(untilMs))) return undefined;
    const value = await loadUnderLock(key, undefined);
    if (value !== undefined || rule.failed === 'gives-back') places.giveBack();
    return value;
  }

  async function get(key: string): Promise<number | null> {
    const untilMs = node.monotonicMs() + patienceMs;
    do {
      const entry = await look(key);
      if (entry === 'silent') throw new Refused('the cache does not answer');
      if (entry !== undefined) return entry.value;
      const loaded = await loadInPlace(key, untilMs);
      if (loaded !== undefined) return loaded;
      await node.sleep(PAUSE_MS);
    } while (node.monotonicMs() < untilMs);
    throw new Refused('nobody has loaded it in time');
  }

  /** One after another: the other places are for those who wait for an answer. */
  async function warm(): Promise<void> {
    if (rule.warmUp === 'all-at-once') return void keys.map((key) => loadUnderLock(key, undefined));
    for (const key of keys) if ((await look(key)) === undefined) await loadInPlace(key, Infinity);
  }

  return { get, warm };
}

/** Entries filled at the same time expire at different times. */
const lives =
  (node: Pick<AsyncNode<Front>, 'random'>, { ttlMs, jitterMs }: FrontSettings, rule: Rules) =>
  () => ({ ttlMs: rule.ttl === 'same' ? ttlMs : ttlMs + jitterMs * node.random.float(), staleMs: 0 });
