/**
 * Rate limiters: how much they let in at an edge, whom they turn away wrongly, and what they cost. The study notes say of all
 * three that they let in no more than `max_requests` in a window, and show no figures.
 */
import { limitsAccount, type LimitFigures } from './limits-account.js';
import { limitsRun, type Limiter } from './limits-world.js';
import { measureTable, type Claim, type Comparison, type Row } from './table.js';

const percent = ({ mean, half }: LimitFigures['wrong']): string =>
  `${mean.toFixed(1)} ± ${half.toFixed(1)} %`;

const claims: readonly Claim<LimitFigures>[] = [
  [
    'never more than the limit in any window',
    ({ edge, even }) => Math.max(edge, even) <= 1,
    ({ edge, even }) => `${Math.max(edge, even).toFixed(1)} times the limit`,
  ],
  [
    'who keeps the limit is never turned away',
    ({ wronged }) => wronged.mean === 0,
    ({ wronged }) => `${percent(wronged)} turned away`,
  ],
];

type LimitRow = Row<Limiter, LimitFigures>;

function comparisons(rows: readonly LimitRow[]): readonly Comparison[] {
  const of = (limiter: Limiter['limiter'], how: Limiter['how']): LimitRow | undefined =>
    rows.find(({ setting }) => setting.limiter === limiter && setting.how === how);
  const [fixed, log] = [of('fixed window', 'script'), of('log', 'script')];
  const [two, apart] = [of('two counters', 'script'), of('log', 'commands')];
  if (fixed === undefined || log === undefined || two === undefined || apart === undefined) return [];
  return [
    [
      'a fixed window lets in twice the limit at an edge',
      fixed.edge > 1.9,
      `${fixed.edge.toFixed(1)} times the limit`,
    ],
    [
      'two counters mend the edge of the fixed window',
      two.edge < 1.2,
      `${two.edge.toFixed(1)} times the limit at the edge; ${two.even.toFixed(1)} times, if who burst there goes on evenly`,
    ],
    [
      'a log takes more memory than a counter, and the more, the higher the limit',
      log.bytesPerKey > fixed.bytesPerKey,
      `${log.bytesPerKey.toFixed(0)} bytes a key with a limit of 10, ${fixed.bytesPerKey.toFixed(0)} for a counter`,
    ],
    [
      'read-then-write keeps the limit, as the study notes have it',
      Math.max(apart.edge, apart.even) <= 1,
      `${Math.max(apart.edge, apart.even).toFixed(1)} times the limit`,
    ],
  ];
}

export const limits = measureTable({
  name: 'limits',
  summary: 'Rate limiters: the most in any window, who is turned away wrongly, memory and round trips',
  settings: [
    { limiter: 'fixed window', how: 'script' },
    { limiter: 'log', how: 'script' },
    { limiter: 'two counters', how: 'script' },
    { limiter: 'token bucket', how: 'script' },
    { limiter: 'log', how: 'commands' },
    { limiter: 'token bucket', how: 'commands' },
    { limiter: 'log', how: '2 gateways' },
  ] satisfies readonly Limiter[] as readonly Limiter[],
  run: limitsRun,
  account: limitsAccount,
  claims: () => claims,
  comparisons,
  columns: [
    ['limiter', ({ setting }) => setting.limiter],
    ['how', ({ setting }) => setting.how],
    ['at the edge', ({ edge }) => edge.toFixed(1)],
    ['and evenly', ({ even }) => even.toFixed(1)],
    ['fair, refused', ({ wronged }) => percent(wronged)],
    ['unlike a log', ({ wrong }) => percent(wrong)],
    ['bytes a key', ({ bytesPerKey }) => bytesPerKey.toFixed(0)],
    ['round trips', ({ tripsPerRequest }) => tripsPerRequest.toFixed(1)],
  ],
});
