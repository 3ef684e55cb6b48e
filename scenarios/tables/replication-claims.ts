/**
 * What the study notes claim of replication, as statements that figures confirm or refute.
 *
 * No note has a table of replication modes. What they say is spread over the acknowledgements of a broker (all
 * replicas, or only the leader), write-through and write-behind caches, active-passive fail-over, single-leader
 * replication and the consistency models; each sentence is held against the settings it speaks of. Where they say
 * that something may happen, it must have been seen to count as confirmed.
 */
import type { StoreParams } from '../replication/primary-backup/claims.js';
import type { ReplicationFigures } from './replication-account.js';
import type { JudgedClaim } from './table.js';

export type ReplicationSetting = Pick<StoreParams, 'mode' | 'fencing' | 'reads'>;

interface Claim {
  readonly claim: string;
  held(figures: ReplicationFigures): boolean;
  measured(figures: ReplicationFigures): string;
}

const ofWrites = ({ lost, acknowledged }: ReplicationFigures): string =>
  `${lost} of ${acknowledged} acknowledged writes lost`;
const ofReads = ({ stale, dirty, reads }: ReplicationFigures): string =>
  `of ${reads} reads ${stale} stale, ${dirty} of writes that were undone`;

const ofMode: Readonly<Record<StoreParams['mode'], Claim>> = {
  synchronous: {
    claim: 'all replicas confirm: of high consistency, nothing acknowledged is lost',
    held: ({ lost }) => lost === 0,
    measured: ofWrites,
  },
  'semi-synchronous': {
    claim: 'writes replicated to several nodes: data loss is prevented',
    held: ({ lost }) => lost === 0,
    measured: ofWrites,
  },
  asynchronous: {
    claim: 'only the leader confirms, the rest follows later: at the risk of data loss',
    held: ({ lost }) => lost > 0,
    measured: ofWrites,
  },
};

/** Said of active-passive systems without a word on who keeps the old active from going on. */
const ofFailOver: Claim = {
  claim: 'active and passive: simple, and data stays consistent',
  held: ({ lost, dirty }) => lost === 0 && dirty === 0,
  measured: (figures) => `${ofWrites(figures)}; ${ofReads(figures)}`,
};

const ofReading: Readonly<Record<StoreParams['reads'], Claim>> = {
  primary: {
    claim: 'one leader: consistency is easy to keep, what was written is read',
    held: ({ stale, dirty }) => stale === 0 && dirty === 0,
    measured: ofReads,
  },
  backup: {
    claim: 'any replica may be read: what is read may be old',
    held: ({ stale }) => stale > 0,
    measured: ofReads,
  },
};

/** Holds what the notes say of a setting against its figures. */
export function judgeReplication(
  { mode, reads }: ReplicationSetting,
  figures: ReplicationFigures,
): JudgedClaim[] {
  return [ofMode[mode], ofFailOver, ofReading[reads]].map(({ claim, held, measured }) => ({
    claim,
    held: held(figures),
    measured: measured(figures),
  }));
}

type Row = ReplicationFigures & { readonly setting: ReplicationSetting };

const modes = ['synchronous', 'semi-synchronous', 'asynchronous'] as const;

/** What the notes say of several settings together; all of it of those with fencing. */
export function compareModes(rows: readonly Row[]): JudgedClaim[] {
  const fenced = rows.filter(({ setting }) => setting.fencing);
  const compared =
    (reads: StoreParams['reads'], format: (value: number) => string) =>
    (figure: (row: Row) => number): { of: [number, number, number]; text: string } => {
      const of = modes.map((mode) => {
        const row = fenced.find(({ setting }) => setting.mode === mode && setting.reads === reads);
        return row === undefined ? 0 : figure(row);
      }) as [number, number, number];
      return { of, text: modes.map((mode, index) => `${mode} ${format(of[index] ?? 0)}`).join(', ') };
    };
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const ms = (value: number): string => `${value.toFixed(2)} ms`;
  const p50 = compared('primary', ms)(({ p50Ms }) => p50Ms);
  const p99 = compared('primary', ms)(({ p99Ms }) => p99Ms);
  const pause = compared('primary', (value) => `${value.toFixed(0)} ms`)(({ pauseMs }) => pauseMs);
  const overall = compared('primary', percent)(({ writeAvailability }) => writeAvailability);
  const cut = compared('primary', percent)(({ cutWriteAvailability }) => cutWriteAvailability);
  const fromPrimary = compared('primary', percent)(({ cutReadAvailability }) => cutReadAvailability);
  const fromBackups = compared('backup', percent)(({ cutReadAvailability }) => cutReadAvailability);
  return [
    {
      claim: 'latency is highest with the strongest guarantee and lowest with the weakest',
      held: p50.of[0] > p50.of[1] && p50.of[1] > p50.of[2],
      measured: `p50 of writes: ${p50.text}`,
    },
    {
      claim: 'and so it is for the slowest of them',
      held: p99.of[0] > p99.of[1] && p99.of[1] > p99.of[2],
      measured: `p99 of writes: ${p99.text}`,
    },
    {
      claim: 'active and standby: a delay when the standby takes over',
      held: pause.of.every((ms, index) => ms > 10 * (p50.of[index] ?? 0)),
      measured: `no write acknowledged in runs with a fail-over, median of the longest pauses: ${pause.text}`,
    },
    {
      claim: 'availability is low when all replicas confirm and high when only the leader does',
      held: overall.of[0] < overall.of[2],
      measured: `writes acknowledged: ${overall.text}`,
    },
    {
      claim: 'of three nodes two must work: then the cluster goes on where all three would have to',
      held: cut.of[1] > cut.of[0],
      measured: `writes acknowledged during a partition: ${cut.text}`,
    },
    {
      claim: 'consistency first: during a partition there are errors; availability first: there are answers',
      held: cut.of[0] < 1 && cut.of[2] > cut.of[1],
      measured: `writes acknowledged during a partition: ${cut.text}`,
    },
    {
      claim: 'availability first: old data may be returned during a partition, instead of none',
      held: fromBackups.of.every((share, index) => share > (fromPrimary.of[index] ?? 0)),
      measured: `reads answered during a partition: by the primary: ${fromPrimary.text}; by any replica: ${fromBackups.text}`,
    },
  ];
}
