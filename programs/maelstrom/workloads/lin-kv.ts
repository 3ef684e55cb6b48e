/** A linearizable store: reads, writes and compare-and-set, key by key. */
import { casRegisterModel, linearizable } from '../../../checkers/index.js';
import { anything } from './shape.js';
import type { Workload } from './workload.js';

/** Clients stay with a group of keys for so many operations each, then they take new ones: long histories of one key are hard to judge. */
const OPERATIONS_PER_KEY = 60;

export const linKv: Workload = {
  name: 'lin-kv',
  summary: 'A store whose operations seem to happen one after another, each at one moment',
  rpcs: {
    read: { ask: ({ key }) => ({ key }), lacks: anything('value'), hear: ({ value }) => value, isRead: true },
    write: { ask: ({ key, value }) => ({ key, value }) },
    cas: { ask: ({ key, from, to }) => ({ key, from, to }), hear: () => true },
  },
  draw({ index, random, params: { keyCount } }) {
    const group = Math.floor(index / (OPERATIONS_PER_KEY * keyCount));
    const key = group * keyCount + random.int(0, keyCount - 1);
    const value = (): number => random.int(0, 4);
    const kind = random.float();
    if (kind < 0.5) return { f: 'read', key };
    return kind < 0.75 ? { f: 'write', key, value: value() } : { f: 'cas', key, from: value(), to: value() };
  },
  timeoutMs: ({ latency }) => Math.max(10 * latency, 1000),
  // A key that nobody wrote is an error, and so no read ever shows null.
  check: () => ({ linearizable: linearizable(casRegisterModel()) }),
};
