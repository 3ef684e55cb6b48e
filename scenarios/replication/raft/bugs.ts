/** Planted bugs: each replaces one rule. */
import type { PlantedBug } from 'seedstorm';
import type { Rules } from './rules.js';
import type { RaftParams } from './params.js';
import { hardOfHearing, restless } from './weather.js';

/** Who votes stays as it is: five nodes, or what is said. */
const still = { membership: 'none' } as const;
/** Elections at every turn, as Raft was before PreVote and CheckQuorum: what goes wrong in them shows sooner. */
const unrest = { ...still, nodes: 3, preVote: false, checkQuorum: false } as const;
/** Leaders wished for one after the other, so that a power cut falls between a vote and what is written of it. */
const handovers = { ...still, nodes: 3, transferEveryMs: 60 } as const;
/** Messages that take as long as an election, and disks that take no time: a voter is back before it hears who won. */
const haste = {
  ...unrest,
  electionMs: 80,
  syncMs: 0.5,
  latencyMs: 20,
  everyMs: 200,
} as const;
/** Deposed leaders that go on proposing, and others that come and go meanwhile. */
const deposed = { ...still, nodes: 3, checkQuorum: false, transferEveryMs: 300 } as const;
/** Leaders that come and go, and an operator who cannot leave it alone. */
const turnover = {
  nodes: 4,
  spares: 0,
  membership: 'single',
  membershipEveryMs: 10,
  transferEveryMs: 10_000,
  preVote: false,
  checkQuorum: false,
  // None after everything is healed: who was voted out stands again and again, as PreVote would prevent (§4.2.3).
  wishesUntilMs: 6_000,
  electionMs: 100,
  latencyMs: 6,
  syncMs: 0.5,
  everyMs: 1_000,
} as const;
/** Many reads, so that one falls into the moment in which there are two leaders. */
const lease = {
  ...still,
  nodes: 3,
  reads: 'lease',
  clients: 8,
  everyMs: 40,
  syncMs: 0.5,
  electionMs: 200,
} as const;

export const raftBugs = {
  'commit-old-term': {
    summary:
      'A leader commits an entry of an older term by counting replicas (Raft paper, figure 8): a later leader undoes it',
    params: { ...unrest, batch: 1, electionMs: 60, latencyMs: 5, syncMs: 0.5 },
    faults: restless,
    shows: { check: 'leader-completeness', anomaly: 'invariant', within: 37 },
  },
  'term-and-vote-apart': {
    summary:
      'Term and vote are two files (hashicorp/raft#661): a power cut between them lets a node vote twice in a term',
    params: handovers,
    shows: { check: 'one-leader-per-term', anomaly: 'two-leaders', within: 105 },
  },
  'acknowledge-before-sync': {
    summary:
      'A node acknowledges entries before they are on its disk (Jepsen on NATS 2.12.1): a power cut takes them back',
    params: still,
    shows: { check: 'leader-completeness', anomaly: 'invariant', within: 3 },
  },
  'vote-without-log-check': {
    summary: 'A node votes for whoever asks first, however short its log: committed entries are lost',
    params: still,
    shows: { check: 'leader-completeness', anomaly: 'invariant', within: 21 },
  },
  'vote-not-kept': {
    summary: 'The vote is not written to the disk: a node that starts again votes again',
    params: haste,
    shows: { check: 'election-safety', anomaly: 'invariant', within: 124 },
  },
  'commit-beyond-match': {
    summary:
      "A follower takes the leader's commit index for its whole log, though its end may not be the leader's",
    params: deposed,
    shows: { check: 'state-machine-safety', anomaly: 'invariant', within: 43 },
  },
  'stale-snapshot': {
    summary:
      'A follower installs a snapshot of what it has committed long ago (etcd#1763): its log is cut back to there',
    params: { ...still, nodes: 3, snapshotEvery: 15, chunk: 10_000 },
    shows: { check: 'apply-only', anomaly: 'invariant', within: 3 },
  },
  'snapshot-without-sessions': {
    summary: 'Snapshots leave out the session table: what was carried out before one is carried out again',
    params: { ...still, snapshotEvery: 10 },
    shows: { check: 'exactly-once', anomaly: 'executed-twice', within: 3 },
  },
  'snapshot-without-configuration': {
    summary:
      'Snapshots keep the first configuration that their node knew (scylladb#9551): whoever starts from one counts old majorities',
    params: { snapshotEvery: 10, membershipEveryMs: 300 },
    shows: { check: 'majorities-overlap', anomaly: 'invariant', within: 1 },
  },
  'change-before-own-commit': {
    summary:
      'A leader changes the configuration before it has committed an entry of its own term (Ongaro, raft-dev, 2015): two changes at once, two majorities',
    params: turnover,
    faults: hardOfHearing,
    shows: { check: 'leader-completeness', anomaly: 'invariant', within: 107 },
  },
  'leaves-too-soon': {
    summary:
      'A node stands no more for election once its log leaves it out, though nobody else has that entry (§4.2.2): nobody can win',
    params: { nodes: 2, spares: 2, membershipEveryMs: 200 },
    shows: { check: 'liveness', anomaly: 'no-progress', within: 74 },
  },
  'blank-node-votes': {
    summary: 'A node that lost its disk comes back under its old name and votes: it forgets what it promised',
    params: { ...still, nodes: 3 },
    faults: 'hell',
    shows: { check: 'one-leader-per-term', anomaly: 'two-leaders', within: 16 },
  },
  'rot-taken-for-torn': {
    summary:
      'A damaged entry ends the log, as if it had been torn by a power cut (Alagappan et al., FAST 2018)',
    params: { ...still, nodes: 3 },
    faults: 'hell',
    shows: { check: 'leader-completeness', anomaly: 'invariant', within: 33 },
  },
  'no-sessions': {
    summary: 'A command that comes twice is carried out twice',
    params: still,
    shows: { check: 'exactly-once', anomaly: 'executed-twice', within: 1 },
  },
  'stale-read': {
    summary: 'A leader answers reads without making sure that it still leads: a deposed one shows the past',
    params: still,
    shows: { check: 'linearizable', anomaly: 'stale-read', within: 10 },
  },
  'read-before-own-commit': {
    summary: 'A new leader reads before it knows what its predecessors committed',
    params: still,
    shows: { check: 'linearizable', anomaly: 'stale-read', within: 66 },
  },
  'lease-by-wall-clock': {
    summary: 'A leader counts its lease by the wall clock: one that is set back has it last too long',
    params: lease,
    faults: restless,
    shows: { check: 'linearizable', anomaly: 'stale-read', within: 29 },
  },
} satisfies Record<string, PlantedBug<RaftParams>>;

/** What breaks nothing but the progress of others. */
export const availabilityBugs = {
  'no-pre-vote': {
    summary:
      'A node that was cut off comes back with a higher term and deposes a healthy leader, again and again (Howard and Abraham, 2020)',
    shows: { check: 'available', anomaly: 'no-progress', within: 54 },
  },
  'no-check-quorum': {
    summary:
      'A leader that hears nobody goes on to lead those who hear it, and nothing is committed (Howard and Abraham, 2020)',
    shows: { check: 'available', anomaly: 'no-progress', within: 22 },
  },
} satisfies Record<string, PlantedBug<RaftParams>>;

const changes: Record<keyof typeof raftBugs | keyof typeof availabilityBugs, Partial<Rules>> = {
  'commit-old-term': { commit: 'any-term' },
  'term-and-vote-apart': { keepVote: 'apart' },
  'acknowledge-before-sync': { acknowledge: 'at-once' },
  'vote-without-log-check': { voteComparesLogs: false },
  'vote-not-kept': { keepVote: 'term-only' },
  'commit-beyond-match': { followerCommit: 'whole-log' },
  'stale-snapshot': { staleSnapshot: 'install' },
  'snapshot-without-sessions': { snapshotSessions: false },
  'snapshot-without-configuration': { snapshotConfiguration: false },
  'change-before-own-commit': { changeAfterOwnCommit: false },
  'leaves-too-soon': { standUntilLeft: false },
  'blank-node-votes': { blankDisk: 'join' },
  'rot-taken-for-torn': { damagedLog: 'truncate' },
  'no-sessions': { sessions: false },
  'stale-read': { confirmReads: false },
  'read-before-own-commit': { readAfterOwnCommit: false },
  'lease-by-wall-clock': { leaseClock: 'wall' },
  'no-pre-vote': { preVote: false },
  'no-check-quorum': { checkQuorum: false },
};

/** The rules with one of them replaced. */
export function withBug(rules: Rules, bug: string | undefined): Rules {
  return bug === undefined ? rules : { ...rules, ...changes[bug as keyof typeof changes] };
}
