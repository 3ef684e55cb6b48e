/**
 * Replication modes, measured: how many backups confirm × fencing × who answers reads, under crashes and partitions.
 *
 * Every setting runs with the same seeds, and a seed draws the same faults and the same operations for each: what
 * differs between rows is the setting.
 */
import { simulate } from 'seedstorm';
import { primaryBackup } from '../replication/primary-backup/scenario.js';
import { ReplicationAccount, type ReplicationFigures } from './replication-account.js';
import { compareModes, judgeReplication, type ReplicationSetting } from './replication-claims.js';
import { partitionsAndCrashes } from './replication-faults.js';
import { columnOf, seedsOf, type MeasuredRow, type MeasureOptions, type TradeOffTable } from './table.js';

export interface ReplicationRow extends MeasuredRow, ReplicationFigures {
  readonly setting: ReplicationSetting;
}

/** Many clients that ask seldom: one that waits for an answer in vain hardly asks less often, so shares are fair. */
const load = { clients: 25, everyMs: 250 };

const settings: readonly ReplicationSetting[] = (
  ['synchronous', 'semi-synchronous', 'asynchronous'] as const
).flatMap((mode) =>
  [true, false].flatMap((fencing) =>
    (['primary', 'backup'] as const).map((reads) => ({ mode, fencing, reads })),
  ),
);

async function measureSetting(
  setting: ReplicationSetting,
  options: MeasureOptions,
  ran: () => void,
): Promise<ReplicationRow> {
  const account = new ReplicationAccount();
  for (const seed of seedsOf(options)) {
    account.add(
      await simulate(primaryBackup, { seed, params: { ...setting, ...load }, faults: partitionsAndCrashes }),
    );
    ran();
  }
  const figures = account.figures();
  const claims = judgeReplication(setting, figures);
  return {
    setting,
    ...figures,
    claim: claims.map(({ claim }) => claim).join('; '),
    held: claims.every(({ held }) => held),
    claims,
  };
}

const text = columnOf<ReplicationRow>('left');
const number = columnOf<ReplicationRow>('right');
const percent = (share: number): string => (share * 100).toFixed(1);

export const replicationModes: TradeOffTable<ReplicationRow> = {
  name: 'replication-modes',
  summary:
    'mode × fencing × reads: acknowledged writes lost, stale reads, latency and availability, under crashes and partitions',
  columns: [
    text('mode', ({ setting }) => setting.mode.replace('chronous', 'c')),
    text('fenced', ({ setting }) => (setting.fencing ? 'yes' : 'no')),
    text('reads', ({ setting }) => setting.reads),
    number('acked', ({ acknowledged }) => String(acknowledged)),
    number('lost', ({ lost }) => String(lost)),
    number('stale', ({ stale }) => String(stale)),
    number('dirty', ({ dirty }) => String(dirty)),
    number('cut w%', ({ cutWriteAvailability }) => percent(cutWriteAvailability)),
    number('cut r%', ({ cutReadAvailability }) => percent(cutReadAvailability)),
    number('pause ms', ({ pauseMs }) => pauseMs.toFixed(0)),
    number('p50 ms', ({ p50Ms }) => p50Ms.toFixed(2)),
    number('p99 ms', ({ p99Ms }) => p99Ms.toFixed(1)),
  ],
  settings: settings.length,
  async measure(options, ran = () => undefined) {
    const rows: ReplicationRow[] = [];
    for (const setting of settings) rows.push(await measureSetting(setting, options, ran));
    return { name: 'replication-modes', ...options, rows, comparisons: compareModes(rows) };
  },
};
