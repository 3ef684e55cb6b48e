/**
 * Up or out: one server of speed k beside k servers, and what is left of them where something is shared.
 *
 * What the study notes claim of vertical and horizontal scaling is held against it, with the laws of Amdahl and Gunther.
 */
import { meanInterval } from 'seedstorm/parts';
import { speedUpByLaw, speedUpByTheory, tookByTheory } from './scaling-theory.js';
import {
  batchMs,
  isOpen,
  scalingRun,
  WORK_MS,
  type Scaling,
  type ScalingBatch,
  type ScalingSeen,
  type Spread,
} from './scaling-world.js';
import { summing } from './sums.js';
import { measureTable, type Claim, type Comparison, type Row } from './table.js';

/** Means with Student's intervals at 99 % over batches of the runs. */
export interface ScalingFigures {
  readonly tookMs: number;
  readonly tookHalf: number;
  /** Requests that end in the time that one server of speed 1 needs for one. */
  readonly speedUp: number;
  readonly speedUpHalf: number;
  /** Of the requests that came while one server was dead, in percent; undefined where none was. */
  readonly left: number | undefined;
}

const SETTINGS: readonly Scaling[] = [
  ...(['up', 'out, own lines', 'out, one line'] as const).map((spread) => ({ spread, servers: 4 })),
  ...(
    [
      'one job, even pieces',
      'one job, uneven pieces',
      'own work, shared part',
      'own work, shared part and talk',
    ] as const
  ).flatMap((spread) => [4, 16, 64].map((servers) => ({ spread, servers }))),
];

const near = (mean: number, half: number): string => `${mean.toFixed(2)} ± ${half.toFixed(2)}`;

const claimsOf = (setting: Scaling): readonly Claim<ScalingFigures>[] => [
  [
    'requests take what the theory of queues says',
    ({ tookMs, tookHalf }) => Math.abs(tookMs - tookByTheory(setting)) <= tookHalf + 0.01,
    ({ tookMs, tookHalf }) => `${near(tookMs, tookHalf)} ms; theory says ${tookByTheory(setting).toFixed(2)}`,
  ],
  ...(isOpen(setting) ? [] : [lawHolds(setting)]),
];

const lawHolds = (setting: Scaling): Claim<ScalingFigures> => [
  `the law of ${setting.spread.endsWith('talk') ? 'Gunther' : 'Amdahl'} says how many servers these are worth`,
  // A hundredth more, for the time that a request is on its way.
  ({ speedUp, speedUpHalf }) =>
    Math.abs(speedUp - speedUpByLaw(setting)) <= speedUpHalf + speedUpByLaw(setting) / 100,
  ({ speedUp, speedUpHalf }) =>
    `${near(speedUp, speedUpHalf)}; the law says ${speedUpByLaw(setting).toFixed(2)}`,
];

function comparisons(rows: readonly Row<Scaling, ScalingFigures>[]): readonly Comparison[] {
  const rowOf = (spread: Spread, servers = 4) =>
    rows.find(({ setting }) => setting.spread === spread && setting.servers === servers) as Row<
      Scaling,
      ScalingFigures
    >;
  const [up, own, one] = [rowOf('up'), rowOf('out, own lines'), rowOf('out, one line')];
  const ms = ({ tookMs }: ScalingFigures): string => `${tookMs.toFixed(1)} ms`;
  const [four, sixteen, many] = [4, 16, 64].map((n) => rowOf('own work, shared part and talk', n).speedUp);
  const shared = rowOf('own work, shared part', 64).speedUp;
  return [
    [
      'four servers do what one of four times the speed does, as soon',
      own.tookMs <= 1.05 * up.tookMs,
      `${ms(up)} up, ${ms(own)} out with a line each, ${ms(one)} with one line`,
    ],
    [
      'one server is a single point of failure; of four, the others go on',
      (up.left ?? 100) < 1 && (one.left ?? 0) > 70,
      `while one is dead, ${(up.left ?? 0).toFixed(0)} % are answered up, ${(own.left ?? 0).toFixed(0)} % out with a line each, ${(one.left ?? 0).toFixed(0)} % with one line`,
    ],
    [
      'horizontal scaling has no limit',
      shared > 0.9 * 64,
      `64 servers are worth ${shared.toFixed(1)}, where one twentieth of the work is shared`,
    ],
    [
      'more servers never do less',
      (many ?? 0) >= (sixteen ?? 0) && (sixteen ?? 0) >= (four ?? 0),
      `where each must be asked: ${[four, sixteen, many].map((value) => value?.toFixed(1)).join(', ')} with 4, 16, 64`,
    ],
  ];
}

const seenIn = (history: Awaited<ReturnType<typeof scalingRun>>['history']): ScalingSeen =>
  (history.at(-1)?.output ?? { batches: [], asked: 0, answered: 0 }) as ScalingSeen;

export const scaling = measureTable({
  name: 'scaling',
  summary: 'One quick server or many slow ones: how long requests take, and what sharing leaves of the many',
  settings: SETTINGS,
  run: async (setting: Scaling, seed) => ({
    setting,
    seen: seenIn((await scalingRun(setting, seed)).history),
  }),
  account: () =>
    summing(
      { took: [] as number[], speedUp: [] as number[], asked: 0, answered: 0 },
      ({ setting, seen }: { setting: Scaling; seen: ScalingSeen }) => {
        const whole: readonly ScalingBatch[] = seen.batches.slice(1, 10);
        return {
          took: whole.map(({ tookMs, done }) => tookMs / done),
          speedUp: whole.map(({ done }) => (done * WORK_MS) / batchMs(setting)),
          asked: seen.asked,
          answered: seen.answered,
        };
      },
      ({ took, speedUp, asked, answered }): ScalingFigures => {
        const [time, speed] = [meanInterval(took, 0.99), meanInterval(speedUp, 0.99)];
        return {
          ...{ tookMs: time.mean, tookHalf: time.half, speedUp: speed.mean, speedUpHalf: speed.half },
          left: asked === 0 ? undefined : (100 * answered) / asked,
        };
      },
    ),
  claims: claimsOf,
  comparisons,
  columns: [
    ['spread', ({ setting }) => setting.spread],
    ['servers', ({ setting }) => String(setting.servers)],
    ['took ms', ({ tookMs, tookHalf }) => near(tookMs, tookHalf)],
    ['theory', ({ setting }) => tookByTheory(setting).toFixed(2)],
    ['worth servers', ({ speedUp, speedUpHalf }) => near(speedUp, speedUpHalf)],
    ['theory', ({ setting }) => speedUpByTheory(setting).toFixed(2)],
    ['law', ({ setting }) => (isOpen(setting) ? '-' : speedUpByLaw(setting).toFixed(2))],
    ['left with one dead', ({ left }) => (left === undefined ? '-' : `${left.toFixed(0)} %`)],
  ],
});
