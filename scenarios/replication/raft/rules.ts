/** The rules Raft is built from, and the planted bugs: each replaces one of them. */
import { ruled, type RulesOf } from 'seedstorm/parts';
import { hardOfHearing, restless } from './weather.js';

/** Who votes stays as it is: five nodes, or what is said. */
const still = { membership: 'none' } as const;
/** Elections at every turn, as Raft was before PreVote and CheckQuorum: what goes wrong in them shows sooner. */
const unrest = { ...still, nodes: 3, preVote: false, checkQuorum: false } as const;
/** Leaders wished for one after the other, so that a power cut falls between a vote and what is written of it. */
const handovers = { ...still, nodes: 3, transferEveryMs: 60 } as const;
/** Messages that take as long as an election, and disks that take no time: a voter is back before it hears who won. */
const haste = { ...unrest, electionMs: 80, syncMs: 0.5, latencyMs: 20, everyMs: 200 } as const;
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

export const rules = ruled(
  {
    /** An election begins after this long without a leader, drawn anew each time (§3.4); the shorter is also a lease. */
    electionMinMs: 150,
    electionMaxMs: 300,
    heartbeatMs: 50,
    /** How many entries one message carries at most. */
    batch: 16,

    // Elections
    /** A node asks whether it could win before it raises its term (§9.6). */
    preVote: true,
    /** A leader that hears from no majority steps down, and who hears from a leader elects no other (§6.2, §4.2.3). */
    checkQuorum: true,
    /** Only a candidate whose log is as good as the voter's gets its vote (§3.6.1). */
    voteComparesLogs: true,
    /** What is kept of a vote: it and its term in one file, each in its own, or only the term (figure 3.1). */
    keepVote: 'together',

    // The log
    /** A node acknowledges only what would survive a power cut (§3.8). */
    acknowledge: 'after-sync',
    /** What a leader may commit by counting: entries of its own term, and with them all before (§3.6.2). */
    commit: 'own-term',
    /** How far a follower believes the leader's commit index: as far as it knows its log to be the leader's, or to its end. */
    followerCommit: 'verified',

    // Membership
    /** A leader changes the configuration only once it has committed an entry of its own term (raft-dev, July 2015). */
    changeAfterOwnCommit: true,
    /** Who is left out by a configuration stands for election until that is committed (§4.2.2). */
    standUntilLeft: true,
    /** Nobody is asked to leave while there are so few voters, or fewer. */
    minVoters: 1,
    /** A node that finds its disk empty, though it was there before, neither votes nor counts until it was taken in anew. */
    blankDisk: 'stand-aside',

    // Snapshots
    /** After how many applied entries a node writes a snapshot and forgets them (§5.1). */
    snapshotEvery: 60,
    /** How many characters of a snapshot one message carries (§5.1, figure 5.3). */
    chunk: 200,
    /** What a follower does with a snapshot of what it has committed already: nothing, or it starts again from there. */
    staleSnapshot: 'ignore',
    /** A snapshot holds the session table too, for it is part of the state machine (§6.3). */
    snapshotSessions: true,
    /** A snapshot holds the configuration in force at its end (§5.1), not the first that its node knew. */
    snapshotConfiguration: true,

    // Clients
    /** A command that comes twice is carried out once (§6.3). */
    sessions: true,
    /** How reads are answered: through the log, after a round of heartbeats, or under a lease (§6.4, §6.4.1). */
    reads: 'read-index' as 'log' | 'read-index' | 'lease',
    /** A leader makes sure that it still leads before it answers a read (§6.4). */
    confirmReads: true,
    /** A leader reads only once it has committed an entry of its own term (§6.4, step 1). */
    readAfterOwnCommit: true,
    /** What part of the shortest election time-out a lease lasts; what is left is for clocks that run apart (§6.4.1). */
    leaseShare: 0.8,
    /** A lease is counted by the clock that never jumps, or by the wall clock. */
    leaseClock: 'monotonic',

    // The disk
    /** What damage to an acknowledged entry does: the node stands aside until it has been mended, or goes on. */
    damagedLog: 'mend',
  },
  {
    'commit-old-term': {
      summary:
        'A leader commits an entry of an older term by counting replicas (Raft paper, figure 8): a later leader undoes it',
      rules: { commit: 'any-term' },
      params: { ...unrest, batch: 1, electionMs: 60, latencyMs: 5, syncMs: 0.5 },
      faults: restless,
      shows: { check: 'leader-completeness', anomaly: 'invariant', within: 37 },
    },
    'term-and-vote-apart': {
      summary:
        'Term and vote are two files (hashicorp/raft#661): a power cut between them lets a node vote twice in a term',
      rules: { keepVote: 'apart' },
      params: handovers,
      shows: { check: 'one-leader-per-term', anomaly: 'two-leaders', within: 105 },
    },
    'acknowledge-before-sync': {
      summary:
        'A node acknowledges entries before they are on its disk (Jepsen on NATS 2.12.1): a power cut takes them back',
      rules: { acknowledge: 'at-once' },
      params: still,
      shows: { check: 'leader-completeness', anomaly: 'invariant', within: 3 },
    },
    'vote-without-log-check': {
      summary:
        'A node votes for the first node that asks, even if its log is short: committed entries are lost',
      rules: { voteComparesLogs: false },
      params: still,
      shows: { check: 'leader-completeness', anomaly: 'invariant', within: 21 },
    },
    'vote-not-kept': {
      summary: 'The vote is not written to the disk: a node that starts again votes again',
      rules: { keepVote: 'term-only' },
      params: haste,
      shows: { check: 'election-safety', anomaly: 'invariant', within: 124 },
    },
    'commit-beyond-match': {
      summary:
        "A follower applies the leader's commit index to its whole log, though the end of its log may differ from the leader's",
      rules: { followerCommit: 'whole-log' },
      params: deposed,
      shows: { check: 'state-machine-safety', anomaly: 'invariant', within: 43 },
    },
    'stale-snapshot': {
      summary:
        'A follower installs a snapshot of what it has committed long ago (etcd#1763): its log is cut back to there',
      rules: { staleSnapshot: 'install' },
      params: { ...still, nodes: 3, snapshotEvery: 15, chunk: 10_000 },
      shows: { check: 'apply-only', anomaly: 'invariant', within: 3 },
    },
    'snapshot-without-sessions': {
      summary: 'Snapshots leave out the session table: what was carried out before one is carried out again',
      rules: { snapshotSessions: false },
      params: { ...still, snapshotEvery: 10 },
      shows: { check: 'exactly-once', anomaly: 'executed-twice', within: 3 },
    },
    'snapshot-without-configuration': {
      summary:
        'Snapshots keep the first configuration that their node knew (scylladb#9551): a node that starts from one counts old majorities',
      rules: { snapshotConfiguration: false },
      params: { snapshotEvery: 10, membershipEveryMs: 300 },
      shows: { check: 'majorities-overlap', anomaly: 'invariant', within: 1 },
    },
    'change-before-own-commit': {
      summary:
        'A leader changes the configuration before it has committed an entry of its own term (Ongaro, raft-dev, 2015): two changes at once, two majorities',
      rules: { changeAfterOwnCommit: false },
      params: turnover,
      faults: hardOfHearing,
      shows: { check: 'leader-completeness', anomaly: 'invariant', within: 107 },
    },
    'leaves-too-soon': {
      summary:
        'A node stops standing for election once its log removes it, though no other node has that entry (§4.2.2): nobody can win',
      rules: { standUntilLeft: false },
      params: { nodes: 2, spares: 2, membershipEveryMs: 200 },
      shows: { check: 'liveness', anomaly: 'no-progress', within: 74 },
    },
    'blank-node-votes': {
      summary:
        'A node that lost its disk comes back under its old name and votes: it forgets what it promised',
      rules: { blankDisk: 'join' },
      params: { ...still, nodes: 3 },
      faults: 'hell',
      shows: { check: 'one-leader-per-term', anomaly: 'two-leaders', within: 16 },
    },
    'rot-taken-for-torn': {
      summary:
        'A damaged entry ends the log, as if it had been torn by a power cut (Alagappan et al., FAST 2018)',
      rules: { damagedLog: 'truncate' },
      params: { ...still, nodes: 3 },
      faults: 'hell',
      shows: { check: 'leader-completeness', anomaly: 'invariant', within: 33 },
    },
    'no-sessions': {
      summary: 'A command that comes twice is carried out twice',
      rules: { sessions: false },
      params: still,
      shows: { check: 'exactly-once', anomaly: 'executed-twice', within: 1 },
    },
    'stale-read': {
      summary:
        'A leader answers reads without making sure that it still leads: a deposed one gives old values',
      rules: { confirmReads: false },
      params: still,
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 10 },
    },
    'read-before-own-commit': {
      summary: 'A new leader reads before it knows what its predecessors committed',
      rules: { readAfterOwnCommit: false },
      params: still,
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 66 },
    },
    'lease-by-wall-clock': {
      summary:
        'A leader measures its lease by the wall clock: when the clock jumps back, the lease lasts too long',
      rules: { leaseClock: 'wall' },
      params: lease,
      faults: restless,
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 29 },
    },

    // What breaks nothing but the progress of others.
    'no-pre-vote': {
      summary:
        'A node that was cut off comes back with a higher term and deposes a healthy leader, again and again (Howard and Abraham, 2020)',
      rules: { preVote: false },
      shows: { check: 'available', anomaly: 'no-progress', within: 54 },
    },
    'no-check-quorum': {
      summary:
        'A leader that receives nothing goes on leading those who receive from it, and nothing is committed (Howard and Abraham, 2020)',
      rules: { checkQuorum: false },
      shows: { check: 'available', anomaly: 'no-progress', within: 22 },
    },
  },
);

export type Rules = RulesOf<typeof rules>;
