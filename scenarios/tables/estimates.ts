/**
 * Estimates of the study notes (their chapter 10): users to requests, bytes and servers by arithmetic, and beside it a day of one in
 * some thousands of the users, and the servers at the rate of the peak.
 */
import { estimatesAccount, type EstimateFigures } from './estimates-account.js';
import { estimateRun, WORK_MS, type Estimate, type Example } from './estimates-world.js';
import { measureTable, type Claim, type Row } from './table.js';

/** What the notes say of an example; figures of the whole service. */
interface Noted {
  readonly perSecond?: number;
  readonly gigabytesADay?: number;
  /** Of the users of the day, the share that is there at once at the peak, where each stays for an hour. */
  readonly atOnce?: number;
  /** They multiply the mean by this for the peak. */
  readonly peak?: number;
}

const day = (name: string, users: number, actions: number, more: Partial<Example> = {}): Example => ({
  ...{ kind: 'day', name, users, actions, bytes: 0, oneIn: (users * actions) / 60_000 },
  ...more,
});

const MILLION = 1_000_000;
const noted: readonly (readonly [Estimate, Noted])[] = [
  [day('posts of 1 M users', MILLION, 1), { perSecond: 11.6, peak: 3 }],
  [day('chat of 1 M users', MILLION, 50, { bytes: 200 }), { gigabytesADay: 10 }],
  [day('tweets of 150 M', 150 * MILLION, 2, { bytes: 300 }), { perSecond: 3_500, gigabytesADay: 90 }],
  [day('timelines of 150 M', 150 * MILLION, 200), { perSecond: 350_000, peak: 3 }],
  [day('short urls of 10 M', 10 * MILLION, 10), { perSecond: 1_160 }],
  [day('an hour of video, 5 M', 5 * MILLION, 1), { atOnce: 0.1 }],
  ...[
    [4, 0],
    [4, 1],
    [6, 0],
    [6, 1],
    [7, 1],
  ].map(
    ([servers = 0, dead = 0]) =>
      [
        {
          kind: 'servers',
          name: `${servers} servers${dead > 0 ? ', 1 dead' : ''}`,
          perSecond: 3_500,
          servers,
          dead,
        },
        {},
      ] as const,
  ),
];
const notedOf = new Map(noted.map(([estimate, says]) => [estimate.name, says]));

/** Of the whole service. */
const factorOf = (estimate: Estimate): number => (estimate.kind === 'day' ? estimate.oneIn : 1);
const about = (measured: number, said: number): boolean => Math.abs(measured - said) <= 0.03 * said;
const words = (value: number): string =>
  value >= 1_000
    ? Math.round(value).toLocaleString('en-US')
    : value >= 10
      ? value.toFixed(0)
      : value.toFixed(1);

/** So much longer than the work alone a request may take, for all but one in a hundred. */
const BEARABLE_MS = 10 * WORK_MS;

function claims(estimate: Estimate): readonly Claim<EstimateFigures>[] {
  const by = factorOf(estimate);
  if (estimate.kind === 'servers')
    return [
      [
        `${estimate.name} bear the peak of 3,500 a second`,
        ({ p99Ms, refused }) => p99Ms.mean <= BEARABLE_MS && refused.mean === 0,
        ({ p99Ms, refused }) =>
          `99 % within ${words(p99Ms.mean)} ms, ${(100 * refused.mean).toFixed(1)} % refused`,
      ],
    ];
  const { perSecond, gigabytesADay, atOnce, peak } = notedOf.get(estimate.name) as Noted;
  const all: (Claim<EstimateFigures> | undefined)[] = [
    perSecond === undefined
      ? undefined
      : [
          `${words(perSecond)} a second on average`,
          (figures) => about(figures.perSecond.mean * by, perSecond),
          (figures) => `${words(figures.perSecond.mean * by)} a second`,
        ],
    gigabytesADay === undefined
      ? undefined
      : [
          `${gigabytesADay} GB a day`,
          (figures) => about((figures.bytes.mean * by) / 1e9, gigabytesADay),
          (figures) => `${words((figures.bytes.mean * by) / 1e9)} GB a day`,
        ],
    peak === undefined
      ? undefined
      : [
          `the peak is ${peak} times the mean`,
          (figures) => about(figures.peak.mean, peak),
          (figures) => `the busiest hour has ${figures.peak.mean.toFixed(2)} times the mean`,
        ],
    atOnce === undefined
      ? undefined
      : [
          `${100 * atOnce} % of the users are there at once at the peak`,
          (figures) => about(figures.atOnce.mean, atOnce),
          (figures) => `${(100 * figures.atOnce.mean).toFixed(1)} %`,
        ],
  ];
  return all.filter((claim) => claim !== undefined);
}

type EstimateRow = Row<Estimate, EstimateFigures>;
type Figure = keyof EstimateFigures;

/** A figure of a row, with how sure it is; empty where the row has none. */
const cell =
  (name: Figure, by: (row: EstimateRow) => number = () => 1) =>
  (row: EstimateRow): string => {
    const { mean, half } = row[name];
    return Number.isNaN(mean) ? '' : `${words(mean * by(row))} ± ${words(half * by(row))}`;
  };

export const estimates = measureTable({
  name: 'estimates',
  summary: 'Users to requests, bytes and servers: the arithmetic of the study notes beside small simulations',
  settings: noted.map(([estimate]) => estimate),
  run: estimateRun,
  account: estimatesAccount,
  claims,
  columns: [
    ['example', ({ setting }) => setting.name],
    ['a second', cell('perSecond', ({ setting }) => factorOf(setting))],
    [
      'peak hour × mean',
      ({ peak: { mean, half } }) => (Number.isNaN(mean) ? '' : `${mean.toFixed(2)} ± ${half.toFixed(2)}`),
    ],
    [
      'GB a day',
      (row) => (row.bytes.mean > 0 ? cell('bytes', ({ setting }) => factorOf(setting) / 1e9)(row) : ''),
    ],
    ['99 % within, ms', cell('p99Ms')],
    ['refused, %', cell('refused', () => 100)],
  ],
});
