/**
 * Partitions against consumers, measured: who has how much to do, how long a burst takes, how long nobody reads in a
 * rebalance. What the study notes claim of it is held against the figures.
 */
import { simulate } from 'seedstorm';
import { groupAccount, type GroupFigures as Figures } from './group-account.js';
import { groupPlan, groupWorld, type GroupSetting } from './group-world.js';
import { measureTable, type Claim, type Comparison, type Row } from './table.js';

const settings: readonly GroupSetting[] = (
  [
    [12, 1, 'eager', 'even'],
    [12, 3, 'eager', 'even'],
    [12, 4, 'eager', 'even'],
    [12, 5, 'eager', 'even'],
    [12, 8, 'eager', 'even'],
    [12, 12, 'eager', 'even'],
    [6, 6, 'eager', 'even'],
    [6, 9, 'eager', 'even'],
    [12, 4, 'cooperative', 'even'],
    [12, 4, 'eager', 'hot'],
  ] as const
).map(([partitions, consumers, protocol, keys]) => ({ partitions, consumers, protocol, keys }));

const shareOf = ({ most, least, idle }: Figures): string =>
  `most ${most.toFixed(0)}, least ${(idle > 0 ? 0 : least).toFixed(0)}`;

function claimsOf({ partitions, consumers }: GroupSetting): readonly Claim<Figures>[] {
  const busy = Math.min(partitions, consumers);
  return [
    [
      'a group processes everything once, if nobody fails',
      ({ done, sent }) => done === sent,
      ({ done, sent }) => `${done} of ${sent}`,
    ],
    [
      'as many consumers work in parallel as there are consumers',
      ({ idle }) => idle === 0,
      ({ idle }) => `${busy} of ${consumers}, ${idle.toFixed(0)} idle`,
    ],
    [
      consumers <= partitions && partitions % consumers === 0
        ? 'a divisor of the partitions: all consumers have the same load'
        : 'no divisor of the partitions: some have more to do',
      ({ most, least, idle }) => (most > 1.1 * least || idle > 0) !== (partitions % consumers === 0),
      shareOf,
    ],
  ];
}

function comparisonsOf(rows: readonly Row<GroupSetting, Figures>[]): readonly Comparison[] {
  const rowOf = (consumers: number, protocol = 'eager', keys = 'even') =>
    rows.find(
      ({ setting }) =>
        setting.consumers === consumers && setting.protocol === protocol && setting.keys === keys,
    ) as Row<GroupSetting, Figures>;
  const [one, four, five, twelve] = [rowOf(1), rowOf(4), rowOf(5), rowOf(12)];
  const cooperative = rowOf(4, 'cooperative');
  const hot = rowOf(4, 'eager', 'hot');
  const ms = ({ allDoneMs }: Figures): string => `${allDoneMs.toFixed(0)} ms`;
  return [
    [
      'a consumer group scales out: four consumers are nearly four times as fast as one',
      one.allDoneMs >= 3 * four.allDoneMs,
      `${ms(one)} and ${ms(four)}`,
    ],
    [
      'the number of consumers has to be a divisor: five are no faster than four',
      five.allDoneMs >= 0.98 * four.allDoneMs,
      `${ms(four)} and ${ms(five)}`,
    ],
    [
      'with one consumer for each partition it is fastest',
      rows.every(({ allDoneMs }) => allDoneMs >= twelve.allDoneMs),
      ms(twelve),
    ],
    [
      'while a group rebalances nobody consumes',
      four.stillMs > 0 && cooperative.stillMs > 0,
      `eager ${four.stillMs.toFixed(1)} ms, cooperative ${cooperative.stillMs.toFixed(1)} ms`,
    ],
    [
      'partitions spread the load, whatever the keys are',
      hot.allDoneMs < 1.2 * four.allDoneMs,
      `${ms(four)}, with a hot key ${ms(hot)}`,
    ],
  ];
}

export const partitionsAndConsumers = measureTable<GroupSetting, Figures>({
  name: 'partitions-and-consumers',
  summary:
    'Partitions against consumers: skew, idle consumers, hot keys, and how long nobody reads in a rebalance',
  settings,
  run: (setting, seed) => {
    const { partitions, consumers, protocol } = setting;
    return simulate(groupWorld, {
      seed,
      params: { partitions, consumers, protocol },
      plan: groupPlan(setting, seed),
    });
  },
  account: groupAccount,
  claims: claimsOf,
  comparisons: comparisonsOf,
  columns: [
    ['partitions', ({ setting }) => String(setting.partitions)],
    ['consumers', ({ setting }) => String(setting.consumers)],
    ['protocol', ({ setting }) => setting.protocol],
    ['keys', ({ setting }) => setting.keys],
    ['most', ({ most }) => most.toFixed(0)],
    ['least', ({ least }) => least.toFixed(0)],
    ['idle', ({ idle }) => idle.toFixed(0)],
    ['done ms', ({ allDoneMs }) => allDoneMs.toFixed(0)],
    ['still ms', ({ stillMs }) => stillMs.toFixed(1)],
    ['unread ms', ({ unreadMs }) => unreadMs.toFixed(1)],
  ],
});
