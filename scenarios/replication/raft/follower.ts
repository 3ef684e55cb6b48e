/** The follower's side of replication (Ongaro 2014, §3.5, figure 3.1: AppendEntries). */
import { applyCommitted } from './commitment.js';
import { stepDown } from './election.js';
import { firstOfItsTerm, lastIndex, termAt } from './log.js';
import type { Append, Appended, Install } from './messages.js';
import { afterSync, overwrite } from './persistence.js';
import { mended } from './recovery.js';
import type { Raft } from './state.js';
import { resetElectionTimer } from './timers.js';

/** The leader sends entries, or says that it is there. */
export function onAppend(raft: Raft, message: Append, from: string): void {
  const { state } = raft;
  if (!followLeader(raft, message, from)) return;
  const { previous, stamp } = message;
  const found = termAt(state.log, previous.index);
  // What a snapshot stands for is committed, and so matches.
  if (previous.index >= state.log.base.index && found !== previous.term) {
    answer(raft, from, { ok: false, refused: previous.index, hint: hint(raft, previous.index) }, stamp);
    return learnCommit(raft, message.commit, 0);
  }
  const match = take(raft, message);
  mended(raft, match);
  // Promised only once it is on the disk (§3.8).
  answer(raft, from, { ok: true, match }, stamp);
  learnCommit(raft, message.commit, match);
}

/**
 * Hears from a leader: follows it, or, if it leads an old term, lets it know of the new one. A message that a later one
 * has overtaken does not show that the leader is still there. @returns whether it leads this term
 */
export function followLeader(raft: Raft, { term, stamp }: Append | Install, from: string): boolean {
  const { state, port } = raft;
  if (term < state.term) {
    answer(raft, from, { ok: false, refused: 0, hint: { index: 1, term: null } }, null);
    return false;
  }
  const isNews = term > state.term || stamp.number > state.leaderHeardNumber;
  if (term > state.term || state.role.kind === 'candidate') stepDown(raft, term, from);
  if (!isNews) return true;
  if (state.leader === null && port.buggify('process-ends')) port.exit('a process may end at any time');
  if (state.role.kind !== 'follower') stepDown(raft, term, from);
  state.leader = from;
  state.leaderHeardNumber = stamp.number;
  state.leaderHeardMs = port.monotonicMs();
  resetElectionTimer(raft);
  return true;
}

function answer(raft: Raft, to: string, outcome: Appended['outcome'], stamp: Appended['stamp']): void {
  const { state, port } = raft;
  const counts = state.mending === null;
  port.send(
    to,
    { kind: 'appended', term: state.term, outcome, counts, life: state.life, stamp },
    afterSync(raft),
  );
}

/** Where this log may match: the beginning of the term it has there, or its end (§3.5, last paragraph). */
function hint({ state }: Raft, refused: number): { index: number; term: number | null } {
  const term = termAt(state.log, refused);
  if (term === undefined) return { index: lastIndex(state.log) + 1, term: null };
  return { index: firstOfItsTerm(state.log, refused), term };
}

/** Takes over the entries that are new, and only for a contradiction drops others (§3.5). @returns what matches */
function take(raft: Raft, { previous, entries }: Append): number {
  const { log } = raft.state;
  for (const entry of entries) {
    if (entry.index <= log.base.index || termAt(log, entry.index) === entry.term) continue;
    overwrite(raft, entry);
  }
  return previous.index + entries.length;
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
