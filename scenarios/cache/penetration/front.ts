/** A server whose clients ask for keys that exist, and for many that do not. */
import { asyncProgram, Refused, type AsyncNode } from 'seedstorm';
import { orUndefined } from 'seedstorm/parts';
import type { CacheCalls } from '../lease-cache.js';
import { guarded, lockedLoads, type LoadTimes } from '../locked-load.js';
import type { StoreCalls } from '../slow-store.js';
import type { FilterCalls } from './filter-node.js';
import type { Rules } from './rules.js';

export type Remedy = 'none' | 'negative' | 'filter';

/** Times in ms. */
export interface FrontTimes extends LoadTimes {
  /** How long a value is kept, and how long it is kept that there is none. */
  readonly ttlMs: number;
  readonly negativeMs: number;
  readonly patienceMs: number;
}

interface Front {
  requests: {
    get: (get: { readonly key: string }) => number | null;
    put: (put: { readonly key: string; readonly value: number }) => 'written';
  };
  calls: CacheCalls & StoreCalls & FilterCalls;
}

const PAUSE_MS = 8;
/** So often a server tells the cache or the filter of a new key, until it hears that it was understood. */
const TELLS = 6;

export const front = (remedy: Remedy, times: FrontTimes, rule: Rules) =>
  asyncProgram<Front>((node) => {
    node.onRequest({ get: getter(node, remedy, times, rule), put: putter(node, remedy, times, rule) });
  });

function getter(node: AsyncNode<Front>, remedy: Remedy, times: FrontTimes, rule: Rules) {
  const { ttlMs, negativeMs, patienceMs, cacheMs } = times;
  const lifeOf = (value: number | null) => {
    if (value !== null) return { ttlMs, staleMs: 0 };
    if (remedy !== 'negative' || rule.negatives === 'none') return undefined;
    return { ttlMs: rule.negatives === 'short' ? negativeMs : ttlMs, staleMs: 0 };
  };
  const { look, loadUnderLock, loadAlone } = lockedLoads(node, times, lifeOf, guarded);

  return async ({ key }: { readonly key: string }): Promise<number | null> => {
    const askedMs = node.monotonicMs();
    for (let first = true; node.monotonicMs() - askedMs < patienceMs; first = false) {
      const entry = await look(key);
      if (entry === 'silent') throw new Refused('the cache does not answer');
      if (entry !== undefined) return entry.value;
      if (remedy === 'filter' && first) {
        const said = await node.call('filter', { f: 'ask', key }, { timeoutMs: cacheMs }).catch(orUndefined);
        if (said === 'no' || said === 'maybe') node.effect({ f: 'filtered', key, said });
        if (said === 'no') return null;
      }
      const loaded = await (remedy === 'none' ? loadAlone(key) : loadUnderLock(key, entry));
      if (loaded !== undefined) return loaded;
      if (remedy === 'none') break;
      await node.sleep(PAUSE_MS);
    }
    throw new Refused('nobody has loaded it in time');
  };
}

/** First the row, then those who may believe that there is none; and only then the answer. */
function putter(node: AsyncNode<Front>, remedy: Remedy, { storeMs, cacheMs }: FrontTimes, rule: Rules) {
  async function tell(key: string): Promise<void> {
    for (let time = 0; time < TELLS; time++) {
      const told = await (
        remedy === 'filter'
          ? node.call('filter', { f: 'add', key }, { timeoutMs: cacheMs })
          : node.call('cache', { f: 'remove', key, later: rule.later }, { timeoutMs: cacheMs })
      ).then(
        () => true,
        () => false,
      );
      if (told) return;
      await node.sleep(PAUSE_MS);
    }
    throw new Refused('nobody knows of the new key', false);
  }

  return async (put: { readonly f: 'put'; readonly key: string; readonly value: number }) => {
    if (rule.creation === 'told-then-written') await tell(put.key);
    const done = await node.call('store', put, { timeoutMs: storeMs }).catch(orUndefined);
    if (done === undefined) throw new Refused('the store did not answer', false);
    if (rule.creation === 'written-then-told') await tell(put.key);
    return done;
  };
}
