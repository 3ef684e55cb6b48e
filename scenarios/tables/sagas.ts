/**
 * Orchestrated against choreographed, measured: messages and time for an order, and what stands still while one node is
 * without power.
 *
 * What the study notes claim of the two is held against it.
 */
import { sagaAccount, type SagaFigures as Figures } from './saga-account.js';
import { sagaRun, type Kind, type Observed } from './saga-world.js';
import { measureTable, type Claim, type Row } from './table.js';

interface Setting {
  readonly kind: Kind;
  /** Who has no power for a while: who takes orders, one of the services, the broker, or nobody. */
  readonly without: string;
}

const SETTINGS: readonly Setting[] = [
  ...['nobody', 'front', 'payment'].map((without) => ({ kind: 'orchestrated', without }) as const),
  ...['nobody', 'front', 'payment', 'broker'].map((without) => ({ kind: 'choreographed', without }) as const),
];

const inOutage = ({ answeredThen, placedThen }: Figures): string =>
  `${answeredThen} of ${placedThen} orders were answered while it was away`;
/** Some end at once, since they are refused before they need it. */
const goesOn = ({ answeredThen, placedThen }: Figures): boolean => answeredThen > placedThen / 2;

const CLAIMS: Readonly<Record<string, readonly Claim<Figures>[]>> = {
  'orchestrated/front': [
    ['the orchestrator is a single point of failure', (figures) => !goesOn(figures), inOutage],
  ],
  'choreographed/payment': [
    ['loosely coupled: the others go on while one service is away', goesOn, inOutage],
  ],
  'choreographed/broker': [['there is no single point of failure', goesOn, inOutage]],
};

const noneStuck: Claim<Figures> = [
  'every order that was begun ends',
  ({ stuck }) => stuck === 0,
  ({ stuck, orders }) => `${stuck} of ${orders} never ended`,
];

const rowOf = (rows: readonly Row<Setting, Figures>[], kind: Kind, without: string) =>
  rows.find(({ setting }) => setting.kind === kind && setting.without === without) as Row<Setting, Figures>;

export const sagas = measureTable<Setting, Figures, Observed>({
  name: 'sagas',
  summary: 'Orchestrated and choreographed: messages, latency, and what stands still while one node is away',
  settings: SETTINGS,
  run: ({ kind, without }, seed) => sagaRun(kind, without, seed),
  account: sagaAccount,
  claims: ({ kind, without }) => [noneStuck, ...(CLAIMS[`${kind}/${without}`] ?? [])],
  comparisons(rows) {
    const [led, free] = [rowOf(rows, 'orchestrated', 'nobody'), rowOf(rows, 'choreographed', 'nobody')];
    return [
      [
        'without an orchestrator an order needs fewer messages',
        free.messagesPerOrder < led.messagesPerOrder,
        `${free.messagesPerOrder.toFixed(0)} against ${led.messagesPerOrder.toFixed(0)}`,
      ],
      [
        'without an orchestrator an order is done sooner',
        free.p50Ms < led.p50Ms,
        `${free.p50Ms.toFixed(0)} ms against ${led.p50Ms.toFixed(0)} ms at the median`,
      ],
    ];
  },
  columns: [
    ['saga', ({ setting }) => setting.kind],
    ['without', ({ setting }) => setting.without],
    ['messages', ({ messagesPerOrder: each }) => (each > 0 ? each.toFixed(1) : '-')],
    ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(0)],
    ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(0)],
    ['answered', ({ answeredThen, placedThen }) => `${answeredThen}/${placedThen}`],
    ['ended', ({ endedThen }) => String(endedThen)],
    ['taken back %', ({ compensated }) => compensated.toFixed(0)],
    ['stuck', ({ stuck }) => String(stuck)],
  ],
});
