/** Planted bugs: each replaces one rule. */
import type { PlantedBug } from 'seedstorm';
import type { Rules } from './rules.js';
import type { RaftParams } from './scenario.js';

/** Elections at every turn, as Raft was before PreVote and CheckQuorum: what goes wrong in them shows sooner. */
const unrest = { preVote: false, checkQuorum: false, electionMs: 40 } as const;
/** Elections that take long, as votes wait for slow disks: time for a voter to crash. */
const contest = { ...unrest, nodes: 3, electionMs: 80, syncMs: 20 } as const;
/** Many reads, so that one falls into the moment in which there are two leaders. */
const lease = { nodes: 3, reads: 'lease', clients: 8, everyMs: 20, syncMs: 0.5, electionMs: 400 } as const;

export const raftBugs = {
  'commit-old-term': {
    summary:
      'A leader commits an entry of an older term by counting replicas (museum 2, figure 8 of the paper): a later leader undoes it',
    params: { ...unrest, batch: 1 },
  },
  'term-and-vote-apart': {
    summary:
      'Term and vote are two files (museum 3): a power cut between them lets a node vote twice in a term',
    params: contest,
  },
  'acknowledge-before-sync': {
    summary:
      'A node acknowledges entries before they are on its disk (museum 4): a power cut takes them back',
  },
  'vote-without-log-check': {
    summary: 'A node votes for whoever asks first, however short its log: committed entries are lost',
  },
  'vote-not-kept': {
    summary: 'The vote is not written to the disk: a node that starts again votes again',
    params: contest,
  },
  'commit-beyond-match': {
    summary:
      "A follower takes the leader's commit index for its whole log, though its end may not be the leader's",
  },
  'stale-snapshot': {
    summary:
      'A follower installs a snapshot of what it has committed long ago (museum 7): its log is cut back to there',
    params: { nodes: 3, snapshotEvery: 15, chunk: 10_000 },
  },
  'snapshot-without-sessions': {
    summary: 'Snapshots leave out the session table: what was carried out before one is carried out again',
    params: { snapshotEvery: 10 },
  },
  'rot-taken-for-torn': {
    summary:
      'A damaged entry ends the log, as if it had been torn by a power cut (museum 18); shows under `hell`',
    params: { nodes: 3 },
  },
  'no-sessions': {
    summary: 'A command that comes twice is carried out twice',
  },
  'stale-read': {
    summary: 'A leader answers reads without making sure that it still leads: a deposed one shows the past',
  },
  'read-before-own-commit': {
    summary: 'A new leader reads before it knows what its predecessors committed',
  },
  'lease-by-wall-clock': {
    summary: 'A leader counts its lease by the wall clock: one that is set back has it last too long',
    params: lease,
  },
} satisfies Record<string, PlantedBug<RaftParams>>;

const changes: Record<keyof typeof raftBugs, Partial<Rules>> = {
  'commit-old-term': { commit: 'any-term' },
  'term-and-vote-apart': { keepVote: 'apart' },
  'acknowledge-before-sync': { acknowledge: 'at-once' },
  'vote-without-log-check': { voteComparesLogs: false },
  'vote-not-kept': { keepVote: 'term-only' },
  'commit-beyond-match': { followerCommit: 'whole-log' },
  'stale-snapshot': { staleSnapshot: 'install' },
  'snapshot-without-sessions': { snapshotSessions: false },
  'rot-taken-for-torn': { damagedLog: 'truncate' },
  'no-sessions': { sessions: false },
  'stale-read': { confirmReads: false },
  'read-before-own-commit': { readAfterOwnCommit: false },
  'lease-by-wall-clock': { leaseClock: 'wall' },
};

/** The rules with one of them replaced. */
export function withBug(rules: Rules, bug: string | undefined): Rules {
  return bug === undefined ? rules : { ...rules, ...changes[bug as keyof typeof raftBugs] };
}
