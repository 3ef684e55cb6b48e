/** Raft under partitions, power cuts, bad clocks and impatient administrators: linearizable, and back at work soon. */
import { defineScenario, hdd, lan, z, type DiskConfig } from 'seedstorm';
import { raftBugs, withBug } from './bugs.js';
import { raftChecks } from './checks.js';
import { clusterState, reachedSites } from './coverage.js';
import { raftInvariants } from './invariants.js';
import { raftNode } from './node.js';
import { rareSites } from './port.js';
import { soundRules, type Rules } from './rules.js';
import { raftNodes, raftWorkload, workloadNames } from './workload.js';

const params = z.object({
  nodes: z.int().min(1).max(9).default(5).describe('number of voters'),
  workload: z.enum(workloadNames).default('register').describe('what clients do, and which model judges it'),
  reads: z
    .enum(['log', 'read-index', 'lease'])
    .default('read-index')
    .describe('how the leader makes sure that it still leads before it answers a read'),
  preVote: z
    .boolean()
    .default(true)
    .describe('nodes ask whether they could win before they raise their term'),
  checkQuorum: z
    .boolean()
    .default(true)
    .describe('leaders without a majority step down, and who hears from a leader elects no other'),
  electionMs: z
    .int()
    .min(10)
    .max(10_000)
    .default(150)
    .describe('shortest election time-out; heartbeats come after a third of it'),
  electionSpread: z.number().min(1).max(10).default(2).describe('longest election time-out, as a multiple'),
  driftPpm: z
    .int()
    .min(0)
    .max(600_000)
    .default(50_000)
    .describe(
      'how wrong clocks may run, in millionths, and leases allow for; those of the nodes run half as wrong',
    ),
  snapshotEvery: z.int().min(1).default(60).describe('applied entries after which a node writes a snapshot'),
  chunk: z.int().min(1).default(200).describe('characters of a snapshot in one message'),
  syncMs: z
    .number()
    .min(0.1)
    .max(1_000)
    .default(10)
    .describe('mean time in which the disk makes a write durable'),
  batch: z.int().min(1).max(1_000).default(16).describe('entries in one message at most'),
  clients: z.int().min(1).max(50).default(4),
  everyMs: z
    .number()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('mean pause between the operations of a client'),
  transferEveryMs: z
    .number()
    .min(1)
    .max(10_000)
    .default(1_500)
    .describe('mean pause between the wishes that another node lead'),
});

export type RaftParams = z.infer<typeof params>;

export const raftScenario = defineScenario<RaftParams>({
  name: 'replication/raft',
  summary: 'A replicated log with one leader a term: linearizable through crashes, partitions and bad clocks',
  params,
  nodes: ({ nodes }) => raftNodes(nodes),
  protocol: (given, { bug }) =>
    raftNode(withBug(rulesOf(given), bug), { voters: raftNodes(given.nodes), learners: [] }),
  workload: ({ workload, clients, everyMs, transferEveryMs, nodes }) =>
    raftWorkload(workload, { clients, everyMs, transferEveryMs, nodes: raftNodes(nodes) }),
  // A tail, so that messages overtake each other; slow disks, so that there is time to crash before a sync.
  network: lan({ latency: { kind: 'heavy-tailed', minMs: 0.5, alpha: 1, maxMs: 60 } }),
  disk: ({ syncMs }) => diskOf(syncMs),
  clocks: ({ driftPpm }) => ({ maxOffsetMs: 50, maxDriftPpm: driftPpm / 2 }),
  faults: 'rough',
  // Nothing is claimed for damaged messages, nor for disks that lose what they said was written; a minority may rot.
  budget: ({ nodes }) => ({
    intactReplicas: Math.floor(nodes / 2) + 1,
    allow: { corruption: false, lostWrites: false, wipe: false },
  }),
  buggifySites: rareSites,
  coverage: { reachable: reachedSites, abstract: clusterState },
  durationMs: 10_000,
  clientTimeoutMs: 1_000,
  liveWithinMs: 2_000,
  restartAfterMs: 20,
  check: ({ workload }) => raftChecks(workload),
  invariants: raftInvariants,
  bugs: raftBugs,
});

function diskOf(syncMs: number): DiskConfig {
  return { ...hdd(), syncLatency: { kind: 'uniform', minMs: 0.4 * syncMs, maxMs: 1.6 * syncMs } };
}

function rulesOf({ electionMs, electionSpread, driftPpm, ...given }: RaftParams): Rules {
  const { reads, batch, preVote, checkQuorum, snapshotEvery, chunk } = given;
  const drift = driftPpm / 1_000_000;
  return {
    ...soundRules,
    reads,
    batch,
    preVote,
    checkQuorum,
    snapshotEvery,
    chunk,
    electionMinMs: electionMs,
    electionMaxMs: Math.ceil(electionSpread * electionMs),
    heartbeatMs: Math.ceil(electionMs / 3),
    // The leader's clock may be slow while its voters' are fast (§6.4.1).
    leaseShare: (1 - drift) / (1 + drift),
  };
}
