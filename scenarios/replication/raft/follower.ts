/** The follower's side of replication: AppendEntries (Ongaro 2014, §3.5, figure 3.1) and InstallSnapshot (§5.1, figure 5.3). */
import { applyCommitted } from './commitment.js';
import type { Raft } from './effects.js';
import { considerMended } from './identity.js';
import { firstOfItsTerm, lastIndex, termAt } from './log.js';
import type { Append, Install, Refused, Stamp } from './messages.js';
import { beginAfter, overwrite } from './persistence.js';
import { readSnapshot, writeSnapshot } from './snapshot.js';
import { resetElectionTimer, stepDown } from './terms.js';

/** The leader sends entries, or says that it is there. */
export function onAppend(raft: Raft, message: Append, from: string): void {
  const { log } = raft.state;
  if (!followLeader(raft, message, from)) return;
  const { previousIndex, previousTerm } = message;
  // What a snapshot stands for is committed, and so matches.
  if (previousIndex >= log.base.index && termAt(log, previousIndex) !== previousTerm) {
    refuse(raft, from, previousIndex, message);
    return learnCommit(raft, message.commit, 0);
  }
  const match = take(raft, message);
  considerMended(raft, match);
  confirmMatch(raft, from, match, message);
  learnCommit(raft, message.commit, match);
}

/**
 * Hears from a leader: follows it, or, if it leads an old term, lets it know of the new one. A message that a later one
 * has overtaken does not show that the leader is still there. @returns whether it leads this term
 */
function followLeader(raft: Raft, { term, number }: Append | Install, from: string): boolean {
  const { state } = raft;
  if (term < state.term) {
    refuse(raft, from, 0, OF_ANOTHER_TERM);
    return false;
  }
  const isNews = term > state.term || number > state.leaderHeardNumber;
  if (term > state.term || state.role.kind === 'candidate') stepDown(raft, term, from);
  if (!isNews) return true;
  if (state.leader === null) raft.mayEnd();
  if (state.role.kind !== 'follower') stepDown(raft, term, from);
  state.leader = from;
  state.leaderHeardNumber = number;
  state.elections = 0;
  state.leaderHeardMs = raft.node.monotonicMs();
  resetElectionTimer(raft);
  return true;
}

/** What is given back of the message answered. */
type Received = Pick<Stamp, 'round' | 'sentMs'>;

/** What an answer gives back where the message answered was of an old term: it confirms nothing of this one. */
const OF_ANOTHER_TERM: Received = { round: -1, sentMs: Number.MIN_SAFE_INTEGER };

/** Says, once it is on the disk, that this log is the leader's up to `match` (§3.8). */
function confirmMatch(raft: Raft, to: string, match: number, { round, sentMs }: Received): void {
  const { term, mending, life } = raft.state;
  raft.promise(to, { kind: 'appended', term, counts: mending === null, life, round, sentMs, match });
}

function refuse(raft: Raft, to: string, refused: number, { round, sentMs }: Received): void {
  const { term, mending, life } = raft.state;
  const counts = mending === null;
  const hint = refused === 0 ? { index: 1, term: null } : hintAt(raft, refused);
  raft.promise(to, { kind: 'refused', term, counts, life, round, sentMs, refused, hint });
}

/** Where this log may match: the beginning of the term it has there, or its end (§3.5, last paragraph). */
function hintAt({ state: { log } }: Raft, refused: number): Refused['hint'] {
  const term = termAt(log, refused);
  if (term === undefined) return { index: lastIndex(log) + 1, term: null };
  return { index: firstOfItsTerm(log, refused), term };
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

/** The leader sends a piece of a snapshot. */
export function onInstall(raft: Raft, message: Install, from: string): void {
  const { state } = raft;
  if (!followLeader(raft, message, from)) return;
  const { last, offset, text, done, round, sentMs } = message;
  if (last.index <= state.commitIndex && raft.rules.staleSnapshot === 'ignore') {
    // All of it is committed here: a late message, or a leader that does not know yet (§5.1).
    state.incoming = null;
    return confirmMatch(raft, from, last.index, message);
  }
  if (offset === 0) state.incoming = { index: last.index, term: last.term, text: '' };
  const { incoming } = state;
  const continues = incoming?.index === last.index && incoming.term === last.term;
  if (incoming !== null && continues && offset === incoming.text.length) incoming.text += text;
  const received = incoming !== null && continues ? incoming.text.length : 0;
  if (incoming === null || !done || received !== offset + text.length) {
    const { term, mending, life } = state;
    const { index } = last;
    const counts = mending === null;
    return raft.promise(from, { kind: 'installing', term, counts, life, round, sentMs, index, received });
  }
  state.incoming = null;
  install(raft, incoming.text);
  considerMended(raft, last.index);
  confirmMatch(raft, from, last.index, message);
}

/** Starts again from a snapshot; what of the log continues it stays (§5.1). */
function install(raft: Raft, text: string): void {
  const { state } = raft;
  const { last, configuration, store, sessions } = readSnapshot(text);
  raft.node.reachable('snapshot-installed');
  if (last.index <= state.commitIndex) state.log.entries = [];
  beginAfter(state, last, configuration);
  state.store = store;
  state.sessions = sessions;
  state.commitIndex = last.index;
  state.lastApplied = last.index;
  raft.node.effect({ f: 'snapshot', index: last.index });
  writeSnapshot(raft, last.index, text);
}
