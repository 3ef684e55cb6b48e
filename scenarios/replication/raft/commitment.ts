/** Commitment (Ongaro 2014, §3.5, §3.6.2) and what is done with what is committed. */
import { quorumIndex } from './configuration.js';
import type { Raft } from './effects.js';
import { entryAt, labelOf, termAt, type Entry } from './log.js';
import { onConfigurationCommitted } from './membership.js';
import { startWaitingReads } from './reads.js';
import { answerProposal, carryOut } from './sessions.js';
import { considerSnapshot } from './snapshot.js';
import type { Leader } from './state.js';

/** The leader's own log is on its disk up to an index. */
export function onLogDurable(raft: Raft, term: number, index: number): void {
  const { role } = raft.state;
  if (role.kind !== 'leader' || raft.state.term !== term) return;
  role.durable = Math.max(role.durable, index);
  advanceCommit(raft, role);
}

/**
 * An entry is committed once a majority has it on disk, if it is of the leader's own term; all before it are then
 * committed too. An entry of an older term may not be committed by counting: another leader may yet undo it (§3.6.2,
 * figure 3.7).
 */
export function advanceCommit(raft: Raft, leader: Leader): void {
  const { state, rules } = raft;
  const index = quorumIndex(state.configuration, (node) => {
    if (node === state.id) return leader.durable;
    const progress = leader.progress[node];
    return progress?.counts === true ? progress.match : 0;
  });
  if (index <= state.commitIndex) return;
  if (rules.commit === 'own-term' && termAt(state.log, index) !== state.term) return;
  const { commitIndex: before } = state;
  const configuredAt = state.configurations.at(-1)?.index ?? 0;
  state.commitIndex = index;
  // Now that only this node knows what came of its predecessors' entries.
  if (termAt(state.log, before) !== state.term) raft.mayEnd();
  const configured = before < configuredAt && configuredAt <= index;
  applyCommitted(raft);
  startWaitingReads(raft, leader);
  if (configured) onConfigurationCommitted(raft, leader);
}

/** Applies what is committed, in order (§3.5). */
export function applyCommitted(raft: Raft): void {
  const { state } = raft;
  while (state.lastApplied < state.commitIndex) {
    const entry: Entry | undefined = entryAt(state.log, state.lastApplied + 1);
    if (entry === undefined) raft.node.exit(`entry ${state.lastApplied + 1} is committed but not here`);
    state.lastApplied++;
    applyEntry(raft, entry);
  }
  considerSnapshot(raft);
}

function applyEntry(raft: Raft, entry: Entry): void {
  const { index, term } = entry;
  const value = labelOf(entry);
  if (entry.kind !== 'command') return raft.node.effect({ f: 'commit', index, term, value });
  const { result, executed } = carryOut(raft, entry);
  raft.node.effect({ f: 'commit', index, term, value, executed });
  answerProposal(raft, entry, result);
}
