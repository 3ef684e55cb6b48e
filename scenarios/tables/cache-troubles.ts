/**
 * Three troubles of a cache before a busy store, with each remedy that the study notes name and with others: what comes to the
 * store at the peak and on average, how long clients wait, and how old their answers get.
 */
import { cacheAccount, type CacheFigures } from './cache-account.js';
import { CLAIMS, comparisons, told } from './cache-claims.js';
import { cacheRun, type Setting } from './cache-world.js';
import { measureTable } from './table.js';

const failures = ({ failed, asked }: CacheFigures): string => `${((100 * failed) / asked).toFixed(1)} %`;

const rowsOf = <T extends Setting['trouble'], R extends string>(trouble: T, remedies: readonly R[]) =>
  remedies.map((remedy) => ({ trouble, remedy }));

export const cacheTroubles = measureTable<Setting, CacheFigures>({
  name: 'cache-troubles',
  summary:
    'Stampede, penetration and avalanche of a cache, with and without remedies: load on the store, waiting, age',
  settings: [
    ...rowsOf('stampede', ['none', 'own-lock', 'lock', 'early', 'stale'] as const),
    ...rowsOf('few absent keys', ['none', 'negative', 'filter'] as const),
    ...rowsOf('ever new ones', ['none', 'negative', 'filter'] as const),
    ...rowsOf('filled together', ['none', 'jitter 10 %', 'jitter 100 %', 'limit', 'both'] as const),
    ...rowsOf('empty cache', ['none', 'jitter 100 %', 'all at once', 'limit', 'one by one'] as const),
  ],
  run: cacheRun,
  account: cacheAccount,
  claims: ({ trouble, remedy }) => CLAIMS[`${trouble}, ${remedy}`] ?? [],
  comparisons,
  columns: [
    ['trouble', ({ setting }) => setting.trouble],
    ['remedy', ({ setting }) => setting.remedy],
    ['peak', ({ peak }) => told(peak)],
    ['mean', ({ mean }) => told(mean, 2)],
    ['loads', ({ loads }) => told(loads, 0)],
    ['an expiry', ({ setting, together }) => (setting.trouble === 'stampede' ? told(together, 2) : '-')],
    ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(1)],
    ['refused', failures],
    ['oldest ms', ({ setting, stalestMs }) => (setting.trouble === 'stampede' ? stalestMs.toFixed(0) : '-')],
  ],
});
