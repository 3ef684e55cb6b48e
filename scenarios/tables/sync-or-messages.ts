/**
 * Calls in a chain against publish and subscribe, measured: who is answered, how soon, and what is lost while one service is
 * slow or dead.
 *
 * What the study notes claim of synchronous and asynchronous communication is held against it.
 */
import { simulate, type Fault } from 'seedstorm';
import { cascadeScenario } from '../messaging/cascade/scenario.js';
import { syncAccount, TROUBLE, type SyncFigures as Figures } from './sync-account.js';
import { combined, measureTable, type Claim, type Row } from './table.js';

/** `careless`: a chain in which callers wait for ever, and all orders share all threads. */
const SETTINGS = combined({ by: ['careless', 'chain', 'messages'], c: ['well', 'slow', 'dead'] });
type Setting = (typeof SETTINGS)[number];

const FAULTS: Readonly<Record<Setting['c'], readonly Fault[]>> = {
  well: [],
  slow: [{ kind: 'slow-node', ...TROUBLE, node: 'c', delayMs: 20 }],
  dead: [{ kind: 'kill', ...TROUBLE, node: 'c' }],
};

const percent = (share: number): string => `${share.toFixed(0)} %`;

const CHAIN: readonly Claim<Figures>[] = [
  [
    'tightly coupled: what needs the service fails with it',
    ({ needing }) => needing < 95,
    ({ needing }) => `${percent(needing)} of the orders that need it were done`,
  ],
  [
    'failures spread: who does not need the service is hit, too',
    ({ others }) => others < 95,
    ({ others }) => `${percent(others)} of the other orders were done`,
  ],
];
const MESSAGES: readonly Claim<Figures>[] = [
  [
    'loosely coupled: orders are taken while the service is away',
    ({ needing, others }) => needing >= 95 && others >= 95,
    ({ needing }) => `${percent(needing)} were taken`,
  ],
  [
    'messages are not lost where the service fails',
    ({ lost }) => lost === 0,
    ({ lost, orders }) => `${lost} of ${orders}`,
  ],
];

const rowOf = (rows: readonly Row<Setting, Figures>[], by: Setting['by'], c: Setting['c']) =>
  rows.find(({ setting }) => setting.by === by && setting.c === c) as Row<Setting, Figures>;

export const syncOrMessages = measureTable<Setting, Figures>({
  name: 'sync-or-messages',
  summary:
    'A chain of calls and publish/subscribe while one service is well, slow or dead: who waits, who is lost',
  settings: SETTINGS,
  run: ({ by, c }, seed) =>
    simulate(cascadeScenario, {
      seed,
      params: { style: by === 'messages' ? 'messages' : 'chain' },
      ...(by === 'careless' && { bug: 'no-time-out' }),
      faults: FAULTS[c],
    }),
  account: syncAccount,
  claims: ({ by, c }) => (by === 'messages' ? MESSAGES : c === 'well' ? [] : CHAIN),
  comparisons(rows) {
    const [called, sent] = [rowOf(rows, 'chain', 'well'), rowOf(rows, 'messages', 'well')];
    return [
      [
        'a call is answered at once, a message later',
        called.p50Ms < sent.p50Ms,
        `answers took ${called.p50Ms.toFixed(1)} ms by calls, ${sent.p50Ms.toFixed(1)} ms by messages`,
      ],
      [
        'by calls the work is done sooner',
        called.doneP50Ms < sent.doneP50Ms,
        `c had done its part after ${called.doneP50Ms.toFixed(1)} ms by calls, ${sent.doneP50Ms.toFixed(1)} ms by messages`,
      ],
    ];
  },
  columns: [
    ['by', ({ setting }) => setting.by],
    ['c is', ({ setting }) => setting.c],
    ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(0)],
    ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(0)],
    ['done p50', ({ doneP50Ms }) => doneP50Ms.toFixed(0)],
    ['done p99', ({ doneP99Ms }) => doneP99Ms.toFixed(0)],
    ['others %', ({ others }) => others.toFixed(0)],
    ['needing %', ({ needing }) => needing.toFixed(0)],
    ['lost', ({ lost, orders }) => `${lost}/${orders}`],
  ],
});
