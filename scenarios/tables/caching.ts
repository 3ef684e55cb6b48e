/** The caching strategies of the study notes: latency, how old what is read may be, and what a power cut takes. */
import type { Interval } from 'seedstorm/parts';
import { cachingAccount, type CachingFigures as Figures } from './caching-account.js';
import { cachingRun, type Strategy } from './caching-world.js';
import { measureTable, type Claim, type Comparison, type Row } from './table.js';

const inMs = ({ mean, half }: Interval): string => `${mean.toFixed(1)} ± ${half.toFixed(1)} ms`;
const surelyLess = (a: Interval, b: Interval, factor = 1): boolean =>
  a.mean + a.half < factor * (b.mean - b.half);

const nothingStale: Claim<Figures> = [
  'no read is stale',
  ({ stale }) => stale === 0,
  ({ stale, reads, longestMs }) =>
    `${stale} of ${reads} reads were stale, by up to ${longestMs.toFixed(0)} ms`,
];
const nothingLost: Claim<Figures> = [
  'nothing acknowledged is lost',
  ({ lost }) => lost.mean === 0,
  ({ lost }) => `${lost.mean.toFixed(2)} ± ${lost.half.toFixed(2)} writes are lost in a power cut`,
];
const mayLose: Claim<Figures> = [
  'what is not flushed may be lost',
  ({ lost }) => lost.mean - lost.half > 0,
  nothingLost[2],
];

const claimsOf = ({ strategy, how }: Strategy): readonly Claim<Figures>[] =>
  strategy === 'behind' && how === 'no journal' ? [nothingStale, mayLose] : [nothingStale, nothingLost];

/** What the notes say of one strategy beside another. */
function comparisons(rows: readonly Row<Strategy, Figures>[]): readonly Comparison[] {
  const row = (strategy: string, how: string): Figures => {
    const found = rows.find(({ setting }) => setting.strategy === strategy && setting.how === how);
    if (found === undefined) throw new Error(`The table has no row ${strategy}, ${how}.`);
    return found;
  };
  const [none, aside, through] = [row('no cache', '-'), row('aside', 'notes'), row('through', '-')];
  const [behind, journal] = [row('behind', 'no journal'), row('behind', 'journal')];
  return [
    [
      'aside: a miss costs more than no cache at all',
      surelyLess(none.firstMs, aside.firstMs),
      `the first read of a key takes ${inMs(aside.firstMs)}, without a cache ${inMs(none.firstMs)}`,
    ],
    [
      'a cache makes reads faster by half at least',
      surelyLess(aside.readMs, none.readMs, 0.5) && surelyLess(through.readMs, none.readMs, 0.5),
      `${inMs(aside.readMs)} and ${inMs(through.readMs)}; without a cache ${inMs(none.readMs)}`,
    ],
    [
      'through: writes are slow, since they go to two places',
      surelyLess(none.writeMs, through.writeMs),
      `${inMs(through.writeMs)}; without a cache ${inMs(none.writeMs)}`,
    ],
    [
      'behind: writes take less than half of what through takes',
      surelyLess(behind.writeMs, through.writeMs, 0.5),
      `${inMs(behind.writeMs)}; through ${inMs(through.writeMs)}`,
    ],
    [
      'so they do with a journal, which loses nothing',
      surelyLess(journal.writeMs, through.writeMs, 0.5) && journal.lost.mean === 0,
      `${inMs(journal.writeMs)}, ${journal.lost.mean} lost`,
    ],
    [
      'behind: writes come to the database in batches',
      behind.transactions < 0.8 * through.transactions,
      `${behind.transactions.toFixed(2)} transactions for each write; through ${through.transactions.toFixed(2)}`,
    ],
  ];
}

export const caching = measureTable({
  name: 'caching',
  summary: 'Cache-aside, through and behind: latency, staleness, and what a power cut of the cache takes',
  settings: [
    { strategy: 'no cache', how: '-' },
    { strategy: 'aside', how: 'notes' },
    { strategy: 'aside', how: 'leases' },
    { strategy: 'through', how: '-' },
    { strategy: 'through', how: 'around' },
    { strategy: 'behind', how: 'no journal' },
    { strategy: 'behind', how: 'journal' },
  ] satisfies readonly Strategy[] as readonly Strategy[],
  run: cachingRun,
  account: cachingAccount,
  claims: claimsOf,
  comparisons,
  columns: [
    ['strategy', ({ setting }) => setting.strategy],
    ['how', ({ setting }) => setting.how],
    ['read ms', ({ readMs }) => `${readMs.mean.toFixed(1)} ± ${readMs.half.toFixed(1)}`],
    ['p99', ({ readP99Ms }) => readP99Ms.toFixed(0)],
    ['first ms', ({ firstMs }) => firstMs.mean.toFixed(1)],
    ['write ms', ({ writeMs }) => `${writeMs.mean.toFixed(1)} ± ${writeMs.half.toFixed(1)}`],
    ['p99', ({ writeP99Ms }) => writeP99Ms.toFixed(0)],
    ['hits', ({ hits }) => (hits === undefined ? '-' : `${hits.toFixed(1)} %`)],
    ['stale', ({ stale, reads }) => `${((100 * stale) / reads).toFixed(2)} %`],
    ['longest ms', ({ longestMs }) => longestMs.toFixed(0)],
    ['lost', ({ lost }) => `${lost.mean.toFixed(2)} ± ${lost.half.toFixed(2)}`],
    ['transactions', ({ transactions }) => transactions.toFixed(2)],
    ['failed', ({ failed }) => String(failed)],
  ],
});
