/** The scenario: a mirrored classic queue, whose brokers die and come back. */
import { defineScenario, nemesis, z } from 'seedstorm';
import { atLeastOnce } from 'seedstorm/checkers';
import { ruled } from 'seedstorm/parts';
import {
  CLUSTER_NODES,
  CONSUMERS,
  PUBLISHERS,
  soundClient,
  clusterPrograms,
  clusterState,
  drains,
  isMaster,
  sending,
  soundSettings,
} from './cluster.js';
import { clusterRules, type ClusterRules } from './rules.js';

const rules = ruled(clusterRules as ClusterRules, {
  'unsynchronised-promoted': {
    summary: 'A mirror takes over that lacks what came before it joined: confirmed messages are gone',
    rules: { promote: 'any' },
    params: { syncMode: 'manual', mirrors: 1 },
    shows: { check: 'at-least-once', anomaly: 'lost', within: 1 },
  },
  'confirm-before-mirrors': {
    summary: 'A publish is confirmed when only the master has it: whoever takes over does not',
    rules: { confirm: 'when-on-disk' },
    shows: { check: 'at-least-once', anomaly: 'lost', within: 25 },
  },
});

const params = z.object({
  mirrors: z.int().min(0).max(2).default(2).describe('Copies of the queue besides the one of its master'),
  promoteOnFailure: z
    .enum(['when-synced', 'always'])
    .default('when-synced')
    .describe('Which mirror takes over from a master that fails: ha-promote-on-failure'),
  workMs: z.int().min(0).max(1000).default(22).describe('How long a consumer works on a message'),
  syncMode: z
    .enum(['automatic', 'manual'])
    .default('automatic')
    .describe('Whether a new mirror gets what the master has: ha-sync-mode'),
});
type Params = z.infer<typeof params>;

export const amqpMirrored = defineScenario<Params>({
  name: 'broker/amqp-mirrored',
  summary: 'A mirrored queue whose brokers die: nothing confirmed is lost, some of it comes twice',
  params,
  nodes: () => CLUSTER_NODES,
  protocol: (given, { bug }) =>
    clusterPrograms(
      { ...soundSettings, ...given, rules: rules.with(bug) },
      { ...soundClient, workMs: given.workMs },
    ),
  workload: () => sending(6, 100),
  faults: nemesis(
    {
      crash: true,
      kill: true,
      restart: true,
      crashAtState: true,
      killAtSite: true,
      loss: true,
      latency: true,
    },
    { name: 'brokers-die' },
  ),
  watch: { master: isMaster },
  budget: {
    spared: [...PUBLISHERS, ...CONSUMERS],
  },
  durationMs: 8500,
  // What has piled up is worked off before the last question.
  quietMs: 2700,
  settleMs: 3500,
  clientTimeoutMs: 600,
  restartAfterMs: 200,
  coverage: { abstract: clusterState, sometimes: ['a mirror takes over'] },
  final: drains,
  check: { 'at-least-once': atLeastOnce() },
  bugs: rules.bugs,
});
