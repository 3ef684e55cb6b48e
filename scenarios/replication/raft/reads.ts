/** Reads that are not written to the log (Ongaro 2014, §6.4). */
import type { Raft } from './effects.js';
import { termAt } from './log.js';
import { execute, type Command } from './machine.js';
import { leadsQuorum, leaseClockMs, replicateToAll } from './replication.js';
import { tell } from './sessions.js';
import type { Leader, Proposal } from './state.js';

/** The leader is asked for a read. */
export function read(raft: Raft, leader: Leader, command: Command, by: Proposal): void {
  const { state, rules } = raft;
  if (!rules.confirmReads || (rules.reads === 'lease' && holdsLease(raft, leader) && knowsCommit(raft)))
    return tell(raft, by, execute(state.store, command));
  // A round that began before the read says nothing of what happened since: it waits for the next.
  const idle = leader.round === leader.confirmedRound;
  const index = knowsCommit(raft) ? state.commitIndex : Infinity;
  leader.reads.push({ ...by, command, index, round: leader.round + 1 });
  if (idle) beginRound(raft, leader);
}

/** A leader knows what is committed once it has committed an entry of its own term (§6.4, step 1). */
function knowsCommit({ state, rules }: Raft): boolean {
  return !rules.readAfterOwnCommit || termAt(state.log, state.commitIndex) === state.term;
}

function beginRound(raft: Raft, leader: Leader): void {
  leader.round++;
  replicateToAll(raft);
  confirmReads(raft, leader);
}

/** Answers the reads for which a majority has said, since they came, that this node leads (§6.4, step 3). */
export function confirmReads(raft: Raft, leader: Leader): void {
  if (leader.round === leader.confirmedRound) return;
  if (!leadsQuorum(raft, leader, ({ round }) => round >= leader.round)) return;
  leader.confirmedRound = leader.round;
  answerReads(raft, leader);
  if (leader.reads.some(({ round }) => round > leader.round)) beginRound(raft, leader);
}

/** The first entry of this term is committed: now it is known what those who came too early may read. */
export function startWaitingReads(raft: Raft, leader: Leader): void {
  if (leader.reads.length === 0 || !knowsCommit(raft)) return;
  const { commitIndex } = raft.state;
  leader.reads = leader.reads.map((read) =>
    read.index === Infinity ? { ...read, index: commitIndex } : read,
  );
  answerReads(raft, leader);
}

function answerReads(raft: Raft, leader: Leader): void {
  const { state } = raft;
  const ready = leader.reads.filter(
    ({ index, round }) => round <= leader.confirmedRound && index <= state.lastApplied,
  );
  if (ready.length === 0) return;
  leader.reads = leader.reads.filter((read) => !ready.includes(read));
  for (const waiting of ready) tell(raft, waiting, execute(state.store, waiting.command));
}

/**
 * Whether nobody else can lead yet: a majority heard from this node so lately that it elects no other for a while,
 * even if its clocks run faster than this one (§6.4.1).
 */
function holdsLease(raft: Raft, leader: Leader): boolean {
  if (leader.leaseForfeited) return false;
  const nowMs = leaseClockMs(raft);
  const lengthMs = raft.rules.electionMinMs * raft.rules.leaseShare;
  return leadsQuorum(raft, leader, ({ sentMs }) => nowMs - sentMs < lengthMs);
}
