/**
 * The consistency ladder, measured: one workload against four stores, which checkers accept what, and what it costs in
 * latency while all is well and in availability while the network is split. A seed gives the same operations at the same
 * nodes and the same split to each store.
 *
 * What the study notes claim of consistency models, of CAP and of PACELC is held against it. Where they say that something
 * may happen, it must have been seen to count as confirmed. Consistent, in the sense of CAP, is what is linearizable
 * (Gilbert & Lynch, SIGACT News 2002); available is what answers every operation on both sides of the split.
 */
import { simulate } from 'seedstorm';
import type { Level } from 'seedstorm/checkers';
import { consistencyAccount, type ConsistencyFigures as Figures } from './consistency-account.js';
import { splitPlan, storeParams, stores } from './consistency-world.js';
import { measureTable, type Claim, type Comparison, type Row } from './table.js';

const always = ({ kept, runs }: Figures, level: Level): boolean => kept[level] === runs;
const runsOf = ({ kept, runs }: Figures, level: Level): string => `${kept[level]} of ${runs} runs`;
const percent = (share: number): string => `${Math.floor(share * 1000) / 10} %`;
const answered = ({ majority, minority }: Figures): string =>
  `answered during the split: majority ${percent(majority.get)} of gets and ${percent(majority.put)} of puts, minority ${percent(minority.get)} and ${percent(minority.put)}`;
const isStrong = (of: Figures): boolean => always(of, 'linearizable');
const isAvailable = ({ majority, minority }: Figures): boolean =>
  [majority.get, majority.put, minority.get, minority.put].every((share) => share === 1);
/** What differs by less is not a difference. */
const tenth = (ms: number): number => Math.round(ms * 10) / 10;

const level =
  (held: boolean) =>
  (level: Level, claim: string, says = ''): Claim<Figures> => [
    claim,
    (of) => always(of, level) === held,
    (of) => says + runsOf(of, level),
  ];
const [keeps, breaks] = [level(true), level(false)];
const yields: Claim<Figures> = [
  'AP: always available, at the price of inconsistency for a while',
  (of) => isAvailable(of) && !isStrong(of),
  (of) => `${answered(of)}; linearizable in ${runsOf(of, 'linearizable')}`,
];

const claims = {
  linearizable: [
    keeps(
      'linearizable',
      'linearizable: one global order, and what was written is read at once from any node',
    ),
    [
      'CP: consistent, at the price that a part is not available in a partition',
      (of) => isStrong(of) && !isAvailable(of),
      answered,
    ],
  ],
  sequential: [
    keeps('sequential', 'sequential: the order of each process is kept'),
    [
      'sequential: no order between processes is guaranteed',
      (of) => !always(of, 'sequential'),
      (of) =>
        `one order of all processes explains ${runsOf(of, 'sequential')}; what is not kept is real time: linearizable in ${of.kept.linearizable}`,
    ],
    // Hunt et al., "ZooKeeper" (USENIX ATC 2010): writes are linearizable, reads are served locally.
    keeps(
      'linearizable',
      'ZooKeeper, whose writes are ordered and whose reads are local as here, is linearizable',
      'linearizable in ',
    ),
  ],
  causal: [
    keeps('causal', 'causal: operations that depend on each other are seen in order'),
    breaks(
      'sequential',
      'causal: operations that do not depend on each other may be seen in any order',
      'one order for all explains ',
    ),
    yields,
  ],
  eventual: [
    [
      'eventual: once nothing is written any more all nodes come to hold the same',
      ({ converged, runs }) => converged === runs,
      ({ converged, runs, staleMs }) => `${converged} of ${runs} runs, after ${staleMs} ms in half of them`,
    ],
    breaks('regular', 'eventual: a read may return an old value', 'fresh in '),
    [
      'last write wins: simple, but may lose data',
      ({ lost }) => lost > 0,
      ({ lost, keys }) => `${lost} of ${keys} keys ended with a value older than an acknowledged one`,
    ],
    yields,
  ],
} satisfies Record<string, readonly Claim<Figures>[]>;

type Stores = readonly Row<{ promised: keyof typeof claims; store: keyof typeof stores }, Figures>[];

/** From strong to weak: every weaker store must break the levels of the stronger ones. */
const strengths = ['linearizable', 'sequential', 'causal'] as const;

function comparisons(rows: Stores): Comparison[] {
  const [strong, weak] = [rows.filter(isStrong), rows.filter((row) => !isStrong(row))];
  const [eventual] = rows.filter(({ setting }) => setting.promised === 'eventual') as [Stores[number]];
  const neither = weak.filter((row) => !isAvailable(row));
  const each = (text: (row: Figures) => string): string =>
    rows.map((row) => `${row.setting.store} ${text(row)}`).join(', ');
  const gets = (some: Stores): string => some.map(({ get }) => tenth(get.p50Ms)).join(', ');
  /** Whether each weak store is faster than each strong one. */
  const isDear = (f: 'get' | 'put'): boolean =>
    weak.every((row) => strong.every((other) => other[f].p50Ms > row[f].p50Ms));
  const isCheapest = (f: 'get' | 'put'): boolean =>
    rows.every((row) => tenth(eventual[f].p50Ms) <= tenth(row[f].p50Ms));
  const latencies = `half of the gets/puts within ms: ${each(({ get, put }) => `${tenth(get.p50Ms)}/${tenth(put.p50Ms)}`)}`;
  return [
    [
      'from strong to weak: linearizable, sequential, causal, eventual',
      strengths.every((level, at) => rows.every((row, index) => always(row, level) === index <= at)),
      each((row) => strengths.map((level) => row.kept[level]).join('/')),
    ],
    ['linearizability costs the most latency', isDear('get') && isDear('put'), latencies],
    ['eventual consistency costs the least latency', isCheapest('get') && isCheapest('put'), latencies],
    [
      'CAP: nothing is both consistent and available in a partition',
      !strong.some(isAvailable),
      `of ${strong.length} linearizable stores ${strong.filter(isAvailable).length} answer everything`,
    ],
    [
      'in a partition the choice is CP or AP',
      neither.length === 0,
      neither.map((row) => `${row.setting.store} is neither: ${answered(row)}`).join('; ') ||
        'every store is one of them',
    ],
    [
      'PACELC: without a partition the choice is latency or consistency',
      strong.length > 0 && isDear('get'),
      `half of the gets within ms: linearizable ${gets(strong)}, all others ${gets(weak)}`,
    ],
  ];
}

const percents = ({ get, put }: { readonly get: number; readonly put: number }): string =>
  `${Math.floor(get * 100)}/${Math.floor(put * 100)}`;

export const consistency = measureTable({
  name: 'consistency',
  summary:
    'linearizable, sequential, causal, eventual: which runs each level accepts, and what it costs in latency and availability',
  settings: [
    { promised: 'linearizable', store: 'raft' },
    { promised: 'sequential', store: 'sequenced-log' },
    { promised: 'causal', store: 'causal-broadcast' },
    { promised: 'eventual', store: 'anti-entropy' },
  ] as const,
  async run({ store }, seed) {
    const { plan, majority } = splitPlan(seed);
    const run = await simulate(stores[store], { seed, params: storeParams, plan });
    return { run: run.expectValid(), majority };
  },
  account: consistencyAccount,
  claims: ({ promised }) => claims[promised],
  comparisons,
  columns: [
    ['store', ({ setting }) => setting.store],
    ['linear', ({ kept }) => String(kept.linearizable)],
    ['seq', ({ kept }) => String(kept.sequential)],
    ['causal', ({ kept }) => String(kept.causal)],
    ['session', ({ sessions }) => String(sessions)],
    ['agree', ({ converged }) => String(converged)],
    ['get ms', ({ get }) => get.p50Ms.toFixed(1)],
    ['p99', ({ get }) => get.p99Ms.toFixed(1)],
    ['put ms', ({ put }) => put.p50Ms.toFixed(1)],
    ['p99', ({ put }) => put.p99Ms.toFixed(1)],
    ['major %', ({ majority }) => percents(majority)],
    ['minor %', ({ minority }) => percents(minority)],
    ['stale ms', ({ staleMs }) => staleMs.toFixed(0)],
    ['lost', ({ lost, keys }) => `${lost}/${keys}`],
  ],
});
