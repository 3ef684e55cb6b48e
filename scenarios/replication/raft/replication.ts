/** What a leader sends to whom, and what it knows of the others (Ongaro 2014, §3.5, §4.2.1, §5.1, §10.2.1). */
import { hasQuorum, membersOf } from './configuration.js';
import type { Raft } from './effects.js';
import { entriesFrom, lastIndex, termAt, type Payload } from './log.js';
import { appendEntry } from './persistence.js';
import { readSnapshot } from './snapshot.js';
import type { Leader, Progress } from './state.js';

/** Puts an entry into the leader's log and sends it to all. `then`: what to do before it is sent. @returns its index */
export function propose(raft: Raft, payload: Payload, then?: () => void): number {
  const { term, log } = raft.state;
  const index = lastIndex(log) + 1;
  appendEntry(raft, { index, term, ...payload });
  then?.();
  // The leader writes to its disk while its followers write to theirs (§10.2.1).
  raft.vouch({ kind: 'log', term, index });
  replicateToAll(raft);
  return index;
}

export function replicateToAll(raft: Raft): void {
  const { role } = raft.state;
  if (role.kind !== 'leader') return;
  role.spokeMs = raft.node.monotonicMs();
  for (const node in role.progress) replicateTo(raft, role, node);
}

/** Sends what the node may lack, or a heartbeat if it lacks nothing. */
export function replicateTo(raft: Raft, leader: Leader, node: string): void {
  const progress = leader.progress[node];
  if (progress === undefined) return;
  const { log, term, commitIndex } = raft.state;
  // What it lacks is gone from the log: it gets the snapshot instead (§5.1).
  if (progress.next <= log.base.index) return sendSnapshot(raft, leader, node, progress);
  const previousIndex = progress.next - 1;
  const count = raft.node.buggify('short-message') ? 1 : raft.rules.batch;
  const entries = entriesFrom(log, progress.next, count);
  raft.node.send(node, {
    kind: 'append',
    term,
    previousIndex,
    previousTerm: termAt(log, previousIndex) ?? 0,
    entries,
    commit: commitIndex,
    number: ++leader.sent,
    round: leader.round,
    sentMs: leaseClockMs(raft),
  });
  // Once logs are known to match, the next message need not wait for this one's answer (§10.2.1).
  if (progress.streaming) progress.next += entries.length;
}

/** The next piece (figure 5.3). */
function sendSnapshot(raft: Raft, leader: Leader, node: string, to: Progress): void {
  const { snapshot, term } = raft.state;
  const { last } = readSnapshot(snapshot);
  if (to.snapshot?.index !== last.index) to.snapshot = { index: last.index, offset: 0 };
  const { offset } = to.snapshot;
  const text = snapshot.slice(offset, offset + raft.rules.chunk);
  const done = offset + text.length >= snapshot.length;
  const { round } = leader;
  const number = ++leader.sent;
  const sentMs = leaseClockMs(raft);
  raft.node.send(node, { kind: 'install', term, last, offset, text, done, number, round, sentMs });
}

/** The clock by which leases are counted (§6.4.1). */
export function leaseClockMs({ node, rules }: Raft): number {
  return rules.leaseClock === 'monotonic' ? node.monotonicMs() : node.nowMs();
}

/** Whether a majority is known for which `holds`; this node counts itself if it votes. */
export function leadsQuorum(
  { state }: Raft,
  leader: Leader,
  holds: (progress: Progress) => boolean,
): boolean {
  return hasQuorum(state.configuration, (node) => {
    if (node === state.id) return state.mending === null;
    const progress = leader.progress[node];
    return progress !== undefined && progress.counts && holds(progress);
  });
}

/**
 * Knows everybody who is to get the log: members, and those on their way out, who should learn that they are (§4.2.2).
 */
export function followMembership(raft: Raft, leader: Leader): void {
  const { id, configuration, log } = raft.state;
  const nowMs = raft.node.monotonicMs();
  for (const node of membersOf(configuration)) {
    if (node === id) continue;
    const progress = (leader.progress[node] ??= {
      next: lastIndex(log) + 1,
      match: 0,
      streaming: false,
      answered: true,
      heardMs: nowMs,
      round: 0,
      sentMs: -Infinity,
      counts: true,
      life: null,
      learning: null,
      snapshot: null,
    });
    if (!configuration.learners.includes(node)) progress.learning = null;
    else progress.learning ??= { goal: lastIndex(log), sinceMs: nowMs, caughtUp: false };
  }
}

/**
 * A learner has taken something over: does that end a round? Each round gives it what came during the one before, so
 * a round that is short means that it keeps up (§4.2.1). Learners hold up nobody, so there is no limit of rounds.
 */
export function endRound({ state, node, rules }: Raft, { learning, match }: Progress): void {
  if (learning === null || match < learning.goal) return;
  const nowMs = node.monotonicMs();
  learning.caughtUp = nowMs - learning.sinceMs < rules.electionMinMs;
  learning.goal = lastIndex(state.log);
  learning.sinceMs = nowMs;
}
