/**
 * How often services are there, in series and side by side: the arithmetic of the study notes beside simulated outages, and
 * where it lies: outages that hit all at once, and the time until somebody has seen that one is dead.
 */
import { meanInterval } from 'seedstorm/parts';
import {
  availabilityRun,
  DOWN_MS,
  servicesOf,
  UP_MS,
  type Batch,
  type Layout,
} from './availability-world.js';
import { summing } from './sums.js';
import { measureTable, type Claim, type Comparison, type Row } from './table.js';

/** How many of the requests were answered, in percent, and how sure that is. */
export interface AvailabilityFigures {
  readonly asked: number;
  readonly available: number;
  /** Student's interval at 99 % over batches of the runs: available ± this. */
  readonly half: number;
}

const ONE = UP_MS / (UP_MS + DOWN_MS);
const HOURS_A_YEAR = 8_760;
const THREE_NINES_THRICE = 100 * 0.999 * 0.999 * 0.999;

/** What the arithmetic says: A·A·A in series, 1 − (1 − A)·(1 − A) side by side; in percent. */
export function arithmetic(setting: Layout): number {
  const inSeries = setting.layout === 'series of 3';
  const all = servicesOf(setting).reduce((product) => product * (inSeries ? ONE : 1 - ONE), 1);
  return 100 * (inSeries ? all : 1 - all);
}

const inPercent = (value: number, digits = 2): string => `${value.toFixed(digits)} %`;
const hoursDown = (available: number): string => (((100 - available) / 100) * HOURS_A_YEAR).toFixed(1);

const claimsOf = (setting: Layout): readonly Claim<AvailabilityFigures>[] => [
  [
    'as many are answered as the arithmetic says',
    ({ available, half }) => Math.abs(available - arithmetic(setting)) <= half,
    ({ available, half }) =>
      `${inPercent(available)} ± ${half.toFixed(2)}; the arithmetic says ${inPercent(arithmetic(setting))}`,
  ],
];

/** The sums of the notes themselves, and what is left of a second server. */
function comparisons(rows: readonly Row<Layout, AvailabilityFigures>[]): readonly Comparison[] {
  const down = (layout: string, outages: string, change: string): number =>
    100 -
    (rows.find(
      ({ setting }) => setting.layout === layout && setting.outages === outages && setting.change === change,
    )?.available ?? 0);
  const [one, two] = [down('one', 'own', '-'), down('2 side by side', 'own', 'at once')];
  const [shared, checked] = [
    down('2 side by side', 'shared', 'at once'),
    down('2 side by side', 'own', 'after a check'),
  ];
  return [
    [
      '99.9 % three times in series is 99.7 %: 26.3 hours a year instead of 8.76',
      THREE_NINES_THRICE.toFixed(1) === '99.7' && hoursDown(THREE_NINES_THRICE) === '26.3',
      `${inPercent(THREE_NINES_THRICE)}, ${hoursDown(THREE_NINES_THRICE)} hours`,
    ],
    [
      'a second server side by side takes away nearly all downtime',
      two < one / 20,
      `${inPercent(one)} down with one, ${inPercent(two)} with two`,
    ],
    [
      'so it does where one outage in five hits both',
      shared < one / 20,
      `${inPercent(one)} down with one, ${inPercent(shared)} with two`,
    ],
    [
      'so it does where a health check must find the dead one first',
      checked < one / 20,
      `${inPercent(one)} down with one, ${inPercent(checked)} with two`,
    ],
  ];
}

const batchesOf = (history: Awaited<ReturnType<typeof availabilityRun>>['history']): readonly Batch[] =>
  (history.findLast(({ input }) => (input as { f: string }).f === 'figures')?.output ?? []) as Batch[];

export const availability = measureTable({
  name: 'availability',
  summary: 'Services in series and side by side: how often they answer, and what the arithmetic says',
  settings: [
    { layout: 'one', outages: 'own', change: '-' },
    { layout: 'series of 3', outages: 'own', change: '-' },
    { layout: 'series of 3', outages: 'shared', change: '-' },
    { layout: '2 side by side', outages: 'own', change: 'at once' },
    { layout: '2 side by side', outages: 'shared', change: 'at once' },
    { layout: '2 side by side', outages: 'own', change: 'after a check' },
  ] satisfies readonly Layout[] as readonly Layout[],
  run: availabilityRun,
  account: () =>
    summing(
      { batches: [] as Batch[] },
      ({ history }) => ({ batches: [...batchesOf(history)] }),
      ({ batches }): AvailabilityFigures => {
        const { mean, half } = meanInterval(
          batches.map(({ asked, ok }) => (100 * ok) / asked),
          0.99,
        );
        return { asked: batches.reduce((sum, { asked }) => sum + asked, 0), available: mean, half };
      },
    ),
  claims: claimsOf,
  comparisons,
  columns: [
    ['layout', ({ setting }) => setting.layout],
    ['outages', ({ setting }) => setting.outages],
    ['change', ({ setting }) => setting.change],
    ['answered', ({ available, half }) => `${available.toFixed(2)} ± ${half.toFixed(2)} %`],
    ['arithmetic', ({ setting }) => inPercent(arithmetic(setting))],
    ['hours down a year', ({ available }) => hoursDown(available)],
    ['and by arithmetic', ({ setting }) => hoursDown(arithmetic(setting))],
  ],
});
