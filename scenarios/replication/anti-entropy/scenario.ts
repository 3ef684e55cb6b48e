/** Nodes answer from what they have and compare it now and then: every key converges, whatever the network does. */
import { defineScenario, lan, nodeNames, ssd, z } from 'seedstorm';
import { converges, monotonicReads, readYourWrites } from 'seedstorm/checkers';
import { finalStates, ofSessions, registerParams, registerWorkload, replicaState } from '../registers.js';
import { gossipBugs, withBug } from './bugs.js';
import { coherent } from './checks.js';
import { gossipCoverage } from './coverage.js';
import { antiEntropy } from './protocol.js';
import { soundRules } from './rules.js';

const params = z.object(registerParams);

export type GossipParams = z.infer<typeof params>;

export const antiEntropyScenario = defineScenario<GossipParams>({
  name: 'replication/anti-entropy',
  summary:
    'Gossip and last-writer-wins: each key is coherent and converges, but keys know nothing of each other',
  params,
  nodes: ({ nodes }) => nodeNames(nodes),
  protocol: (_params, { bug }) => antiEntropy(withBug(soundRules, bug)),
  workload: registerWorkload,
  // A tail, so that copies overtake each other; a busy disk, so that there is time to crash before a sync.
  network: lan({ latency: { kind: 'heavy-tailed', minMs: 1, alpha: 0.7, maxMs: 60 } }),
  disk: { ...ssd(), syncLatency: { kind: 'uniform', minMs: 1, maxMs: 8 } },
  clocks: { maxOffsetMs: 20, maxDriftPpm: 1_000 },
  faults: 'rough',
  coverage: gossipCoverage,
  // Nothing is claimed for damaged messages, nor for disks that lose what they said was written.
  budget: ({ nodes }) => ({ intactReplicas: nodes, allow: { corruption: false } }),
  durationMs: 2_500,
  clientTimeoutMs: 300,
  liveWithinMs: 500,
  restartAfterMs: 200,
  final: ({ nodes }) => finalStates(nodes),
  check: ({ nodes }) => ({
    coherent: coherent(),
    // Both follow from coherence, and say what is wrong where it is.
    'read-your-writes': ofSessions(readYourWrites()),
    'monotonic-reads': ofSessions(monotonicReads()),
    converges: converges({ state: replicaState, replicas: nodeNames(nodes) }),
  }),
  bugs: gossipBugs,
});
