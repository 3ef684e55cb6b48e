/**
 * Balancers: which server gets the next request. The study notes list six algorithms in a line each, and two layers; here one of four
 * servers is three times slower, and another one dies.
 */
import { balancingAccount, type BalancingFigures } from './balancing-account.js';
import { balancingRun, WORK_MS, type Balancing } from './balancing-world.js';
import { measureTable, type Claim, type Comparison, type Row } from './table.js';

type Sureness = BalancingFigures['p99Ms'];
const plain = ({ mean, half }: Sureness): string => `${mean.toFixed(1)} ± ${half.toFixed(1)}`;

/** What most requests take if nobody has to wait for long. */
const QUICK_MS = 10 * WORK_MS;

const quick: Claim<BalancingFigures> = [
  `99 % within ${QUICK_MS} ms, though one server is slow`,
  ({ p99Ms }) => p99Ms.mean <= QUICK_MS,
  ({ p99Ms }) => `99 % within ${p99Ms.mean.toFixed(0)} ms`,
];
const stays: Claim<BalancingFigures> = [
  'who asks again comes to the same server',
  ({ sticky }) => sticky.mean >= 99.9,
  ({ sticky }) => `in ${sticky.mean.toFixed(1)} % of the choices`,
];
const moves: Claim<BalancingFigures> = [
  'a death moves only those who were at the dead server',
  ({ moved }) => moved.mean === 0,
  ({ moved }) => `${moved.mean.toFixed(1)} % of the others moved, too`,
];

const claimsOf = ({ algorithm }: Balancing): readonly Claim<BalancingFigures>[] => {
  if (algorithm === 'source-hash') return [stays, moves, quick];
  if (algorithm === 'consistent-hash') return [stays, moves, quick];
  return [quick];
};

type BalancingRow = Row<Balancing, BalancingFigures>;

function comparisons(rows: readonly BalancingRow[]): readonly Comparison[] {
  const of = (algorithm: Balancing['algorithm'], layer: Balancing['layer']): BalancingRow | undefined =>
    rows.find(({ setting }) => setting.algorithm === algorithm && setting.layer === layer);
  const [seven, four] = [of('least-connections', 7), of('least-connections', 4)];
  const [hashed, even] = [of('consistent-hash', 7), of('two-choices', 7)];
  if (seven === undefined || four === undefined || hashed === undefined || even === undefined) return [];
  return [
    [
      'layer 4, which sees connections, balances as well as layer 7, which sees requests',
      four.p99Ms.mean <= 1.2 * seven.p99Ms.mean,
      `least connections: 99 % within ${four.p99Ms.mean.toFixed(0)} ms at layer 4, ${seven.p99Ms.mean.toFixed(0)} ms at layer 7`,
    ],
    [
      'a hash is fair enough',
      hashed.p99Ms.mean <= 1.2 * even.p99Ms.mean,
      `99 % within ${hashed.p99Ms.mean.toFixed(0)} ms, ${even.p99Ms.mean.toFixed(0)} ms by two choices`,
    ],
  ];
}

const at7 = (algorithm: Balancing['algorithm']): Balancing => ({ algorithm, layer: 7 });
const at4 = (algorithm: Balancing['algorithm']): Balancing => ({ algorithm, layer: 4 });

export const balancing = measureTable({
  name: 'balancing',
  summary:
    'Balancers: how long requests take when one server is slow, who stays where, and what a death costs',
  settings: [
    ...[at7('round-robin'), at7('weighted'), at7('least-connections'), at7('shortest-response')],
    ...[at7('source-hash'), at7('consistent-hash'), at7('bounded-hash'), at7('two-choices')],
    ...[at4('round-robin'), at4('weighted'), at4('least-connections'), at4('two-choices')],
  ],
  run: balancingRun,
  account: balancingAccount,
  claims: claimsOf,
  comparisons,
  columns: [
    ['algorithm', ({ setting }) => setting.algorithm],
    ['layer', ({ setting }) => String(setting.layer)],
    ['half, ms', ({ p50Ms }) => plain(p50Ms)],
    ['99 %, ms', ({ p99Ms }) => plain(p99Ms)],
    ['slow server, %', ({ slow }) => plain(slow)],
    ['lost', ({ lost }) => plain(lost)],
    ['same server, %', ({ sticky }) => plain(sticky)],
    ['moved, %', ({ moved }) => plain(moved)],
  ],
});
