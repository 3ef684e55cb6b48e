/** Leadership transfer (Ongaro 2014, §3.10). */
import { isVoter } from './configuration.js';
import { standForElection } from './election.js';
import { lastIndex } from './log.js';
import type { TimeoutNow } from './messages.js';
import { mayStand, type Leader, type Raft } from './state.js';

/** The leader is asked to let another lead: it takes no new commands until that one is elected or time is up. */
export function transferLeadership(raft: Raft, leader: Leader, to: string): boolean {
  const { state, port, rules } = raft;
  if (to === state.id || leader.transfer !== null || !isVoter(state.configuration, to)) return false;
  leader.transfer = { to, untilMs: port.monotonicMs() + rules.electionMaxMs, told: false };
  // Its message may come late, and elect another leader whoever heard from this one.
  leader.leaseForfeited = true;
  handOver(raft, leader, to);
  return true;
}

/** The successor has the whole log: it may stand for election at once. */
export function handOver({ state, port }: Raft, leader: Leader, node: string): void {
  const { transfer } = leader;
  if (transfer === null || transfer.to !== node || transfer.told) return;
  if (leader.progress[node]?.match !== lastIndex(state.log)) return;
  transfer.told = true;
  port.send(node, { kind: 'timeout-now', term: state.term });
}

/** The leader of this term wants this node to succeed it. */
export function onTimeoutNow(raft: Raft, { term }: TimeoutNow, from: string): void {
  const { state } = raft;
  if (term !== state.term || state.role.kind !== 'follower' || state.leader !== from || !mayStand(raft))
    return;
  standForElection(raft, true);
}
