/**
 * Replication modes, measured: how many backups confirm × fencing × who answers reads, under crashes and partitions. A
 * seed draws the same faults and the same operations for each setting.
 *
 * The study notes have no table of replication modes. What they say is spread over the acknowledgements of a broker (all
 * replicas, or only the leader), write-through and write-behind caches, active-passive fail-over, single-leader
 * replication and the consistency models; each sentence is held against the settings it speaks of. Where they say that
 * something may happen, it must have been seen to count as confirmed.
 */
import { simulate } from 'seedstorm';
import { primaryBackup } from '../replication/primary-backup/scenario.js';
import { replicationAccount, type ReplicationFigures as Figures } from './replication-account.js';
import { partitionsAndCrashes } from './replication-faults.js';
import { combined, measureTable, type Claim } from './table.js';

/** Many clients that ask seldom: one that waits for an answer in vain hardly asks less often, so shares are fair. */
const load = { clients: 25, everyMs: 250 };
const modes = ['synchronous', 'semi-synchronous', 'asynchronous'] as const;

const ofWrites = ({ lost, acknowledged }: Figures): string =>
  `${lost} of ${acknowledged} acknowledged writes lost`;
const ofReads = ({ stale, dirty, reads }: Figures): string =>
  `of ${reads} reads ${stale} stale, ${dirty} of writes that were undone`;
const keepsAll = ({ lost }: Figures): boolean => lost === 0;

const claims = {
  synchronous: [
    'all replicas confirm: of high consistency, nothing acknowledged is lost',
    keepsAll,
    ofWrites,
  ],
  'semi-synchronous': ['writes replicated to several nodes: data loss is prevented', keepsAll, ofWrites],
  asynchronous: [
    'only the leader confirms, the rest follows later: at the risk of data loss',
    ({ lost }) => lost > 0,
    ofWrites,
  ],
  // Said of active-passive systems without a word on who keeps the old active from going on.
  failOver: [
    'active and passive: simple, and data stays consistent',
    ({ lost, dirty }) => lost === 0 && dirty === 0,
    (figures) => `${ofWrites(figures)}; ${ofReads(figures)}`,
  ],
  primary: [
    'one leader: consistency is easy to keep, what was written is read',
    ({ stale, dirty }) => stale === 0 && dirty === 0,
    ofReads,
  ],
  backup: ['any replica may be read: what is read may be old', ({ stale }) => stale > 0, ofReads],
} satisfies Record<string, Claim<Figures>>;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const ms = (digits: number) => (value: number) => `${value.toFixed(digits)} ms`;

export const replicationModes = measureTable({
  name: 'replication-modes',
  summary:
    'mode × fencing × reads: acknowledged writes lost, stale reads, latency and availability, under crashes and partitions',
  settings: combined({ mode: modes, fencing: [true, false], reads: ['primary', 'backup'] }),
  run: (setting, seed) =>
    simulate(primaryBackup, { seed, params: { ...setting, ...load }, faults: partitionsAndCrashes }),
  account: replicationAccount,
  claims: ({ mode, reads }) => [claims[mode], claims.failOver, claims[reads]],
  // All of it of those with fencing: a figure for each mode, and all three in words.
  comparisons(rows) {
    const each = (
      reads: 'primary' | 'backup',
      figure: (row: Figures) => number,
      text: (value: number) => string,
    ) => {
      const of = modes.map((mode) => {
        const row = rows.find(({ setting: is }) => is.fencing && is.mode === mode && is.reads === reads);
        return row === undefined ? 0 : figure(row);
      }) as [number, number, number];
      return { of, text: modes.map((mode, index) => `${mode} ${text(of[index] ?? 0)}`).join(', ') };
    };
    const p50 = each('primary', ({ p50Ms }) => p50Ms, ms(2));
    const p99 = each('primary', ({ p99Ms }) => p99Ms, ms(2));
    const pause = each('primary', ({ pauseMs }) => pauseMs, ms(0));
    const overall = each('primary', ({ writeAvailability }) => writeAvailability, percent);
    const cut = each('primary', ({ cutWriteAvailability }) => cutWriteAvailability, percent);
    const fromPrimary = each('primary', ({ cutReadAvailability }) => cutReadAvailability, percent);
    const fromBackups = each('backup', ({ cutReadAvailability }) => cutReadAvailability, percent);
    const falls = ([most, some, least]: readonly [number, number, number]): boolean =>
      most > some && some > least;
    const duringCut = `writes acknowledged during a partition: ${cut.text}`;
    return [
      [
        'latency is highest with the strongest guarantee and lowest with the weakest',
        falls(p50.of),
        `p50 of writes: ${p50.text}`,
      ],
      ['and so it is for the slowest of them', falls(p99.of), `p99 of writes: ${p99.text}`],
      [
        'active and standby: a delay when the standby takes over',
        pause.of.every((pauseMs, index) => pauseMs > 10 * (p50.of[index] ?? 0)),
        `no write acknowledged in runs with a fail-over, median of the longest pauses: ${pause.text}`,
      ],
      [
        'availability is low when all replicas confirm and high when only the leader does',
        overall.of[0] < overall.of[2],
        `writes acknowledged: ${overall.text}`,
      ],
      [
        'of three nodes two must work: then the cluster goes on where all three would have to',
        cut.of[1] > cut.of[0],
        duringCut,
      ],
      [
        'consistency first: during a partition there are errors; availability first: there are answers',
        cut.of[0] < 1 && cut.of[2] > cut.of[1],
        duringCut,
      ],
      [
        'availability first: old data may be returned during a partition, instead of none',
        fromBackups.of.every((share, index) => share > (fromPrimary.of[index] ?? 0)),
        `reads answered during a partition: by the primary: ${fromPrimary.text}; by any replica: ${fromBackups.text}`,
      ],
    ];
  },
  columns: [
    ['mode', ({ setting }) => setting.mode.replace('chronous', 'c')],
    ['fenced', ({ setting }) => (setting.fencing ? 'yes' : 'no')],
    ['reads', ({ setting }) => setting.reads],
    ['acked', ({ acknowledged }) => String(acknowledged)],
    ['lost', ({ lost }) => String(lost)],
    ['stale', ({ stale }) => String(stale)],
    ['dirty', ({ dirty }) => String(dirty)],
    ['cut w%', ({ cutWriteAvailability }) => (cutWriteAvailability * 100).toFixed(1)],
    ['cut r%', ({ cutReadAvailability }) => (cutReadAvailability * 100).toFixed(1)],
    ['pause ms', ({ pauseMs }) => pauseMs.toFixed(0)],
    ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(2)],
    ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(1)],
  ],
});
