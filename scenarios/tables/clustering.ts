/**
 * Clusters of brokers, measured: the strategies of the study notes, when one broker dies and when the network is cut.
 * A seed draws the same moment and the same messages for each setting. Publisher and consumer reach every broker.
 */
import { simulate } from 'seedstorm';
import { clusterAccount, type ClusterFigures as Figures } from './cluster-account.js';
import { clusterWorld, mishaps, type Strategy } from './cluster-world.js';
import { measureTable, type Claim } from './table.js';

const alone = { mirrors: 0, partitions: 'ignore' } as const;

const strategies = {
  standby: {
    name: 'active-standby',
    cluster: { brokers: ['r1', 'r2'], mirrors: 1, standby: true, partitions: 'ignore' },
    client: {},
  },
  active: {
    name: 'active-active',
    cluster: { mirrors: 0, partitions: 'autoheal', queues: ['q1', 'q2', 'q3'] },
    client: {},
  },
  mirrored: { name: 'mirrored, pause', cluster: {}, client: {} },
  healed: { name: 'mirrored, autoheal', cluster: { partitions: 'autoheal' }, client: {} },
  quorum: { name: 'quorum', cluster: { kind: 'quorum' }, client: {} },
  bridge: { name: 'bridge', cluster: { ...alone, brokers: ['r1', 'r2'] }, client: {}, bridged: true },
} satisfies Record<string, Strategy>;

type Kind = keyof typeof strategies;
const kinds = Object.keys(strategies) as Kind[];

type Mishap = keyof typeof mishaps;

const ofLost = ({ lost, acknowledged }: Figures): string => `${lost} of ${acknowledged} confirmed lost`;
const keepsAll = ({ lost }: Figures): boolean => lost === 0;
const inOrder: Claim<Figures> = [
  'order is hard to guarantee',
  ({ late }) => late > 0,
  ({ late }) => `${late} after a later one of their sender`,
];

const claims: Record<Kind, Claim<Figures>[]> = {
  standby: [['simple, and data stays consistent', keepsAll, ofLost]],
  active: [inOrder],
  mirrored: [['copies prevent the loss of data', keepsAll, ofLost]],
  healed: [['copies prevent the loss of data', keepsAll, ofLost]],
  quorum: [['copies prevent the loss of data', keepsAll, ofLost]],
  bridge: [],
};

export const clustering = measureTable({
  name: 'clustering',
  summary: 'active-standby, active-active, mirrored, quorum, bridge: availability, order, loss and bandwidth',
  settings: kinds.flatMap((strategy) =>
    (Object.keys(mishaps) as Mishap[]).map((event) => ({ strategy, event })),
  ),
  run: ({ strategy, event }, seed) =>
    simulate(clusterWorld(strategies[strategy]), { seed, faults: mishaps[event] }),
  account: clusterAccount,
  claims: ({ strategy }) => claims[strategy],
  comparisons(rows) {
    const of = (strategy: Kind, event: Mishap): Figures =>
      rows.find(({ setting }) => setting.strategy === strategy && setting.event === event) as Figures & {
        setting: { strategy: Kind; event: Mishap };
      };
    const each = (event: Mishap, some: readonly Kind[], shown: (figures: Figures) => string): string =>
      some.map((kind) => `${strategies[kind].name} ${shown(of(kind, event))}`).join(', ');
    const pause = ({ pauseMs }: Figures): string => `${pauseMs.toFixed(0)} ms`;
    const open = ({ availability }: Figures): string => `${(availability * 100).toFixed(1)} %`;
    return [
      [
        'active-standby: a delay when the standby takes over',
        of('standby', 'one dies').pauseMs > 1.5 * of('standby', 'none').pauseMs,
        `longest time without a confirm: ${pause(of('standby', 'none'))}; when one dies: ${each('one dies', ['standby', 'mirrored', 'quorum'], pause)}`,
      ],
      [
        'active-active: what one broker has is out of reach while it is away, the rest goes on',
        of('active', 'one dies').availability < of('mirrored', 'one dies').availability,
        `confirmed when one dies: ${each('one dies', ['active', 'mirrored', 'quorum'], open)}`,
      ],
      [
        'mirrored queues use the network',
        of('mirrored', 'none').copies > 2 * of('active', 'none').copies,
        `bodies between brokers for each message: ${each('none', ['active', 'standby', 'mirrored', 'quorum'], ({ copies }) => copies.toFixed(1))}`,
      ],
      [
        'of three brokers two must work: then the cluster goes on',
        of('mirrored', 'one dies').availability > 0.9 && of('quorum', 'one dies').availability > 0.9,
        `confirmed when one dies: ${each('one dies', ['mirrored', 'quorum'], open)}`,
      ],
      [
        'who pauses in a minority loses nothing, who heals by discarding does',
        of('mirrored', 'one is cut off').lost === 0 && of('healed', 'one is cut off').lost > 0,
        `confirmed and lost when one is cut off: ${each('one is cut off', ['mirrored', 'healed', 'quorum'], ({ lost }) => String(lost))}`,
      ],
      [
        'a broker that is back joins again by itself: nothing is left over',
        kinds.every((kind) => of(kind, 'one dies').undecided === 0),
        `runs in which the consumer did not reach the end: ${kinds.reduce((sum, kind) => sum + of(kind, 'one dies').undecided, 0)}`,
      ],
      [
        'a bridge is no cluster: each broker is alone, and the far one lags behind',
        of('bridge', 'one dies').availability < of('mirrored', 'one dies').availability,
        `confirmed when one dies: ${each('one dies', ['bridge', 'mirrored'], open)}`,
      ],
    ];
  },
  columns: [
    ['strategy', ({ setting }) => strategies[setting.strategy].name],
    ['event', ({ setting }) => setting.event],
    ['acked', ({ acknowledged }) => String(acknowledged)],
    ['lost', ({ lost }) => String(lost)],
    ['twice', ({ twice }) => String(twice)],
    ['late', ({ late }) => String(late)],
    ['avail %', ({ availability }) => (availability * 100).toFixed(1)],
    ['pause ms', ({ pauseMs }) => pauseMs.toFixed(0)],
    ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(2)],
    ['copies', ({ copies }) => copies.toFixed(1)],
  ],
});
