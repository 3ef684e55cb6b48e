/**
 * Delivery semantics, measured: acks × moment of the commit × where to start, under crashes and partitions.
 *
 * A seed draws the same faults and the same messages for each setting. Producers retry with sequence numbers, as Kafka's
 * have by default since 3.0; the last rows show what retries do without them, and what excluding duplicates does about it.
 *
 * The study notes have one table for producers (acks), one for the moment of the commit, one for where a consumer starts
 * again, and two sentences on retries. Each is judged on its own side of the log: what a consumer passes over is no
 * fault of acks. Where they say that something may happen, it must have been seen to count as confirmed.
 */
import { nemesis, simulate } from 'seedstorm';
import { replicatedLog } from '../broker/replicated-log/scenario.js';
import { deliveryAccount, type DeliveryFigures as Figures } from './delivery-account.js';
import { combined, measureTable, type Claim } from './table.js';

const faults = nemesis(
  { partition: true, crash: true, kill: true, restart: true },
  { name: 'crashes-and-partitions', kindProbability: 0.8 },
);

const exactly = { commit: 'after', reset: 'earliest' } as const;
const settings = [
  ...combined({
    acks: [0, 1, 'all'],
    commit: ['before', 'after', 'automatic'],
    reset: ['earliest', 'latest'],
  }).map(({ acks, ...rest }) => ({ acks, idempotent: acks !== 0, ...rest, dedupe: 'none' as const })),
  { acks: 'all', idempotent: false, ...exactly, dedupe: 'none' },
  { acks: 'all', idempotent: false, ...exactly, dedupe: 'id' },
  { acks: 'all', idempotent: true, ...exactly, dedupe: 'offset' },
] as const;

type Seen = 'no' | 'some' | 'any';
const is = (count: number, seen: Seen): boolean => seen === 'any' || count > 0 === (seen === 'some');
/** How many of the messages that are not in the log, of those passed over, and of those done again must be seen. */
const inLog = (claim: string, lost: Seen): Claim<Figures> => [
  claim,
  ({ lostByLog }) => is(lostByLog, lost),
  ({ lostByLog }) => `${lostByLog} lost before the log was safe`,
];
const consumed = (claim: string, over: Seen, again: Seen): Claim<Figures> => [
  claim,
  ({ lostByConsumer, duplicatedByConsumer }) => is(lostByConsumer, over) && is(duplicatedByConsumer, again),
  ({ lostByConsumer, duplicatedByConsumer }) =>
    `consumers passed over ${lostByConsumer} and processed ${duplicatedByConsumer} again`,
];

const claims = {
  all: inLog('acks=all: consistent, nothing acknowledged is missing from the log', 'no'),
  1: inLog('acks=1: of medium consistency, a leader that fails takes acknowledged messages along', 'some'),
  0: inLog('acks=0: of low consistency, messages are often lost', 'some'),
  after: consumed('commit after processing: at least once, duplicates but no loss', 'no', 'some'),
  before: consumed('commit before processing: at most once, loss but no duplicates', 'some', 'no'),
  automatic: consumed(
    'automatic commit: both loss and duplicates, depending on when it fails',
    'some',
    'some',
  ),
  earliest: consumed(
    'start from earliest: what is not committed is processed again, at least once',
    'no',
    'any',
  ),
  latest: consumed('start from latest: what is not processed is skipped, at most once', 'some', 'no'),
  retries: [
    'retries make it at least once: messages are in the log twice',
    ({ duplicatedByProducer }) => duplicatedByProducer > 0,
    ({ duplicatedByProducer }) => `${duplicatedByProducer} messages twice in the log`,
  ],
  dedupe: [
    'at least once and excluding duplicates: effectively exactly once',
    ({ lost, duplicated }) => lost === 0 && duplicated === 0,
    ({ lost, duplicated }) => `${lost} lost, ${duplicated} duplicated`,
  ],
} satisfies Record<string, Claim<Figures>>;

export const deliverySemantics = measureTable({
  name: 'delivery-semantics',
  summary:
    'acks × commit × start: what is lost, what is doubled, and what it costs, under crashes and partitions',
  settings,
  run: (params, seed) => simulate(replicatedLog, { seed, params, faults }),
  account: deliveryAccount,
  claims: ({ acks, idempotent, commit, reset, dedupe }) =>
    dedupe !== 'none'
      ? [claims[acks], claims.dedupe]
      : [claims[acks], ...(idempotent || acks === 0 ? [] : [claims.retries]), claims[commit], claims[reset]],
  comparisons(rows) {
    const availabilityOf = (acks: 0 | 1 | 'all'): number => {
      const those = rows.filter(
        ({ setting: { dedupe, idempotent, ...of } }) =>
          of.acks === acks && dedupe === 'none' && idempotent === (acks !== 0),
      );
      return those.reduce((sum, { availability }) => sum + availability, 0) / Math.max(1, those.length);
    };
    const [none, leader, all] = [availabilityOf(0), availabilityOf(1), availabilityOf('all')];
    const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
    return [
      [
        'availability is highest with acks=0, high with acks=1, lower with acks=all',
        none > leader && leader > all,
        `acks=0 ${percent(none)}, acks=1 ${percent(leader)}, acks=all ${percent(all)}`,
      ],
    ];
  },
  columns: [
    ['acks', ({ setting }) => String(setting.acks)],
    ['commit', ({ setting }) => setting.commit],
    ['start', ({ setting }) => setting.reset],
    ['dedupe', ({ setting: { idempotent, dedupe } }) => excluded(idempotent, dedupe)],
    ['acked', ({ acknowledged }) => String(acknowledged)],
    ['lost', ({ lost }) => String(lost)],
    ['twice', ({ duplicated }) => String(duplicated)],
    ['avail %', ({ availability }) => (availability * 100).toFixed(2)],
    ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(2)],
    ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(1)],
  ],
});

/** By what duplicates are excluded: sequence numbers of the producer, and places or ids at the consumer. */
function excluded(idempotent: boolean, dedupe: string): string {
  return [...(idempotent ? ['seq'] : []), ...(dedupe === 'none' ? [] : [dedupe])].join('+') || 'nothing';
}
