/** What a leader makes of the answers, and how it lets another lead (Ongaro 2014, §3.5, §3.10, §6.2). */
import { advanceCommit } from './commitment.js';
import { isVoter } from './configuration.js';
import type { Raft } from './effects.js';
import { lastIndex, lastOfTerm } from './log.js';
import { considerChange } from './membership.js';
import type { Answer, Appended, Installing, Refused } from './messages.js';
import { confirmReads } from './reads.js';
import { endRound, leadsQuorum, replicateTo, replicateToAll } from './replication.js';
import type { Leader, Progress, Role } from './state.js';
import { stepDown } from './terms.js';

/** It is time to say that there is a leader. */
export function heartbeat(raft: Raft, leader: Leader): void {
  const { state, rules } = raft;
  const nowMs = raft.node.monotonicMs();
  if (
    rules.checkQuorum &&
    !leadsQuorum(raft, leader, ({ heardMs }) => nowMs - heardMs < rules.electionMaxMs)
  ) {
    // Clients had better ask somebody else (§6.2).
    return stepDown(raft, state.term, null);
  }
  if (leader.transfer !== null && nowMs > leader.transfer.untilMs) leader.transfer = null;
  considerChange(raft, leader);
  // Whoever was sent something lately need not be told again that there is a leader (§3.4).
  if (nowMs - leader.spokeMs >= rules.heartbeatMs / 2) {
    for (const progress of Object.values(leader.progress)) {
      // Something was lost on the way: begin again where the logs are known to match.
      if (!progress.answered) restart(progress);
      progress.answered = false;
    }
    replicateToAll(raft);
  }
  raft.node.setTimer('heartbeat', rules.heartbeatMs);
}

function restart(progress: Progress): void {
  progress.streaming = false;
  if (progress.match > 0) progress.next = progress.match + 1;
}

/** A follower has what the leader has, up to an index. */
export function onAppended(raft: Raft, message: Appended, from: string): void {
  const { state } = raft;
  const progress = answered(raft, message, from);
  const { role: leader } = state;
  if (progress === undefined || leader.kind !== 'leader') return;
  const grown = message.match > progress.match;
  if (grown) progress.match = message.match;
  endRound(raft, progress);
  progress.next = Math.max(progress.next, progress.match + 1);
  progress.streaming = true;
  if (grown) advanceCommit(raft, leader);
  if (state.role !== leader) return;
  if (progress.next <= lastIndex(state.log)) replicateTo(raft, leader, from);
  handOver(raft, leader, from);
}

/** A follower's log is another, or shorter. */
export function onRefused(raft: Raft, message: Refused, from: string): void {
  const progress = answered(raft, message, from);
  const { role: leader } = raft.state;
  if (progress === undefined || leader.kind !== 'leader') return;
  const { refused, hint } = message;
  // A late answer says nothing of what was asked or found to match since.
  if (refused <= progress.match) return;
  if (!progress.streaming && refused !== progress.next - 1) return;
  progress.streaming = false;
  progress.next = Math.max(progress.match + 1, backUp(raft, refused, hint));
  replicateTo(raft, leader, from);
}

/**
 * Where the logs may match before `refused`: skips a whole term at a time (§3.5, last paragraph). The follower says
 * which term it has there and where that begins, or where its log ends.
 */
function backUp({ state }: Raft, refused: number, hint: Refused['hint']): number {
  if (hint.term === null) return Math.min(refused, hint.index);
  const mine = lastOfTerm(state.log, hint.term, refused - 1);
  return Math.min(refused, mine === undefined ? hint.index : mine + 1);
}

/** A follower has taken a piece of a snapshot. */
export function onInstalling(raft: Raft, message: Installing, from: string): void {
  const progress = answered(raft, message, from);
  const { role: leader } = raft.state;
  if (progress === undefined || leader.kind !== 'leader') return;
  const { index, received } = message;
  if (progress.snapshot?.index !== index || received === progress.snapshot.offset) return;
  progress.snapshot.offset = received;
  if (progress.next <= raft.state.log.base.index) replicateTo(raft, leader, from);
}

/**
 * An answer says that its sender is there, and what it is worth. @returns what the leader knows of the sender; nothing if
 * this node leads no more, or for an answer of an earlier life
 */
function answered(raft: Raft, answer: Answer, from: string): Progress | undefined {
  const { state } = raft;
  if (answer.term > state.term) stepDown(raft, answer.term, null);
  const { role } = state;
  if (role.kind !== 'leader' || answer.term < state.term) return undefined;
  const progress = role.progress[from];
  if (progress === undefined) return undefined;
  const { life, counts, round, sentMs } = answer;
  if (life < (progress.life ?? life)) return undefined;
  const lost = life > (progress.life ?? life) || (progress.counts && !counts);
  progress.life = life;
  // What it had is gone; what it has still is to be found out anew.
  if (lost) Object.assign(progress, { match: 0, streaming: false, snapshot: null });
  progress.answered = true;
  progress.heardMs = raft.node.monotonicMs();
  // Once it is mended, what it has counts.
  const mended = counts && !progress.counts;
  progress.counts = counts;
  if (mended) advanceCommit(raft, role);
  progress.round = Math.max(progress.round, round);
  progress.sentMs = Math.max(progress.sentMs, sentMs);
  confirmReads(raft, role);
  // It may have committed that it leaves.
  return (state.role as Role) === role ? progress : undefined;
}

/** The leader is asked to let another lead: it takes no new commands until that one is elected or time is up (§3.10). */
export function transferLeadership(raft: Raft, leader: Leader, to: string): boolean {
  const { id, configuration } = raft.state;
  if (to === id || leader.transfer !== null || !isVoter(configuration, to)) return false;
  leader.transfer = { to, untilMs: raft.node.monotonicMs() + raft.rules.electionMaxMs, told: false };
  // Its message may come late, and elect another leader whoever heard from this one.
  leader.leaseForfeited = true;
  handOver(raft, leader, to);
  return true;
}

/** The successor has the whole log: it may stand for election at once. */
function handOver(raft: Raft, { transfer, progress }: Leader, node: string): void {
  const { log, term } = raft.state;
  if (transfer === null || transfer.to !== node || transfer.told) return;
  if (progress[node]?.match !== lastIndex(log)) return;
  transfer.told = true;
  raft.node.send(node, { kind: 'timeout-now', term });
}
