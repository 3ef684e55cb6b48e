/** Elections (Ongaro 2014, §3.4, §3.6.1, §4.2.3, §9.6), and how the first one comes about. */
import { FIRST_LIFE, hasQuorum, isVoter, membersOf } from './configuration.js';
import type { Raft } from './effects.js';
import { neverMended } from './identity.js';
import { lastIndex, lastPosition, type Position } from './log.js';
import { considerChange } from './membership.js';
import type { Form, RequestVote, Vote } from './messages.js';
import { appendEntry } from './persistence.js';
import { followMembership, replicateToAll } from './replication.js';
import type { Leader, State } from './state.js';
import { drawElectionMs, resetElectionTimer, setTerm, stepDown } from './terms.js';

/** No leader was heard of for too long. */
export function electionTimeout(raft: Raft): void {
  const { state, rules } = raft;
  if (state.role.kind === 'leader') return;
  raft.mayEnd();
  state.electionMs = drawElectionMs(raft.node, rules);
  state.elections++;
  resetElectionTimer(raft);
  // Its own vote is under the same rule as those of others: leases count on it, however early the timer (§4.2.3).
  if (rules.checkQuorum && hearsFromLeader(raft)) return;
  state.leader = null;
  if (state.recovering) return;
  if (!mayStand(raft)) return askWhetherFormed(raft);
  if (rules.preVote) tryElection(raft);
  else standForElection(raft, false);
}

/** Asks who would vote for this node, and changes nothing: so a node that was cut off deposes nobody (§9.6). */
function tryElection(raft: Raft): void {
  const { state } = raft;
  state.role = { kind: 'pre-candidate', granted: [state.id], refused: [] };
  requestVotes(raft);
  countVotes(raft);
}

/** Raises the term, votes for itself and asks for votes (§3.4). `transfer`: the leader asked for it (§3.10). */
function standForElection(raft: Raft, transfer: boolean): void {
  const { state } = raft;
  state.leader = null;
  setTerm(raft, state.term + 1, state.id);
  state.role = { kind: 'candidate', granted: [], refused: [], transfer };
  requestVotes(raft);
  // Its own vote counts like any other: once it is on the disk.
  raft.vouch({ kind: 'vote', term: state.term });
}

/** Elections in a row in which those who refused are asked again at once: they may have heard of a leader just before. */
const IMPATIENT_ELECTIONS = 2;

/**
 * Asks whoever has not granted, now and from time to time: a message may be lost, and a mind may change (§3.3). A node
 * that goes on failing, as one does that was left out and does not know it, asks those who refused in the next election.
 */
export function requestVotes(raft: Raft): void {
  const { state, rules } = raft;
  const { role } = state;
  if (role.kind !== 'candidate' && role.kind !== 'pre-candidate') return;
  const hopeless = (node: string): boolean =>
    state.elections > IMPATIENT_ELECTIONS && role.refused.includes(node);
  const trial = role.kind === 'pre-candidate';
  const { index, term } = lastPosition(state.log);
  const message: RequestVote = {
    kind: 'request-vote',
    term: trial ? state.term + 1 : state.term,
    trial,
    last: { index, term },
    transfer: role.kind === 'candidate' && role.transfer,
  };
  for (const node of membersOf(state.configuration)) {
    if (node === state.id || role.granted.includes(node) || hopeless(node)) continue;
    if (trial) raft.node.send(node, message);
    else raft.promise(node, message);
  }
  raft.node.setTimer('heartbeat', rules.heartbeatMs);
}

/** This node's vote for itself is on the disk. */
export function onVoteDurable(raft: Raft, term: number): void {
  const { role } = raft.state;
  if (role.kind !== 'candidate' || raft.state.term !== term) return;
  role.granted.push(raft.state.id);
  countVotes(raft);
}

/** Somebody asks for this node's vote. */
export function onRequestVote(raft: Raft, message: RequestVote, from: string): void {
  const { state, rules } = raft;
  raft.mayEnd();
  // Who hears from a leader elects no other, unless the leader wishes it (§4.2.3), or asks itself: then it leads no more.
  const wished = message.transfer || from === state.leader;
  if (rules.checkQuorum && !wished && hearsFromLeader(raft)) {
    if (message.trial) refuse(raft, message, from);
    return;
  }
  if (!message.trial && message.term > state.term) stepDown(raft, message.term, null);
  if (!mayGrant(raft, message, from)) return refuse(raft, message, from);
  const { term, trial } = message;
  if (trial) return raft.node.send(from, { kind: 'vote', term, trial, granted: true });
  setTerm(raft, term, from);
  resetElectionTimer(raft);
  raft.promise(from, { kind: 'vote', term, trial, granted: true });
}

/** One vote a term, to the first whose log is as good as this node's (§3.4, §3.6.1). */
function mayGrant({ state, rules }: Raft, { term, trial, last }: RequestVote, from: string): boolean {
  if (state.mending !== null) return false;
  if (rules.voteComparesLogs && !isAsGood(last, lastPosition(state.log))) return false;
  if (trial) return term > state.term;
  return term === state.term && (state.votedFor === null || state.votedFor === from);
}

/** The later last term wins; of equal terms the longer log (§3.6.1). */
function isAsGood(candidate: Position, own: Position): boolean {
  return candidate.term > own.term || (candidate.term === own.term && candidate.index >= own.index);
}

function refuse(raft: Raft, { trial }: RequestVote, from: string): void {
  // It tells a term, which must not be forgotten once it was told.
  raft.promise(from, { kind: 'vote', term: raft.state.term, trial, granted: false });
}

/** A leader was heard of within the shortest election time-out. */
function hearsFromLeader({ state, node, rules }: Raft): boolean {
  if (state.role.kind === 'leader') return true;
  return node.monotonicMs() - state.leaderHeardMs < rules.electionMinMs;
}

/** An answer to this node's request for a vote. */
export function onVote(raft: Raft, { term, trial, granted }: Vote, from: string): void {
  const { state } = raft;
  const { role } = state;
  if (!granted) {
    if (term > state.term) stepDown(raft, term, null);
    else if (role.kind === (trial ? 'pre-candidate' : 'candidate')) role.refused.push(from);
    return;
  }
  const asked = trial
    ? role.kind === 'pre-candidate' && term === state.term + 1
    : role.kind === 'candidate' && term === state.term;
  if (!asked || role.kind === 'follower' || role.kind === 'leader' || role.granted.includes(from)) return;
  role.granted.push(from);
  countVotes(raft);
}

function countVotes(raft: Raft): void {
  const { state } = raft;
  const { role } = state;
  if (role.kind !== 'candidate' && role.kind !== 'pre-candidate') return;
  if (!hasQuorum(state.configuration, (node) => role.granted.includes(node))) return;
  if (role.kind === 'candidate') lead(raft);
  else standForElection(raft, false);
}

/** Wins the election: an entry of its own term comes first (§6.4). */
function lead(raft: Raft): void {
  const { state, rules } = raft;
  if (state.term > 1) raft.node.reachable('elected-again');
  if (state.role.kind === 'candidate' && state.role.transfer) raft.node.reachable('leadership-transferred');
  const leader: Leader = {
    kind: 'leader',
    progress: {},
    durable: 0,
    proposals: {},
    reads: [],
    sent: 0,
    spokeMs: raft.node.monotonicMs(),
    round: 0,
    confirmedRound: 0,
    truncations: state.log.truncations,
    wish: state.wish,
    transfer: null,
    leaseForfeited: false,
  };
  state.role = leader;
  state.leader = state.id;
  raft.node.effect({ f: 'lead', term: state.term });
  raft.node.clearTimer('election');
  raft.node.setTimer('heartbeat', rules.heartbeatMs);
  followMembership(raft, leader);
  const next = lastIndex(state.log) + 1;
  appendEntry(raft, { index: next, term: state.term, kind: 'no-op' });
  raft.vouch({ kind: 'log', term: state.term, index: next });
  // Now that only this node knows.
  raft.mayEnd();
  replicateToAll(raft);
  if (leader.wish !== null) considerChange(raft, leader);
}

/** The leader of this term wants this node to succeed it (§3.10). */
export function onTimeoutNow(raft: Raft, term: number, from: string): void {
  const { state } = raft;
  if (term !== state.term || state.role.kind !== 'follower' || state.leader !== from || !mayStand(raft))
    return;
  standForElection(raft, true);
}

/**
 * Whether this node may stand for election. One that its own latest configuration leaves out still may while that is not
 * committed: if nobody else has the entry, nobody else can win its vote (§4.2.2).
 */
function mayStand({ state, rules }: Raft): boolean {
  const { id, mending, configuration, configurations, commitIndex } = state;
  if (mending !== null) return false;
  if (isVoter(configuration, id)) return true;
  const [before, latest] = configurations.slice(-2);
  if (!rules.standUntilLeft || before === undefined || latest === undefined) return false;
  return latest.index > commitIndex && isVoter(before.configuration, id);
}

/**
 * A power cut during the very first start leaves a disk as empty as one that was lost, and if that hits a majority,
 * nobody is left to take them in (see identity.ts). So a node with an empty disk asks all who vote from the beginning,
 * now and again. If every one of them holds nothing either, no vote it may have given has come to anything, and the
 * cluster begins.
 */
function askWhetherFormed(raft: Raft): void {
  const { state } = raft;
  if (!neverMended(state.mending) || !holdsNothing(state)) return;
  state.empty = [state.id];
  for (const node of state.configuration.voters)
    if (node !== state.id) raft.node.send(node, { kind: 'form', asks: true, life: state.life, empty: true });
}

export function onForm(raft: Raft, { asks, life, empty }: Form, from: string): void {
  const { state } = raft;
  if (asks) return raft.node.send(from, { kind: 'form', asks: false, life, empty: holdsNothing(state) });
  // An answer to an earlier life of this node says nothing of what happened since.
  if (life !== state.life || !neverMended(state.mending) || !holdsNothing(state)) return;
  if (empty && !state.empty.includes(from)) state.empty.push(from);
  if (!state.configuration.voters.every((node) => state.empty.includes(node))) return;
  state.life = FIRST_LIFE;
  state.mending = null;
  state.recovering = true;
  raft.node.disk.write('identity', { life: FIRST_LIFE, admitted: true });
  raft.node.disk.sync({ kind: 'recovered' });
}

/** It has neither voted nor taken anything over. */
function holdsNothing({ term, log, snapshot }: State): boolean {
  return term === 0 && lastIndex(log) === 0 && snapshot === '';
}
