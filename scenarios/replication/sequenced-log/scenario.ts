/** Writes in one order, reads at once: sequentially consistent, and behind or without writes where the sequencer is not. */
import { defineScenario, lan, nodeNames, ssd, z } from 'seedstorm';
import { converges, sequential } from 'seedstorm/checkers';
import {
  finalStates,
  newestKept,
  ofSessions,
  registerParams,
  registerWorkload,
  replicaState,
} from '../registers.js';
import { sequencedBugs, withBug } from './bugs.js';
import { sequencedCoverage } from './coverage.js';
import { oneOrder } from './invariants.js';
import { sequencedLog } from './protocol.js';
import { soundRules } from './rules.js';

const params = z.object(registerParams);

export type SequencedParams = z.infer<typeof params>;

export const sequencedLogScenario = defineScenario<SequencedParams>({
  name: 'replication/sequenced-log',
  summary:
    'One node numbers all writes, all nodes read locally: sequentially consistent, but not linearizable',
  params,
  nodes: ({ nodes }) => nodeNames(nodes),
  protocol: (_params, { bug, nodes }) =>
    sequencedLog(withBug({ ...soundRules, sequencer: nodes[0] as string }, bug)),
  workload: registerWorkload,
  // A tail, so that entries overtake each other; a busy disk, so that there is time to crash before a sync.
  network: lan({ latency: { kind: 'heavy-tailed', minMs: 1, alpha: 0.7, maxMs: 60 } }),
  disk: { ...ssd(), syncLatency: { kind: 'uniform', minMs: 1, maxMs: 8 } },
  faults: 'rough',
  coverage: sequencedCoverage,
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
    sequential: ofSessions(sequential()),
    converges: converges({ state: replicaState, replicas: nodeNames(nodes) }),
    'newest-kept': newestKept(),
  }),
  invariants: { 'one-order': oneOrder },
  bugs: sequencedBugs,
});
