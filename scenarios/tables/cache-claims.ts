/** What is claimed of the troubles of caches and their remedies: by the study notes, and by theory. */
import type { Interval } from 'seedstorm/parts';
import { loadsAnExpiry } from '../cache/stampede/early.js';
import type { CacheFigures } from './cache-account.js';
import { HOT_PER_SECOND, LOAD_MS, SERVERS, TTL_MS, type Setting } from './cache-world.js';
import type { Claim, Comparison, Row } from './table.js';

/** At most so many may be at the store: four in work, twenty in the line. */
const FULL = 24;
/** So many requests of a run are for keys that do not exist. */
const ABSENT = 520;

export const told = ({ mean, half }: Interval, digits = 1): string =>
  `${mean.toFixed(digits)} ± ${half === Infinity ? '?' : half.toFixed(digits)}`;
const peakIs = (claim: string, held: (peak: number) => boolean): Claim<CacheFigures> => [
  claim,
  ({ peak }) => held(peak.mean),
  ({ peak }) => `${told(peak)} at the store at the peak`,
];

export const CLAIMS: Readonly<Record<string, readonly Claim<CacheFigures>[]>> = {
  'stampede, none': [
    peakIs('when a hot key expires, many requests go to the store at once', (peak) => peak > 8),
  ],
  'stampede, own-lock': [
    [
      'with a lock, only one request goes to the store and the others wait',
      ({ together }) => together.mean < 1.5,
      ({ together }) => `${told(together)} loads an expiry, with ${SERVERS} servers`,
    ],
  ],
  'stampede, lock': [
    [
      'with a lock, only one request goes to the store and the others wait',
      ({ together }) => together.mean < 1.5,
      ({ together }) => `${told(together)} loads an expiry`,
    ],
  ],
  'stampede, early': [
    [
      'refreshed by chance before the time to live ends, hardly anybody waits',
      ({ p99Ms }) => p99Ms < LOAD_MS,
      ({ p99Ms }) => `${p99Ms.toFixed(1)} ms at 99 %`,
    ],
    [
      'an expiry costs e loads on average, however many ask (Vattani et al. 2015)',
      ({ together: { mean, half } }) => Math.abs(mean - loadsAnExpiry()) <= half,
      ({ together }) => `${told(together, 2)} loads an expiry; e is ${loadsAnExpiry().toFixed(2)}`,
    ],
  ],
  'stampede, stale': [
    [
      'with a second cache behind the first, nobody waits for the store',
      ({ p99Ms }) => p99Ms < LOAD_MS,
      ({ p99Ms }) => `${p99Ms.toFixed(1)} ms at 99 %`,
    ],
  ],
  'few absent keys, none': [absentReach(true)],
  'few absent keys, negative': [absentReach(false)],
  'few absent keys, filter': [absentReach(false)],
  'ever new ones, none': [absentReach(true)],
  'ever new ones, negative': [absentReach(false)],
  'ever new ones, filter': [absentReach(false)],
  'filled together, none': [
    peakIs('many keys expire together, and all go to the store at once', (peak) => peak > FULL / 2),
  ],
  'filled together, jitter 10 %': [fits('jitter on the time to live prevents an avalanche')],
  'filled together, jitter 100 %': [fits('jitter on the time to live prevents an avalanche')],
  'filled together, limit': [fits('(not in the notes) so does a limit of loads')],
  'filled together, both': [fits('(not in the notes) so do both')],
  'empty cache, none': [
    peakIs('(not in the notes) a restart of the cache is an avalanche, too', (peak) => peak > FULL / 2),
  ],
  'empty cache, jitter 100 %': [fits('jitter on the time to live prevents an avalanche')],
  'empty cache, all at once': [fits('a warm-up prevents an avalanche')],
  'empty cache, limit': [fits('(not in the notes) a limit of loads does')],
  'empty cache, one by one': [fits('a warm-up step by step prevents an avalanche')],
};

/** Of 250 requests a second, 200 are for absent keys, for 2.7 seconds. */
function absentReach(always: boolean): Claim<CacheFigures> {
  return [
    always
      ? 'what does not exist always misses, and goes to the store'
      : 'what does not exist is kept from the store',
    ({ loads }) => loads.mean > ABSENT / 2 === always,
    ({ loads }) => `${told(loads, 0)} loads a run; ${ABSENT} requests are for keys that do not exist`,
  ];
}

function fits(claim: string): Claim<CacheFigures> {
  return peakIs(claim, (peak) => peak <= FULL / 2);
}

export function comparisons(rows: readonly Row<Setting, CacheFigures>[]): readonly Comparison[] {
  const of = (remedy: Setting['remedy']) =>
    rows.find(({ setting }) => setting.trouble === 'stampede' && setting.remedy === remedy) as CacheFigures;
  const [lock, stale, early] = [of('lock'), of('stale'), of('early')];
  return [
    [
      'where many ask, stale values are hardly older than the time to live: a load is soon begun, and soon done',
      stale.stalestMs <= TTL_MS + 2 * LOAD_MS,
      `${lock.stalestMs.toFixed(0)} ms with a lock, ${early.stalestMs.toFixed(0)} early, ${stale.stalestMs.toFixed(0)} stale; the time to live is ${TTL_MS} ms`,
    ],
    [
      'without a lock, as many load as come while the first one does',
      Math.abs(of('none').together.mean - (HOT_PER_SECOND * LOAD_MS) / 1000) < 5,
      `${told(of('none').together)} loads an expiry; ${(HOT_PER_SECOND * LOAD_MS) / 1000} come in ${LOAD_MS} ms`,
    ],
  ];
}
