/** The services that programs find beside them, by their names. */
import type { Program } from '../../../sim/node/program.js';
import { service } from './service.js';
import { notSupported } from './store.js';
import { lastWriteWinsStore, linearizableStore, sequentialStore } from './stores.js';

/** Gives numbers that grow, from 0. */
const timestamps = (): Program =>
  service(
    () => ({ next: 0 }),
    (state, asked) => (asked['type'] === 'ts' ? { type: 'ts_ok', ts: state.next++ } : notSupported(asked)),
  );

export const services: Readonly<Record<string, Program>> = {
  'seq-kv': sequentialStore(),
  'lin-kv': linearizableStore(),
  'lww-kv': lastWriteWinsStore(),
  'lin-tso': timestamps(),
};
