/**
 * Delivery semantics, measured: acks × moment of the commit × where to start, under crashes and partitions.
 *
 * Every setting runs with the same seeds, and a seed draws the same faults and the same messages for each: what
 * differs between rows is the setting. Producers retry with sequence numbers, as Kafka's have by default since 3.0;
 * the last rows show what retries do without them, and what excluding duplicates does about it.
 */
import { nemesis, simulate } from 'seedstorm';
import { replicatedLog } from '../broker/replicated-log/scenario.js';
import { DeliveryAccount, type DeliveryFigures } from './delivery-account.js';
import { compareSettings, judgeSetting, type DeliverySetting } from './delivery-claims.js';
import { columnOf, seedsOf, type MeasuredRow, type MeasureOptions, type TradeOffTable } from './table.js';

export interface DeliveryRow extends MeasuredRow, DeliveryFigures {
  readonly setting: DeliverySetting;
}

const faults = nemesis(
  { partition: true, crash: true, kill: true, restart: true },
  { name: 'crashes-and-partitions', kindProbability: 0.8 },
);

const settings: readonly DeliverySetting[] = [
  ...([0, 1, 'all'] as const).flatMap((acks) =>
    (['before', 'after', 'automatic'] as const).flatMap((commit) =>
      (['earliest', 'latest'] as const).map((reset) => ({
        acks,
        idempotent: acks !== 0,
        commit,
        reset,
        dedupe: 'none' as const,
      })),
    ),
  ),
  { acks: 'all', idempotent: false, commit: 'after', reset: 'earliest', dedupe: 'none' },
  { acks: 'all', idempotent: false, commit: 'after', reset: 'earliest', dedupe: 'id' },
  { acks: 'all', idempotent: true, commit: 'after', reset: 'earliest', dedupe: 'offset' },
];

async function measureSetting(
  setting: DeliverySetting,
  options: MeasureOptions,
  ran: () => void,
): Promise<DeliveryRow> {
  const account = new DeliveryAccount();
  for (const seed of seedsOf(options)) {
    account.add(await simulate(replicatedLog, { seed, params: setting, faults }));
    ran();
  }
  const figures = account.figures();
  const claims = judgeSetting(setting, figures);
  return {
    setting,
    ...figures,
    claim: claims.map(({ claim }) => claim).join('; '),
    held: claims.every(({ held }) => held),
    claims,
  };
}

const text = columnOf<DeliveryRow>('left');
const number = columnOf<DeliveryRow>('right');

/** By what duplicates are excluded: sequence numbers of the producer, and places or ids at the consumer. */
function excluded({ setting: { idempotent, dedupe } }: DeliveryRow): string {
  return [...(idempotent ? ['seq'] : []), ...(dedupe === 'none' ? [] : [dedupe])].join('+') || 'nothing';
}

export const deliverySemantics: TradeOffTable<DeliveryRow> = {
  name: 'delivery-semantics',
  summary:
    'acks × commit × start: what is lost, what is doubled, and what it costs, under crashes and partitions',
  columns: [
    text('acks', ({ setting }) => String(setting.acks)),
    text('commit', ({ setting }) => setting.commit),
    text('start', ({ setting }) => setting.reset),
    text('dedupe', excluded),
    number('acked', ({ acknowledged }) => String(acknowledged)),
    number('lost', ({ lost }) => String(lost)),
    number('twice', ({ duplicated }) => String(duplicated)),
    number('avail %', ({ availability }) => (availability * 100).toFixed(2)),
    number('p50 ms', ({ p50Ms }) => p50Ms.toFixed(2)),
    number('p99 ms', ({ p99Ms }) => p99Ms.toFixed(1)),
  ],
  settings: settings.length,
  async measure(options, ran = () => undefined) {
    const rows: DeliveryRow[] = [];
    for (const setting of settings) rows.push(await measureSetting(setting, options, ran));
    return { name: 'delivery-semantics', ...options, rows, comparisons: compareSettings(rows) };
  },
};
