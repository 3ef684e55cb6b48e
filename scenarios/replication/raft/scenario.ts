/** Raft under partitions, power cuts, bad clocks and impatient administrators: linearizable, and back at work soon. */
import { defineScenario, hdd, z, type DiskConfig } from 'seedstorm';
import { heavyTailedLan } from 'seedstorm/parts';
import { raftBugs, withBug } from './bugs.js';
import { raftChecks } from './checks.js';
import { clusterState, reachedSites } from './coverage.js';
import { raftInvariants } from './invariants.js';
import { raftNode } from './node.js';
import { rareSites } from './port.js';
import { soundRules, type Rules } from './rules.js';
import { raftWeather } from './weather.js';
import { membershipNames, raftNodes, raftWorkload, workloadNames } from './workload.js';

export const raftParams = z.object({
  nodes: z.int().min(1).max(9).default(5).describe('nodes that vote from the start'),
  spares: z.int().min(0).max(5).default(2).describe('nodes that do not, but may be added'),
  membership: z
    .enum(membershipNames)
    .default('both')
    .describe('how an operator changes who votes: one server at a time, by joint consensus, or both'),
  membershipEveryMs: z
    .number()
    .min(1)
    .max(10_000)
    .default(800)
    .describe('mean pause between the wishes that others vote'),
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
  latencyMs: z
    .number()
    .min(0.01)
    .max(60)
    .default(0.5)
    .describe('least time a message takes; the longest is 60 ms'),
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
  wishesUntilMs: z
    .number()
    .min(0)
    .max(10_000)
    .default(10_000)
    .describe('when the last of those wishes may come, and of those for other voters'),
});

export type RaftParams = z.infer<typeof raftParams>;

export const raftScenario = defineScenario<RaftParams>({
  name: 'replication/raft',
  summary: 'A replicated log with one leader a term: linearizable through crashes, partitions and bad clocks',
  params: raftParams,
  nodes: (given) => everybody(given),
  protocol: (given, { bug }) =>
    raftNode(
      withBug(rulesOf(given), bug),
      { voters: raftNodes(given.nodes), learners: [] },
      everybody(given),
    ),
  workload: (given) =>
    raftWorkload(given.workload, { ...given, nodes: everybody(given), operator: operatorOf(given) }),
  // A tail, so that messages overtake each other; slow disks, so that there is time to crash before a sync.
  network: ({ latencyMs }) => heavyTailedLan({ minMs: latencyMs, alpha: 1 }),
  disk: ({ syncMs }) => diskOf(syncMs),
  clocks: ({ driftPpm }) => ({ maxOffsetMs: 50, maxDriftPpm: driftPpm / 2 }),
  faults: raftWeather,
  // Nothing is claimed for damaged messages, nor for disks that lose what they said was written; a minority may rot.
  budget: (given) => ({
    intactReplicas: everybody(given).length - Math.floor((fewestVoters(given) - 1) / 2),
    allow: { corruption: false, lostWrites: false },
  }),
  buggifySites: rareSites,
  coverage: { reachable: reachedSites, abstract: clusterState },
  durationMs: 10_000,
  clientTimeoutMs: 1_000,
  liveWithinMs: 2_000,
  restartAfterMs: 5,
  check: ({ workload }) => raftChecks(workload),
  invariants: raftInvariants,
  bugs: raftBugs,
});

/** Spares have nothing to do where nobody ever asks for them. */
function everybody({ nodes, spares, membership }: RaftParams): string[] {
  return raftNodes(membership === 'none' ? nodes : nodes + spares);
}

/** The operator asks for no fewer: whatever may fail is a minority of them. */
function fewestVoters({ nodes, membership }: RaftParams): number {
  return membership === 'none' ? nodes : Math.min(nodes, 3);
}

function operatorOf(given: RaftParams): Parameters<typeof raftWorkload>[1]['operator'] {
  const { membership: how, membershipEveryMs: everyMs, wishesUntilMs: untilMs, nodes } = given;
  if (how === 'none') return undefined;
  return { how, everyMs, untilMs, minVoters: fewestVoters(given), maxVoters: nodes };
}

export function diskOf(syncMs: number): DiskConfig {
  return { ...hdd(), syncLatency: { kind: 'uniform', minMs: 0.4 * syncMs, maxMs: 1.6 * syncMs } };
}

export function rulesOf(params: RaftParams): Rules {
  const { electionMs, electionSpread, driftPpm, ...given } = params;
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
    minVoters: fewestVoters(params),
    electionMinMs: electionMs,
    electionMaxMs: Math.ceil(electionSpread * electionMs),
    heartbeatMs: Math.ceil(electionMs / 3),
    // The leader's clock may be slow while its voters' are fast (§6.4.1).
    leaseShare: (1 - drift) / (1 + drift),
  };
}
