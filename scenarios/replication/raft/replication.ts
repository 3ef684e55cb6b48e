/** The leader's side of replication (Ongaro 2014, §3.5): what it sends to whom, and what it learns from the answers. */
import { advanceCommit } from './commitment.js';
import { stepDown } from './election.js';
import { entriesFrom, lastIndex, lastOfTerm, termAt } from './log.js';
import type { Answer, Appended, Install, Installing, Refused } from './messages.js';
import { considerChange } from './membership.js';
import { appendEntry } from './persistence.js';
import { endRound } from './progress.js';
import { confirmReads } from './reads.js';
import { leadsQuorum, type Leader, type Progress, type Raft, type Role } from './state.js';
import type { Payload } from './entry.js';
import { readSnapshot } from './snapshot.js';
import { handOver } from './transfer.js';

/** Puts an entry into the leader's log and sends it to all. `then`: what to do before it is sent. @returns its index */
export function propose(raft: Raft, payload: Payload, then?: () => void): number {
  const { state, port, rules } = raft;
  const index = lastIndex(state.log) + 1;
  appendEntry(raft, { index, term: state.term, ...payload });
  then?.();
  // The leader writes to its disk while its followers write to theirs (§10.2.1).
  if (rules.acknowledge === 'at-once') onLogDurable(raft, state.term, index);
  else port.disk.sync({ kind: 'log', term: state.term, index });
  replicateToAll(raft);
  return index;
}

/** The leader's own log is on its disk up to an index. */
export function onLogDurable(raft: Raft, term: number, index: number): void {
  const { role } = raft.state;
  if (role.kind !== 'leader' || raft.state.term !== term) return;
  role.durable = Math.max(role.durable, index);
  advanceCommit(raft, role);
}

export function replicateToAll(raft: Raft): void {
  const { role } = raft.state;
  if (role.kind !== 'leader') return;
  role.spokeMs = raft.port.monotonicMs();
  for (const node in role.progress) replicateTo(raft, role, node);
}

/** Sends what the node may lack, or a heartbeat if it lacks nothing. */
export function replicateTo(raft: Raft, leader: Leader, node: string): void {
  const { state, port, rules } = raft;
  const progress = leader.progress[node];
  if (progress === undefined) return;
  const { log, term, commitIndex } = state;
  // What it lacks is gone from the log: it gets the snapshot instead (§5.1).
  if (progress.next <= log.base.index) return port.send(node, pieceOfSnapshot(raft, leader, progress));
  const index = progress.next - 1;
  const entries = entriesFrom(log, progress.next, port.buggify('short-message') ? 1 : rules.batch);
  const previousTerm = termAt(log, index) ?? 0;
  port.send(node, {
    kind: 'append',
    term,
    previousIndex: index,
    previousTerm,
    entries,
    commit: commitIndex,
    number: ++leader.sent,
    round: leader.round,
    sentMs: leaseClockMs(raft),
  });
  // Once logs are known to match, the next message need not wait for this one's answer (§10.2.1).
  if (progress.streaming) progress.next += entries.length;
}

function pieceOfSnapshot(raft: Raft, leader: Leader, to: Progress): Install {
  const { state, rules } = raft;
  const { last } = readSnapshot(state.snapshot);
  if (to.snapshot?.index !== last.index) to.snapshot = { index: last.index, offset: 0 };
  const { offset } = to.snapshot;
  const text = state.snapshot.slice(offset, offset + rules.chunk);
  const done = offset + text.length >= state.snapshot.length;
  return {
    kind: 'install',
    term: state.term,
    last,
    offset,
    text,
    done,
    number: ++leader.sent,
    round: leader.round,
    sentMs: leaseClockMs(raft),
  };
}

/** The clock by which leases are counted (§6.4.1). */
export function leaseClockMs({ port, rules }: Raft): number {
  return rules.leaseClock === 'monotonic' ? port.monotonicMs() : port.nowMs();
}

/** It is time to say that there is a leader. */
export function heartbeat(raft: Raft): void {
  const { state, port, rules } = raft;
  const { role } = state;
  if (role.kind !== 'leader') return;
  const now = port.monotonicMs();
  if (rules.checkQuorum && !leadsQuorum(raft, role, ({ heardMs }) => now - heardMs < rules.electionMaxMs)) {
    // Clients had better ask somebody else (§6.2).
    return stepDown(raft, state.term, null);
  }
  if (role.transfer !== null && now > role.transfer.untilMs) role.transfer = null;
  considerChange(raft, role);
  // A single node may have committed that it leaves.
  if (state.role !== role) return;
  // Whoever was sent something lately need not be told again that there is a leader (§3.4).
  if (now - role.spokeMs >= rules.heartbeatMs / 2) {
    for (const progress of Object.values(role.progress)) {
      // Something was lost on the way: begin again where the logs are known to match.
      if (!progress.answered) restart(progress);
      progress.answered = false;
    }
    replicateToAll(raft);
  }
  port.setTimer('heartbeat', rules.heartbeatMs);
}

function restart(progress: Progress): void {
  progress.streaming = false;
  if (progress.match > 0) progress.next = progress.match + 1;
}

/** A follower has what the leader has, up to an index. */
export function onAppended(raft: Raft, message: Appended, from: string): void {
  const { state } = raft;
  const [leader, progress] = answered(raft, message, from) ?? [];
  if (leader === undefined || progress === undefined) return;
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
  const [leader, progress] = answered(raft, message, from) ?? [];
  if (leader === undefined || progress === undefined) return;
  const { refused, hint } = message;
  // A late answer says nothing of what was asked or found to match since.
  if (refused <= progress.match) return;
  if (!progress.streaming && refused !== progress.next - 1) return;
  progress.streaming = false;
  progress.next = Math.max(progress.match + 1, backUp(raft, refused, hint));
  replicateTo(raft, leader, from);
}

/** A follower has taken a piece of a snapshot. */
export function onInstalling(raft: Raft, message: Installing, from: string): void {
  const [leader, progress] = answered(raft, message, from) ?? [];
  if (leader === undefined || progress === undefined) return;
  const { index, received } = message;
  if (progress.snapshot?.index !== index || received === progress.snapshot.offset) return;
  progress.snapshot.offset = received;
  if (progress.next <= raft.state.log.base.index) replicateTo(raft, leader, from);
}

/**
 * An answer says that its sender is there, and what it is worth. @returns whom it was meant for and what that knows of
 * the sender; nothing if this node leads no more, or for an answer of an earlier life
 */
function answered(raft: Raft, answer: Answer, from: string): [Leader, Progress] | undefined {
  const { state, port } = raft;
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
  progress.heardMs = port.monotonicMs();
  // Once it is mended, what it has counts.
  const mended = counts && !progress.counts;
  progress.counts = counts;
  if (mended) advanceCommit(raft, role);
  progress.round = Math.max(progress.round, round);
  progress.sentMs = Math.max(progress.sentMs, sentMs);
  confirmReads(raft, role);
  // It may have committed that it leaves.
  return (state.role as Role) === role ? [role, progress] : undefined;
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
