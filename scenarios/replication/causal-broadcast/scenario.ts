/** Effects never come before their causes, and replicas agree in the end: causal, and always at work, alone if need be. */
import { defineScenario, lan, nodeNames, ssd, z } from 'seedstorm';
import { causalConvergence, converges } from 'seedstorm/checkers';
import {
  finalStates,
  knownWrites,
  ofSessions,
  registerParams,
  registerWorkload,
  replicaState,
} from '../registers.js';
import { causalBugs, withBug } from './bugs.js';
import { causalCoverage } from './coverage.js';
import { causalBroadcast } from './protocol.js';
import { soundRules } from './rules.js';

const params = z.object(registerParams);

export type CausalParams = z.infer<typeof params>;

export const causalBroadcastScenario = defineScenario<CausalParams>({
  name: 'replication/causal-broadcast',
  summary:
    'Vector clocks hold back what comes too early: causally consistent and convergent, at work when cut off',
  params,
  nodes: ({ nodes }) => nodeNames(nodes),
  protocol: (_params, { bug }) => causalBroadcast(withBug(soundRules, bug)),
  workload: registerWorkload,
  // A tail, so that writes overtake each other; a busy disk, so that there is time to crash before a sync.
  network: lan({ latency: { kind: 'heavy-tailed', minMs: 1, alpha: 0.7, maxMs: 60 } }),
  disk: { ...ssd(), syncLatency: { kind: 'uniform', minMs: 1, maxMs: 8 } },
  faults: 'rough',
  coverage: causalCoverage,
  // Nothing is claimed for damaged messages, nor for disks that fail or lose what they said was written.
  budget: ({ nodes }) => ({
    intactReplicas: nodes,
    allow: { corruption: false, diskError: false, fsyncFailure: false },
  }),
  durationMs: 2_500,
  clientTimeoutMs: 300,
  liveWithinMs: 500,
  restartAfterMs: 200,
  final: ({ nodes }) => finalStates(nodes),
  check: ({ nodes }) => ({
    'causal-convergence': ofSessions(causalConvergence()),
    converges: converges({ state: replicaState, replicas: nodeNames(nodes) }),
    'same-writes': converges({ state: knownWrites, replicas: nodeNames(nodes) }),
  }),
  bugs: causalBugs,
});
