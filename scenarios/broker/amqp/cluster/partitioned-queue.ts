/** The scenario: the network between brokers is cut, and heals. What the cluster then does about it is a setting. */
import { defineScenario, nemesis, z } from 'seedstorm';
import { atLeastOnce } from 'seedstorm/checkers';
import { ruled } from 'seedstorm/parts';
import {
  CLUSTER_NODES,
  CONSUMERS,
  PUBLISHERS,
  clusterPrograms,
  clusterState,
  drains,
  isMaster,
  sending,
  soundClient,
  soundSettings,
} from './cluster.js';
import { clusterRules, type ClusterRules } from './rules.js';

const rules = ruled(clusterRules as ClusterRules, {
  'healed-by-discarding': {
    summary: 'Autoheal: both sides of a cut go on, then one begins anew, and what it had confirmed is gone',
    params: { partitions: 'autoheal' },
    shows: { check: 'at-least-once', anomaly: 'lost', within: 1 },
  },
  'never-healed': {
    summary: 'Both sides of a cut go on, and nobody brings them together: what one has, the other never sees',
    params: { partitions: 'ignore' },
    shows: { check: 'at-least-once', anomaly: 'lost', within: 1 },
  },
});

const params = z.object({
  kind: z
    .enum(['classic', 'quorum'])
    .default('classic')
    .describe('A mirrored classic queue, or a quorum queue'),
  partitions: z
    .enum(['pause-minority', 'autoheal', 'ignore'])
    .default('pause-minority')
    .describe('What brokers do that lose sight of each other: cluster_partition_handling'),
  workMs: z.int().min(0).max(1000).default(18).describe('How long a consumer works on a message'),
});
type Params = z.infer<typeof params>;

export const amqpPartition = defineScenario<Params>({
  name: 'broker/amqp-partition',
  summary: 'A cluster that is cut: who pauses in a minority loses nothing, who heals by discarding does',
  params,
  nodes: () => CLUSTER_NODES,
  protocol: ({ workMs, ...given }, { bug }) =>
    clusterPrograms({ ...soundSettings, ...given, rules: rules.with(bug) }, { ...soundClient, workMs }),
  workload: () => sending(6, 100),
  faults: nemesis(
    { partition: true, partitionAtState: true, connectionReset: true, pause: true },
    { name: 'brokers-are-cut-off' },
  ),
  watch: { master: isMaster },
  budget: { spared: [...PUBLISHERS, ...CONSUMERS] },
  durationMs: 7500,
  // What has piled up is worked off before the last question.
  quietMs: 1700,
  settleMs: 2500,
  clientTimeoutMs: 600,
  restartAfterMs: 200,
  coverage: { abstract: clusterState, sometimes: ['brokers were parted'] },
  final: drains,
  check: { 'at-least-once': atLeastOnce() },
  bugs: rules.bugs,
});
