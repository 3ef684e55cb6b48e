/** The follower's side of replication (Ongaro 2014, §3.5, figure 3.1: AppendEntries). */
import { applyCommitted } from './commitment.js';
import { stepDown } from './election.js';
import { firstOfItsTerm, lastIndex, termAt } from './log.js';
import type { Append, Install, Refused, Stamp } from './messages.js';
import { afterSync, overwrite } from './persistence.js';
import { mended } from './recovery.js';
import type { Raft } from './state.js';
import { resetElectionTimer } from './timers.js';

/** The leader sends entries, or says that it is there. */
export function onAppend(raft: Raft, message: Append, from: string): void {
  const { state } = raft;
  if (!followLeader(raft, message, from)) return;
  const { previousIndex, previousTerm } = message;
  // What a snapshot stands for is committed, and so matches.
  if (previousIndex >= state.log.base.index && termAt(state.log, previousIndex) !== previousTerm) {
    refuse(raft, from, previousIndex, message);
    return learnCommit(raft, message.commit, 0);
  }
  const match = take(raft, message);
  mended(raft, match);
  confirmMatch(raft, from, match, message);
  learnCommit(raft, message.commit, match);
}

/**
 * Hears from a leader: follows it, or, if it leads an old term, lets it know of the new one. A message that a later one
 * has overtaken does not show that the leader is still there. @returns whether it leads this term
 */
export function followLeader(raft: Raft, { term, number }: Append | Install, from: string): boolean {
  const { state, port } = raft;
  if (term < state.term) {
    refuse(raft, from, 0, OF_ANOTHER_TERM);
    return false;
  }
  const isNews = term > state.term || number > state.leaderHeardNumber;
  if (term > state.term || state.role.kind === 'candidate') stepDown(raft, term, from);
  if (!isNews) return true;
  if (state.leader === null && port.buggify('process-ends')) port.exit('a process may end at any time');
  if (state.role.kind !== 'follower') stepDown(raft, term, from);
  state.leader = from;
  state.leaderHeardNumber = number;
  state.elections = 0;
  state.leaderHeardMs = port.monotonicMs();
  resetElectionTimer(raft);
  return true;
}

/** What is given back of the message answered. */
type Received = Pick<Stamp, 'round' | 'sentMs'>;

/** What an answer gives back where the message answered was of an old term: it confirms nothing of this one. */
const OF_ANOTHER_TERM: Received = { round: -1, sentMs: Number.MIN_SAFE_INTEGER };

/** Says, once it is on the disk, that this log is the leader's up to `match` (§3.8). */
export function confirmMatch(raft: Raft, to: string, match: number, { round, sentMs }: Received): void {
  const { term, mending, life } = raft.state;
  const counts = mending === null;
  raft.port.send(to, { kind: 'appended', term, counts, life, round, sentMs, match }, afterSync(raft));
}

function refuse(raft: Raft, to: string, refused: number, { round, sentMs }: Received): void {
  const { term, mending, life } = raft.state;
  const counts = mending === null;
  const where = refused === 0 ? { index: 1, term: null } : hint(raft, refused);
  raft.port.send(
    to,
    { kind: 'refused', term, counts, life, round, sentMs, refused, hint: where },
    afterSync(raft),
  );
}

/** Where this log may match: the beginning of the term it has there, or its end (§3.5, last paragraph). */
function hint({ state }: Raft, refused: number): Refused['hint'] {
  const term = termAt(state.log, refused);
  if (term === undefined) return { index: lastIndex(state.log) + 1, term: null };
  return { index: firstOfItsTerm(state.log, refused), term };
}

/** Takes over the entries that are new, and only for a contradiction drops others (§3.5). @returns what matches */
function take(raft: Raft, { previousIndex, entries }: Append): number {
  const { log } = raft.state;
  for (const entry of entries) {
    if (entry.index <= log.base.index || termAt(log, entry.index) === entry.term) continue;
    overwrite(raft, entry);
  }
  return previousIndex + entries.length;
}

/** What the leader has committed is committed here, as far as this log is known to be the leader's (§3.5). */
function learnCommit(raft: Raft, commit: number, match: number): void {
  const { state, rules } = raft;
  const known = rules.followerCommit === 'verified' ? match : lastIndex(state.log);
  const reached = Math.min(commit, known);
  if (reached <= state.commitIndex) return;
  state.commitIndex = reached;
  applyCommitted(raft);
}
