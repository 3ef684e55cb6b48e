/** The scenario: a quorum queue, whose leader and followers die, and are cut off. */
import { defineScenario, nemesis, z } from 'seedstorm';
import { atLeastOnce } from 'seedstorm/checkers';
import { ruled } from 'seedstorm/parts';
import type { BrokerState } from './broker-state.js';
import {
  CLUSTER_NODES,
  CONSUMERS,
  PUBLISHERS,
  clusterPrograms,
  clusterState,
  drains,
  sending,
  soundClient,
  soundSettings,
} from './cluster.js';
import { twiceOnlyMarked } from './claims.js';
import { clusterRules, type ClusterRules } from './rules.js';

const rules = ruled(clusterRules as ClusterRules, {
  'confirm-before-majority': {
    summary: 'The leader confirms what only it has: whoever is elected next does not know it',
    rules: { quorum: 'leader' },
    shows: { check: 'at-least-once', anomaly: 'lost', within: 6 },
  },
});

const params = z.object({
  workMs: z.int().min(0).max(1000).default(20).describe('How long a consumer works on a message'),
});
type Params = z.infer<typeof params>;

export const amqpQuorum = defineScenario<Params>({
  name: 'broker/amqp-quorum',
  summary:
    'A quorum queue whose brokers die and are cut off: nothing is lost, and it gives nothing twice unmarked',
  params,
  nodes: () => CLUSTER_NODES,
  protocol: ({ workMs }, { bug }) =>
    clusterPrograms({ ...soundSettings, kind: 'quorum', rules: rules.with(bug) }, { ...soundClient, workMs }),
  workload: () => sending(6, 100),
  faults: nemesis(
    {
      crash: true,
      kill: true,
      restart: true,
      crashAtState: true,
      partition: true,
      partitionAtState: true,
      loss: true,
      latency: true,
    },
    { name: 'brokers-die-or-are-cut-off' },
  ),
  watch: { leader: ({ quorum }: Partial<BrokerState>) => quorum?.role.kind === 'leader' },
  budget: { spared: [...PUBLISHERS, ...CONSUMERS] },
  durationMs: 8500,
  // What has piled up is worked off before the last question.
  quietMs: 2700,
  settleMs: 3500,
  clientTimeoutMs: 600,
  restartAfterMs: 200,
  coverage: { abstract: clusterState, sometimes: ['a quorum queue has another leader'] },
  final: drains,
  check: { 'at-least-once': atLeastOnce(), 'twice-only-marked': twiceOnlyMarked },
  bugs: rules.bugs,
});
