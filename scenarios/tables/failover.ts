/**
 * Failover of a balancer: active and passive, or both active. The study notes call the first simple and consistent, and the second
 * efficient and highly available.
 */
import { failoverAccount, type FailoverFigures } from './failover-account.js';
import { failoverRun, type FailoverSetting, type FailoverSeen } from './failover-world.js';
import { measureTable, type Claim, type Comparison, type Row } from './table.js';

const plain = ({ mean, half }: FailoverFigures['failed']): string =>
  `${mean.toFixed(0)} ± ${half.toFixed(0)}`;

const keeps: Claim<FailoverFigures> = [
  'no session is lost when the active one dies',
  ({ lost }) => lost === 0,
  ({ lost }) => `lost in ${lost.toFixed(0)} % of the runs`,
];
const alone: Claim<FailoverFigures> = [
  'one at a time is active',
  ({ two }) => two === 0,
  ({ two }) => `two were active in ${two.toFixed(0)} % of the runs`,
];
const goesOn: Claim<FailoverFigures> = [
  'it goes on when one dies: at most one request in a hundred is not answered',
  ({ failed }) => failed.mean <= 1,
  ({ failed, downMs }) =>
    `${failed.mean.toFixed(0)} % in the half second after it, the last ${downMs.mean.toFixed(0)} ms after it`,
];

type FailoverRow = Row<FailoverSetting, FailoverFigures>;

function comparisons(rows: readonly FailoverRow[]): readonly Comparison[] {
  const of = (mode: FailoverSetting['mode'], leaseMs: number): FailoverRow | undefined =>
    rows.find(
      ({ setting }) =>
        setting.mode === mode &&
        setting.leaseMs === leaseMs &&
        setting.sessions === 'in the store' &&
        setting.by !== 'silence',
    );
  const [short, long, both] = [of('active-passive', 60), of('active-passive', 300), of('active-active', 150)];
  if (short === undefined || long === undefined || both === undefined) return [];
  return [
    [
      'a longer lease makes a longer failover',
      long.downMs.mean - long.downMs.half > short.downMs.mean + short.downMs.half,
      `${plain(short.downMs)} ms with a lease of 60 ms, ${plain(long.downMs)} ms with 300`,
    ],
    [
      'both active: half as many are hit',
      both.failed.mean < 0.6 * short.failed.mean,
      `${plain(both.failed)} % with both active, ${plain(short.failed)} % with the shortest lease`,
    ],
  ];
}

const passive = (more: Partial<FailoverSetting> = {}): FailoverSetting => ({
  ...{ mode: 'active-passive', by: 'lease', leaseMs: 150, sessions: 'in the store' },
  ...more,
});
const active = (sessions: FailoverSetting['sessions']): FailoverSetting => ({
  ...{ mode: 'active-active', by: 'both', leaseMs: 150, sessions },
});

export const failover = measureTable<FailoverSetting, FailoverFigures, FailoverSeen>({
  name: 'failover',
  summary:
    'A balancer dies, or is cut off: how long nobody answers, which sessions go, and whether there are two',
  settings: [
    passive({ leaseMs: 60 }),
    passive(),
    passive({ leaseMs: 300 }),
    passive({ by: 'silence' }),
    passive({ sessions: 'in memory' }),
    active('in the store'),
    active('in memory'),
  ],
  run: failoverRun,
  account: failoverAccount,
  claims: ({ mode }) => (mode === 'active-passive' ? [keeps, alone] : [keeps, goesOn]),
  comparisons,
  columns: [
    ['mode', ({ setting }) => setting.mode],
    ['by', ({ setting: { by, leaseMs } }) => (by === 'lease' ? `lease ${leaseMs} ms` : by)],
    ['sessions', ({ setting }) => setting.sessions],
    ['not answered, %', ({ failed }) => plain(failed)],
    ['until, ms', ({ downMs }) => plain(downMs)],
    ['sessions lost, %', ({ lost }) => lost.toFixed(0)],
    ['two active, %', ({ two }) => two.toFixed(0)],
    ['work of the lesser, %', ({ idle }) => plain(idle)],
  ],
});
