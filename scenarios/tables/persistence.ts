/**
 * Persistence of messages, measured: four strategies of the study notes, and what a power loss of one broker, or of all,
 * takes from each. A seed draws the same moment and the same messages for each setting.
 */
import { simulate, type Fault } from 'seedstorm';
import { clusterAccount, type ClusterFigures as Figures } from './cluster-account.js';
import { clusterWorld, matters, mishap, type Strategy } from './cluster-world.js';
import { measureTable, type Claim } from './table.js';

const alone = { brokers: ['r1'], mirrors: 0, partitions: 'ignore' } as const;

const strategies = {
  memory: { name: 'memory', cluster: alone, client: { deliveryMode: () => 1 } },
  durable: { name: 'durable', cluster: alone, client: {} },
  unconfirmed: { name: 'durable, unconfirmed', cluster: alone, client: { confirms: () => false } },
  channel: {
    name: 'guaranteed channel',
    cluster: alone,
    client: {
      matters,
      deliveryMode: (important) => (important ? 2 : 1),
      confirms: (important) => important,
    },
  },
  replicated: { name: 'replicated', cluster: { kind: 'quorum' }, client: {} },
} satisfies Record<string, Strategy>;

type Kind = keyof typeof strategies;
const kinds = Object.keys(strategies) as Kind[];

const powerLoss = (node: string, atMs: number): Fault => ({
  kind: 'crash',
  atMs,
  durationMs: 1200,
  node,
  unsynced: 'lost',
});
const crashes = {
  one: mishap('one-power-loss', (atMs) => [powerLoss('r1', atMs)]),
  all: mishap('all-lose-power', (atMs, brokers) => brokers.map((name) => powerLoss(name, atMs))),
};

const ofLost = ({ lost, acknowledged }: Figures): string => `${lost} of ${acknowledged} acknowledged lost`;
const keepsAll = ({ lost }: Figures): boolean => lost === 0;

const claims: Record<Kind, Claim<Figures>[]> = {
  memory: [['messages only in memory are gone when the broker fails', ({ lost }) => lost > 0, ofLost]],
  durable: [['all messages on the disk: resistant to failures', keepsAll, ofLost]],
  unconfirmed: [['all messages on the disk: resistant to failures', keepsAll, ofLost]],
  channel: [
    [
      'only what matters is protected',
      ({ lost, lostImportant }) => lost > 0 && lostImportant === 0,
      ({ lost, lostImportant }) => `${lostImportant} that mattered lost, ${lost - lostImportant} others`,
    ],
  ],
  replicated: [['copies on several brokers: nothing is lost', keepsAll, ofLost]],
};

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

export const persistence = measureTable({
  name: 'persistence',
  summary:
    'memory, disk, a guaranteed channel, copies: what a power loss of one broker or of all takes, and what each costs',
  settings: kinds.flatMap((strategy) => (['one', 'all'] as const).map((crash) => ({ strategy, crash }))),
  run: ({ strategy, crash }, seed) =>
    simulate(clusterWorld(strategies[strategy]), { seed, faults: crashes[crash] }),
  account: clusterAccount,
  claims: ({ strategy }) => claims[strategy],
  comparisons(rows) {
    const of = (strategy: Kind, crash: 'one' | 'all'): Figures | undefined =>
      rows.find(({ setting }) => setting.strategy === strategy && setting.crash === crash);
    const p50 = (strategy: Kind): number => of(strategy, 'one')?.p50Ms ?? 0;
    const free = (strategy: Kind): number => of(strategy, 'one')?.availability ?? 0;
    const shown = (strategy: Kind): string => `${strategy} ${p50(strategy).toFixed(2)} ms`;
    return [
      [
        'memory is fast and the disk is slow',
        p50('memory') < p50('durable'),
        `${shown('memory')}, ${shown('durable')}`,
      ],
      [
        'copies are highly available',
        free('replicated') > free('durable'),
        `acknowledged while one broker has no power: replicated ${percent(free('replicated'))}, durable ${percent(free('durable'))}`,
      ],
      [
        'copies use the network',
        (of('replicated', 'one')?.copies ?? 0) > 1 && of('durable', 'one')?.copies === 0,
        `bodies between brokers for each message: ${(of('replicated', 'one')?.copies ?? 0).toFixed(1)}, and 0 with one broker`,
      ],
    ];
  },
  columns: [
    ['strategy', ({ setting }) => strategies[setting.strategy].name],
    ['power lost by', ({ setting }) => setting.crash],
    ['acked', ({ acknowledged }) => String(acknowledged)],
    ['lost', ({ lost }) => String(lost)],
    ['mattered', ({ lostImportant }) => String(lostImportant)],
    ['twice', ({ twice }) => String(twice)],
    ['avail %', ({ availability }) => (availability * 100).toFixed(1)],
    ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(2)],
    ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(1)],
    ['copies', ({ copies }) => copies.toFixed(1)],
  ],
});
