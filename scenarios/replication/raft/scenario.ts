/** Raft under partitions, power cuts, bad clocks and impatient administrators: linearizable, and back at work soon. */
import { defineScenario, hdd, lan, z } from 'seedstorm';
import { raftBugs, withBug } from './bugs.js';
import { raftChecks } from './checks.js';
import { raftInvariants } from './invariants.js';
import { raftNode } from './node.js';
import { soundRules } from './rules.js';
import { raftNodes, raftWorkload, workloadNames } from './workload.js';

const params = z.object({
  nodes: z.int().min(1).max(9).default(5).describe('number of voters'),
  workload: z.enum(workloadNames).default('register').describe('what clients do, and which model judges it'),
  reads: z
    .enum(['log', 'read-index', 'lease'])
    .default('read-index')
    .describe('how the leader makes sure that it still leads before it answers a read'),
  batch: z.int().min(1).max(1_000).default(16).describe('entries in one message at most'),
  clients: z.int().min(1).max(50).default(4),
  everyMs: z.number().min(1).max(10_000).default(100).describe('mean pause between the operations of a client'),
});

export type RaftParams = z.infer<typeof params>;

export const raftScenario = defineScenario<RaftParams>({
  name: 'replication/raft',
  summary: 'A replicated log with one leader a term: linearizable through crashes, partitions and bad clocks',
  params,
  nodes: ({ nodes }) => raftNodes(nodes),
  protocol: ({ nodes, reads, batch }, { bug }) =>
    raftNode(withBug({ ...soundRules, reads, batch }, bug), { voters: raftNodes(nodes), learners: [] }),
  workload: ({ workload, clients, everyMs, nodes }) =>
    raftWorkload(workload, clients, everyMs, raftNodes(nodes)),
  // A tail, so that messages overtake each other; slow disks, so that there is time to crash before a sync.
  network: lan({ latency: { kind: 'heavy-tailed', minMs: 0.5, alpha: 1, maxMs: 60 } }),
  disk: hdd(),
  faults: 'rough',
  // Nothing is claimed for damaged messages, nor for disks that lose what they said was written.
  budget: ({ nodes }) => ({ intactReplicas: nodes, allow: { corruption: false } }),
  durationMs: 10_000,
  clientTimeoutMs: 1_000,
  liveWithinMs: 2_000,
  restartAfterMs: 200,
  check: ({ workload }) => raftChecks(workload),
  invariants: raftInvariants,
  bugs: raftBugs,
});
