/**
 * A queue, a log and a stream, measured: order, what comes twice or not at all, what can be read again, throughput and
 * waiting, under the same load, when a consumer dies and when the broker does.
 *
 * What the study notes claim of RabbitMQ, Kafka and Redis is held against it.
 */
import { simulate } from 'seedstorm';
import { brokerAccount, type BrokerFigures as Figures } from './broker-account.js';
import { brokerPlan, brokerWorld, EVENTS, KINDS, type BrokerSetting } from './broker-world.js';
import { combined, measureTable, type Claim, type Comparison, type Row } from './table.js';

const CLAIMS: readonly Claim<Figures>[] = [
  [
    'what the broker has acknowledged is done',
    ({ lost }) => lost === 0,
    ({ lost, acknowledged }) => `${lost} of ${acknowledged} were never done`,
  ],
  ['each message is done once', ({ twice }) => twice === 0, ({ twice }) => `${twice} were done twice`],
  [
    'messages of one key are done in order',
    ({ keyOvertaken }) => keyOvertaken === 0,
    ({ keyOvertaken }) => `${keyOvertaken} done after a later one of their key`,
  ],
  [
    'what was done can be read again',
    ({ replayed, acknowledged }) => replayed >= acknowledged,
    ({ replayed, acknowledged }) => `${replayed} of ${acknowledged} came again`,
  ],
];

function comparisons(rows: readonly Row<BrokerSetting, Figures>[]): readonly Comparison[] {
  const of = (kind: BrokerSetting['kind'], event: BrokerSetting['event']): Figures | undefined =>
    rows.find(({ setting }) => setting.kind === kind && setting.event === event);
  const figure = (kind: BrokerSetting['kind'], name: 'perSecond' | 'p50Ms' | 'p99Ms'): number =>
    of(kind, 'none')?.[name] ?? 0;
  const all = (name: 'perSecond' | 'p50Ms', unit: string): string =>
    KINDS.map((kind) => `${kind} ${figure(kind, name).toFixed(0)}${unit}`).join(' · ');
  const lostOf = (kind: BrokerSetting['kind']): number => of(kind, 'broker dies')?.lost ?? 0;
  return [
    [
      'the throughput of RabbitMQ is medium, that of Kafka very high',
      figure('log', 'perSecond') > 1.5 * figure('queue', 'perSecond'),
      all('perSecond', '/s'),
    ],
    [
      'Redis Streams have the lowest latency',
      figure('stream', 'p50Ms') < Math.min(figure('queue', 'p50Ms'), figure('log', 'p50Ms')),
      all('p50Ms', ' ms'),
    ],
    [
      'RabbitMQ and Kafka keep messages on the disk: a failure takes none',
      lostOf('queue') === 0 && lostOf('log') === 0,
      `queue ${lostOf('queue')} lost, log ${lostOf('log')}`,
    ],
    [
      'Redis keeps messages in memory only: a failure takes them',
      KINDS.every((kind) => !kind.startsWith('stream') || lostOf(kind) > 0),
      `always ${lostOf('stream')} lost, everysec ${lostOf('stream, everysec')}, none ${lostOf('stream, memory')}`,
    ],
  ];
}

export const brokers = measureTable({
  name: 'brokers',
  summary: 'A queue, a log and a stream: order, loss, repetition, replay and waiting when something dies',
  settings: combined({ event: EVENTS, kind: KINDS }),
  run: (setting, seed) =>
    simulate(brokerWorld, { seed, params: { kind: setting.kind }, plan: brokerPlan(setting, seed) }),
  account: brokerAccount,
  claims: () => CLAIMS,
  comparisons,
  columns: [
    ['trouble', ({ setting }) => setting.event],
    ['broker', ({ setting }) => setting.kind],
    ['done/s', ({ perSecond }) => perSecond.toFixed(0)],
    ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(1)],
    ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(0)],
    ['lost', ({ lost, acknowledged }) => `${lost}/${acknowledged}`],
    ['twice', ({ twice }) => String(twice)],
    ['overtaken', ({ overtaken }) => String(overtaken)],
    ['in key', ({ keyOvertaken }) => String(keyOvertaken)],
    ['replayed', ({ replayed }) => String(replayed)],
  ],
});
