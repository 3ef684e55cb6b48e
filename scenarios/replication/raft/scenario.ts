/** Raft under partitions, power cuts, bad clocks and impatient administrators: linearizable, and back at work soon. */
import { raftParams, type RaftParams } from './params.js';
import { defineScenario, hdd, nodeNames, type DiskConfig, type NodeView } from 'seedstorm';
import { heavyTailedLan } from 'seedstorm/parts';
import { raftChecks } from './checks.js';
import { rareSites, reachedSites } from './effects.js';
import { raftInvariants } from './invariants.js';
import { lastIndex } from './log.js';
import { raftNode } from './node.js';
import { rules } from './rules.js';
import type { State } from './state.js';
import { raftWeather } from './weather.js';
import { raftWorkload } from './workload.js';

/** What faults may wait for: `when: { state: 'leader' }` of a plan. */
export const watch = { leader: (state: unknown) => (state as State).role.kind === 'leader' };

const { 'no-pre-vote': _, 'no-check-quorum': __, ...safetyBugs } = rules.bugs;

export const raftScenario = defineScenario<RaftParams>({
  name: 'replication/raft',
  summary: 'A replicated log with one leader a term: linearizable through crashes, partitions and bad clocks',
  params: raftParams,
  nodes: (given) => everybody(given),
  protocol: (given, { bug }) =>
    raftNode(
      rules.with(bug, rulesOf(given)),
      { voters: nodeNames(given.nodes), learners: [] },
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
  watch,
  durationMs: 10_000,
  clientTimeoutMs: 1_000,
  liveWithinMs: 2_000,
  restartAfterMs: 5,
  check: ({ workload }) => raftChecks(workload),
  invariants: raftInvariants,
  bugs: safetyBugs,
});

/** Spares have nothing to do where nobody ever asks for them. */
function everybody({ nodes, spares, membership }: RaftParams): string[] {
  return nodeNames(membership === 'none' ? nodes : nodes + spares);
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

export function rulesOf(params: RaftParams) {
  const { electionMs, electionSpread, driftPpm, ...given } = params;
  const { reads, batch, preVote, checkQuorum, snapshotEvery, chunk } = given;
  const drift = driftPpm / 1_000_000;
  return {
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

/** Who leads, who is behind, who recovers: in any order of the nodes, without terms and indexes. */
function clusterState(nodes: readonly NodeView[]): unknown {
  const states = nodes.map(({ state }) => state as State | undefined);
  const latest = Math.max(...states.map((state) => state?.term ?? 0));
  const furthest = Math.max(...states.map((state) => state?.commitIndex ?? 0));
  return nodes.map((node, index) => nodeState(node.status, states[index], latest, furthest)).sort();
}

function nodeState(status: string, state: State | undefined, latest: number, furthest: number): string {
  if (state === undefined) return status;
  const { role, term, commitIndex, mending, recovering, incoming, snapshotting, log } = state;
  const marks = [
    [term < latest, 'old-term'],
    [commitIndex < furthest, 'behind'],
    [lastIndex(log) > commitIndex, 'uncommitted'],
    [mending !== null, 'mending'],
    [recovering, 'recovering'],
    [incoming !== null, 'receiving'],
    [snapshotting, 'snapshotting'],
  ] as const;
  return [status, role.kind, ...marks.flatMap(([is, mark]) => (is ? [mark] : []))].join(' ');
}
