/**
 * A Bloom filter of the keys of the store, as a node. It is in memory: after a restart it knows nothing, and says so. Again and
 * again it is made anew of all keys of the store, for some were written by others who did not tell it; keys that are
 * added meanwhile are in the new one, too. One that has not been made anew for long is not believed.
 */
import { stateMachine } from 'seedstorm';
import type { StoreCalls } from '../slow-store.js';
import { addTo, emptyFilter, mayHold, type BloomFilter } from './bloom-filter.js';
import type { Rules } from './rules.js';

/** What others ask the filter. `unknown`: it has none that can be believed. */
export interface FilterCalls {
  ask: (ask: { readonly key: string }) => 'no' | 'maybe' | 'unknown';
  add: (add: { readonly key: string }) => void;
}

/** Times in ms. */
export interface FilterSettings {
  readonly bits: number;
  readonly hashes: number;
  /** How long after one making the next begins, and how long the store may take for it. */
  readonly everyMs: number;
  readonly withinMs: number;
  /** How old what it was made of may be. */
  readonly believedMs: number;
}

interface FilterNode {
  state: {
    filter: BloomFilter | undefined;
    /** When the store was asked for what it was made of. */
    asOfMs: number;
    /** What was added since the store was asked for all keys. */
    addedSince: string[];
  };
  messages: FilterCalls;
  calls: Pick<StoreCalls, 'keys'>;
  timer: 'make';
  token: { readonly askedMs: number };
}

export function filterNode(settings: FilterSettings, rule: Rules) {
  const bits = rule.sized === 'for-all' ? settings.bits : settings.bits / 4;
  return stateMachine<FilterNode>({
    start(node) {
      node.setTimer('make', 0);
      const filter = rule.restarted === 'unknown' ? undefined : emptyFilter(bits, settings.hashes);
      return { filter, asOfMs: node.monotonicMs(), addedSince: [] };
    },

    onTimer(state, _make, node) {
      state.addedSince = [];
      const { withinMs: timeoutMs } = settings;
      node.call('store', { f: 'keys' }, { timeoutMs, token: { askedMs: node.monotonicMs() } });
    },

    onReply(state, result, node) {
      node.setTimer('make', settings.everyMs);
      if (result.kind !== 'answer') return;
      const made = emptyFilter(bits, settings.hashes);
      for (const key of result.value) addTo(made, key);
      if (rule.made === 'with-what-came') for (const key of state.addedSince) addTo(made, key);
      state.filter = made;
      state.asOfMs = result.token.askedMs;
    },

    onMessage: {
      ask({ filter, asOfMs }, { key }, node) {
        const isOld = node.monotonicMs() - asOfMs > settings.believedMs;
        if (filter === undefined || (isOld && rule.old === 'unknown')) return node.reply('unknown');
        node.reply(mayHold(filter, key) ? 'maybe' : 'no');
      },
      add(state, { key }, node) {
        if (state.filter !== undefined) addTo(state.filter, key);
        state.addedSince.push(key);
        node.reply(undefined);
      },
    },
  });
}
