/**
 * Exchanges, measured: five messages are sent to each kind, and what comes to which of three queues is written down.
 *
 * What the study notes claim of exchanges, of routing keys and of a broker that keeps messages is held against it.
 */
import { simulate } from 'seedstorm';
import {
  exchangeAccount,
  KEYS,
  queuesOf,
  went,
  type ExchangeFigures as Figures,
  type Key,
} from './exchange-account.js';
import { EXCHANGES, QUEUES } from './exchange-bindings.js';
import { exchangeWorld } from './exchange-world.js';
import { measureTable, type Claim } from './table.js';

/** That each of these messages comes to exactly these queues. */
const goes = (claim: string, expected: Partial<Record<Key, readonly string[]>>): Claim<Figures> => {
  const keys = KEYS.filter((key) => key in expected);
  return [
    claim,
    (figures) => keys.every((key) => queuesOf(figures, key).join() === (expected[key] ?? []).join()),
    (figures) => went(figures, keys),
  ];
};

const keeps: Claim<Figures> = [
  'a broker keeps what it has taken until it is delivered',
  ({ returned }) => returned === 0,
  ({ returned, runs }) => `${returned / runs} of 5 messages were confirmed, and no queue has them`,
];

const claims = {
  direct: [
    goes('direct: to queues whose binding key is the routing key', {
      order: ['order', 'rest'],
      news: ['news'],
    }),
    [
      'direct: to the one queue that is addressed',
      (figures) => KEYS.every((key) => queuesOf(figures, key).length <= 1),
      (figures) => went(figures, ['order']),
    ],
    keeps,
  ],
  fanout: [
    goes('fanout: to all queues that are bound, whatever the key', {
      order: QUEUES,
      news: QUEUES,
      gone: QUEUES,
    }),
  ],
  topic: [
    goes('topic: * stands for one word, # for any number', {
      order: ['rest'],
      'order.paid': ['order', 'rest'],
      'order.paid.eu': ['rest'],
    }),
    [
      'topic: one queue takes several groups, and each message once',
      ({ got, runs }) => got['order.paid/rest'] === runs && got['order.paid.eu/rest'] === runs,
      ({ got, runs }) => `${(got['order.paid/rest'] ?? 0) / runs} copy of order.paid, which two bindings fit`,
    ],
    keeps,
  ],
  headers: [
    goes('headers: by conditions on the headers', {
      'order.paid': ['rest'],
      'order.paid.eu': ['order', 'news', 'rest'],
      news: ['news'],
    }),
    keeps,
  ],
  default: [goes('default: every queue is bound by its name', { order: ['order'], news: ['news'] }), keeps],
  alternate: [
    goes('alternate: it gets what the exchange has no queue for', { 'order.paid': ['rest'], gone: ['rest'] }),
    keeps,
  ],
} satisfies Record<(typeof EXCHANGES)[number], readonly Claim<Figures>[]>;

export const exchanges = measureTable({
  name: 'exchanges',
  summary: 'direct, fanout, topic, headers, default, alternate: which queue gets which of five messages',
  settings: EXCHANGES.map((exchange) => ({ exchange })),
  run: (params, seed) => simulate(exchangeWorld, { seed, params }),
  account: exchangeAccount,
  claims: ({ exchange }) => claims[exchange],
  comparisons(rows) {
    const keyless = rows.filter((row) => queuesOf(row, 'order').join() === queuesOf(row, 'gone').join());
    const byHeaders = rows.filter(({ setting }) => setting.exchange === 'headers');
    return [
      [
        'by the routing key an exchange decides which queue a message goes to',
        keyless.length + byHeaders.length === 0,
        `${[...keyless, ...byHeaders.filter((row) => !keyless.includes(row))].map(({ setting }) => setting.exchange).join(' and ')} do not look at it`,
      ],
    ];
  },
  columns: [
    ['exchange', ({ setting }) => setting.exchange],
    ...KEYS.map(
      (key) =>
        [
          key,
          (row: Figures) =>
            queuesOf(row, key)
              .map(([initial]) => initial)
              .join(' ') || '-',
        ] as const,
    ),
    ['returned', ({ returned, runs }) => String(returned / runs)],
  ],
});
