/** The rules Raft is built from. Each planted bug replaces one of them. */

export interface Rules {
  /** An election begins after this long without a leader, drawn anew each time (§3.4); the shorter is also a lease. */
  readonly electionMinMs: number;
  readonly electionMaxMs: number;
  readonly heartbeatMs: number;
  /** How many entries one message carries at most. */
  readonly batch: number;

  // Elections
  /** A node asks whether it could win before it raises its term (§9.6). */
  readonly preVote: boolean;
  /** A leader that hears from no majority steps down, and who hears from a leader elects no other (§6.2, §4.2.3). */
  readonly checkQuorum: boolean;
  /** Only a candidate whose log is as good as the voter's gets its vote (§3.6.1). */
  readonly voteComparesLogs: boolean;
  /** What is kept of a vote: it and its term in one file, each in its own, or only the term (figure 3.1). */
  readonly keepVote: 'together' | 'apart' | 'term-only';

  // The log
  /** A node acknowledges only what would survive a power cut (§3.8). */
  readonly acknowledge: 'after-sync' | 'at-once';
  /** What a leader may commit by counting: entries of its own term, and with them all before (§3.6.2). */
  readonly commit: 'own-term' | 'any-term';
  /** How far a follower believes the leader's commit index: as far as it knows its log to be the leader's, or to its end. */
  readonly followerCommit: 'verified' | 'whole-log';

  // Membership
  /** A leader changes the configuration only once it has committed an entry of its own term (raft-dev, July 2015). */
  readonly changeAfterOwnCommit: boolean;
  /** Who is left out by a configuration stands for election until that is committed (§4.2.2). */
  readonly standUntilLeft: boolean;
  /** Nobody is asked to leave while there are so few voters, or fewer. */
  readonly minVoters: number;
  /** A node that finds its disk empty, though it was there before, neither votes nor counts until it was taken in anew. */
  readonly blankDisk: 'stand-aside' | 'join';

  // Snapshots
  /** After how many applied entries a node writes a snapshot and forgets them (§5.1). */
  readonly snapshotEvery: number;
  /** How many characters of a snapshot one message carries (§5.1, figure 5.3). */
  readonly chunk: number;
  /** What a follower does with a snapshot of what it has committed already: nothing, or it starts again from there. */
  readonly staleSnapshot: 'ignore' | 'install';
  /** A snapshot holds the session table too, for it is part of the state machine (§6.3). */
  readonly snapshotSessions: boolean;
  /** A snapshot holds the configuration in force at its end (§5.1), not the first that its node knew. */
  readonly snapshotConfiguration: boolean;

  // Clients
  /** A command that comes twice is carried out once (§6.3). */
  readonly sessions: boolean;
  /** How reads are answered: through the log, after a round of heartbeats, or under a lease (§6.4, §6.4.1). */
  readonly reads: 'log' | 'read-index' | 'lease';
  /** A leader makes sure that it still leads before it answers a read (§6.4). */
  readonly confirmReads: boolean;
  /** A leader reads only once it has committed an entry of its own term (§6.4, step 1). */
  readonly readAfterOwnCommit: boolean;
  /** What part of the shortest election time-out a lease lasts; what is left is for clocks that run apart (§6.4.1). */
  readonly leaseShare: number;
  /** A lease is counted by the clock that never jumps, or by the wall clock. */
  readonly leaseClock: 'monotonic' | 'wall';

  // The disk
  /** What damage to an acknowledged entry does: the node stands aside until it has been mended, or goes on. */
  readonly damagedLog: 'mend' | 'truncate';
}

export const soundRules: Rules = {
  electionMinMs: 150,
  electionMaxMs: 300,
  heartbeatMs: 50,
  batch: 16,
  preVote: true,
  checkQuorum: true,
  voteComparesLogs: true,
  keepVote: 'together',
  acknowledge: 'after-sync',
  commit: 'own-term',
  followerCommit: 'verified',
  changeAfterOwnCommit: true,
  standUntilLeft: true,
  minVoters: 1,
  blankDisk: 'stand-aside',
  snapshotEvery: 60,
  chunk: 200,
  staleSnapshot: 'ignore',
  snapshotSessions: true,
  snapshotConfiguration: true,
  sessions: true,
  reads: 'read-index',
  confirmReads: true,
  readAfterOwnCommit: true,
  leaseShare: 0.8,
  leaseClock: 'monotonic',
  damagedLog: 'mend',
};
