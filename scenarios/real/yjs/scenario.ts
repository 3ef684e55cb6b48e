/** The npm package `yjs`, unmodified, on a bad network: replicas converge and keep what they acknowledged, always. */
import { defineScenario, hdd, nemesis, nodeNames, z } from 'seedstorm';
import { converges, strongConvergence } from 'seedstorm/checkers';
import { npmPackage } from '../npm-package.js';
import { withBug, yjsBugs } from './bugs.js';
import { editsKept, stateOf } from './checks.js';
import { yjsReplica, type Yjs } from './replica.js';
import { edits } from './workload.js';

const NAME = 'real/yjs';

const params = z.object({
  nodes: z.int().min(2).max(9).default(3).describe('number of replicas'),
  clients: z.int().min(1).max(20).default(4),
  compareEveryMs: z
    .int()
    .min(1)
    .max(60)
    .default(50)
    .describe('pause between two comparisons with the others'),
});

export type YjsParams = z.infer<typeof params>;

/** What a good protocol survives, and a network that does to datagrams whatever it may. */
const badNetwork = nemesis(
  {
    partition: true,
    oneWayCut: true,
    loss: 'hell',
    duplication: 'hell',
    reordering: true,
    latency: true,
    crash: true,
    kill: true,
    restart: true,
    pause: true,
    tornWrite: true,
    diskSlow: true,
  },
  { name: 'bad-network', summary: 'Loses, doubles and reorders messages, splits, and crashes replicas' },
);

export const yjsScenario = defineScenario<YjsParams>({
  name: NAME,
  summary: 'Documents of the npm package yjs, unmodified, converge and keep every acknowledged edit',
  params,
  nodes: ({ nodes }) => nodeNames(nodes),
  load: () => npmPackage<Yjs>(NAME, 'yjs', 'yjs', () => import('yjs')),
  protocol: ({ compareEveryMs }, { bug, loaded }) => {
    const rules = { acknowledge: 'after-sync', compareEveryMs, takeOnce: true } as const;
    return yjsReplica(loaded as Yjs, withBug(rules, bug));
  },
  workload: ({ clients }) => edits(clients),
  // Slow disks, so that there is time to crash between a write and its sync.
  disk: hdd(),
  faults: badNetwork,
  // Nothing is claimed for disks that lose what they said was written, nor for damaged messages.
  budget: ({ nodes }) => ({ intactReplicas: nodes, allow: { corruption: false } }),
  durationMs: 2_500,
  clientTimeoutMs: 600,
  liveWithinMs: 500,
  restartAfterMs: 200,
  final: ({ nodes }) => nodeNames(nodes).map((to) => ({ to, input: { f: 'state' } })),
  check: ({ nodes }) => ({
    converges: converges({ state: stateOf, replicas: nodeNames(nodes) }),
    'strong-convergence': strongConvergence({ state: stateOf }),
    'edits-kept': editsKept(),
  }),
  bugs: yjsBugs,
});
