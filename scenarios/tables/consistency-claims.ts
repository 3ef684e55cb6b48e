/**
 * What the study notes claim of consistency models, of CAP and of PACELC, as statements that figures confirm or refute.
 *
 * Where the notes say that something may happen, it must have been seen to count as confirmed. Consistent, in the
 * sense of CAP, is what is linearizable (Gilbert & Lynch, SIGACT News 2002); available is what answers every operation
 * on both sides of the split.
 */
import type { Level } from 'seedstorm/checkers';
import type { ConsistencyFigures } from './consistency-account.js';
import type { Promised } from './consistency-stores.js';
import type { JudgedClaim } from './table.js';

interface Claim {
  readonly claim: string;
  held(figures: ConsistencyFigures): boolean;
  measured(figures: ConsistencyFigures): string;
}

const always = ({ kept, runs }: ConsistencyFigures, level: Level): boolean => kept[level] === runs;
const runsAt = ({ kept, runs }: ConsistencyFigures, level: Level): string => `${kept[level]} of ${runs} runs`;
const percent = (share: number): string => `${Math.floor(share * 1000) / 10} %`;
const answered = ({ majority, minority }: ConsistencyFigures): string =>
  `answered during the split: majority ${percent(majority.get)} of gets and ${percent(majority.put)} of puts, minority ${percent(minority.get)} and ${percent(minority.put)}`;
const isAvailable = ({ majority, minority }: ConsistencyFigures): boolean =>
  [majority.get, majority.put, minority.get, minority.put].every((share) => share === 1);

const availableButStale: Claim = {
  claim: 'AP: always available, at the price of inconsistency for a while',
  held: (figures) => isAvailable(figures) && !always(figures, 'linearizable'),
  measured: (figures) => `${answered(figures)}; linearizable in ${runsAt(figures, 'linearizable')}`,
};

const ofStores: Readonly<Record<Promised, readonly Claim[]>> = {
  linearizable: [
    {
      claim: 'linearizable: one global order, and what was written is read at once from any node',
      held: (figures) => always(figures, 'linearizable'),
      measured: (figures) => runsAt(figures, 'linearizable'),
    },
    {
      claim: 'CP: consistent, at the price that a part is not available in a partition',
      held: (figures) => always(figures, 'linearizable') && !isAvailable(figures),
      measured: answered,
    },
  ],
  sequential: [
    {
      claim: 'sequential: the order of each process is kept',
      held: (figures) => always(figures, 'sequential'),
      measured: (figures) => runsAt(figures, 'sequential'),
    },
    {
      claim: 'sequential: no order between processes is guaranteed',
      held: (figures) => !always(figures, 'sequential'),
      measured: (figures) =>
        `one order of all processes explains ${runsAt(figures, 'sequential')}; what is not kept is real time: linearizable in ${figures.kept.linearizable}`,
    },
    {
      // Hunt et al., "ZooKeeper" (USENIX ATC 2010): writes are linearizable, reads are served locally.
      claim: 'ZooKeeper, whose writes are ordered and whose reads are local as here, is linearizable',
      held: (figures) => always(figures, 'linearizable'),
      measured: (figures) => `linearizable in ${runsAt(figures, 'linearizable')}`,
    },
  ],
  causal: [
    {
      claim: 'causal: operations that depend on each other are seen in order',
      held: (figures) => always(figures, 'causal'),
      measured: (figures) => runsAt(figures, 'causal'),
    },
    {
      claim: 'causal: operations that do not depend on each other may be seen in any order',
      held: (figures) => !always(figures, 'sequential'),
      measured: (figures) => `one order for all explains ${runsAt(figures, 'sequential')}`,
    },
    availableButStale,
  ],
  eventual: [
    {
      claim: 'eventual: once nothing is written any more all nodes come to hold the same',
      held: ({ converged, runs }) => converged === runs,
      measured: ({ converged, runs, staleMs }) =>
        `${converged} of ${runs} runs, after ${staleMs} ms in half of them`,
    },
    {
      claim: 'eventual: a read may return an old value',
      held: (figures) => !always(figures, 'regular'),
      measured: (figures) => `fresh in ${runsAt(figures, 'regular')}`,
    },
    {
      claim: 'last write wins: simple, but may lose data',
      held: ({ lost }) => lost > 0,
      measured: ({ lost, keys }) =>
        `${lost} of ${keys} keys ended with a value older than an acknowledged one`,
    },
    availableButStale,
  ],
};

/** Holds what the notes say of a store against its figures. */
export function judgeStore(promised: Promised, figures: ConsistencyFigures): JudgedClaim[] {
  return ofStores[promised].map(({ claim, held, measured }) => ({
    claim,
    held: held(figures),
    measured: measured(figures),
  }));
}

type Row = ConsistencyFigures & { readonly setting: { readonly promised: Promised; readonly store: string } };

/** The level of the ladder that stands for what a store promises; every other store must keep it or break it. */
const levelOf = {
  linearizable: 'linearizable',
  sequential: 'sequential',
  causal: 'causal',
} as const satisfies Partial<Record<Promised, Level>>;

/** What the notes say of several stores together. */
export function compareStores(rows: readonly Row[]): JudgedClaim[] {
  const each = (text: (row: Row) => string): string =>
    rows.map((row) => `${row.setting.store} ${text(row)}`).join(', ');
  const linearizable = rows.filter((row) => always(row, 'linearizable'));
  const others = rows.filter((row) => !always(row, 'linearizable'));
  const neither = others.filter((row) => !isAvailable(row));
  const latencies = each(({ get, put }) => `${tenth(get.p50Ms)}/${tenth(put.p50Ms)}`);
  const eventual = rows.find(({ setting }) => setting.promised === 'eventual') as Row;
  return [
    {
      claim: 'from strong to weak: linearizable, sequential, causal, eventual',
      held: Object.values(levelOf).every((level, strength) =>
        rows.every((row, index) => always(row, level) === index <= strength),
      ),
      measured: each(({ kept }) =>
        Object.values(levelOf)
          .map((level) => kept[level])
          .join('/'),
      ),
    },
    {
      claim: 'linearizability costs the most latency',
      held: others.every(({ get, put }) =>
        linearizable.every((row) => row.get.p50Ms > get.p50Ms && row.put.p50Ms > put.p50Ms),
      ),
      measured: `half of the gets/puts within ms: ${latencies}`,
    },
    {
      claim: 'eventual consistency costs the least latency',
      held: rows.every(
        ({ get, put }) =>
          tenth(eventual.get.p50Ms) <= tenth(get.p50Ms) && tenth(eventual.put.p50Ms) <= tenth(put.p50Ms),
      ),
      measured: `half of the gets/puts within ms: ${latencies}`,
    },
    {
      claim: 'CAP: nothing is both consistent and available in a partition',
      held: !linearizable.some(isAvailable),
      measured: `of ${linearizable.length} linearizable stores ${linearizable.filter(isAvailable).length} answer everything`,
    },
    {
      claim: 'in a partition the choice is CP or AP',
      held: neither.length === 0,
      measured:
        neither.length === 0
          ? 'every store is one of them'
          : neither.map((row) => `${row.setting.store} is neither: ${answered(row)}`).join('; '),
    },
    {
      claim: 'PACELC: without a partition the choice is latency or consistency',
      held:
        linearizable.length > 0 &&
        others.every(({ get }) => linearizable.every((row) => row.get.p50Ms > get.p50Ms)),
      measured: `half of the gets within ms: linearizable ${times(linearizable)}, all others ${times(others)}`,
    },
  ];
}

function times(rows: readonly Row[]): string {
  return rows.map(({ get }) => String(tenth(get.p50Ms))).join(', ');
}

/** What differs by less is not a difference. */
function tenth(ms: number): number {
  return Math.round(ms * 10) / 10;
}
