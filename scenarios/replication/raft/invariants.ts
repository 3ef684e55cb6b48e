/**
 * The five properties of figure 3.2 (Ongaro 2014), looked at after every event, as far as living nodes show them. What
 * only the past shows (two leaders of a term one after the other, say) the checks of the history see.
 */
import type { Invariant, NodeView } from 'seedstorm';
import { entryAt, lastIndex, termAt } from './log.js';
import type { State } from './state.js';

const states = (nodes: readonly NodeView[]): State[] =>
  nodes.flatMap(({ state }) => (state === undefined ? [] : [state as State]));

/** Election safety: at most one leader a term. */
const electionSafety: Invariant = (nodes, changed) => {
  const state = changed.state as State | undefined;
  if (state?.role.kind !== 'leader') return undefined;
  for (const other of states(nodes))
    if (other.role.kind === 'leader' && other.term === state.term && other.id !== state.id)
      return `${state.id} and ${other.id} both lead term ${state.term}`;
  return undefined;
};

/** Leader append-only: a leader neither overwrites nor deletes entries of its log. */
const leaderAppendOnly: Invariant = (_, changed) => {
  const state = changed.state as State | undefined;
  if (state?.role.kind !== 'leader' || state.role.truncations === state.log.truncations) return undefined;
  return `${state.id}, leader of term ${state.term}, took entries off its log`;
};

/** How far a log was compared, and with which other: entries before that are known to match. */
interface Compared {
  truncations: number;
  last: number;
}
const compared = new WeakMap<object, Compared>();

/** Log matching: two logs with an entry of the same index and term are the same up to it. */
const logMatching: Invariant = (nodes, changed) => {
  const state = changed.state as State | undefined;
  if (state === undefined) return undefined;
  const { log } = state;
  const before = compared.get(state);
  const last = lastIndex(log);
  if (before?.truncations === log.truncations && before.last === last) return undefined;
  // New entries only: each must have, where another log has it too, the same entry before it.
  const from = before?.truncations === log.truncations ? before.last : log.base.index;
  for (const other of states(nodes)) {
    if (other === state) continue;
    for (let index = last; index > Math.max(from, other.log.base.index); index--) {
      const [entry, twin] = [entryAt(log, index), entryAt(other.log, index)];
      if (entry === undefined || twin === undefined || entry.term !== twin.term) continue;
      const [previous, twins] = [termAt(log, index - 1), termAt(other.log, index - 1)];
      if (previous !== undefined && twins !== undefined && previous !== twins)
        return `${state.id} and ${other.id} share the entry of index ${index} and term ${entry.term}, but not the one before`;
      if (entry.payload.kind !== twin.payload.kind)
        return `${state.id} and ${other.id} have different entries of index ${index} and term ${entry.term}`;
    }
  }
  compared.set(state, { truncations: log.truncations, last });
  return undefined;
};

/** Leader completeness: a leader has all that was committed in terms up to its own. */
const leaderCompleteness: Invariant = (nodes, changed) => {
  const state = changed.state as State | undefined;
  if (state === undefined) return undefined;
  for (const other of states(nodes)) {
    if (other === state) continue;
    const broken = lacks(state, other) ?? lacks(other, state);
    if (broken !== undefined) return broken;
  }
  return undefined;
};

function lacks(leader: State, node: State): string | undefined {
  if (leader.role.kind !== 'leader' || node.term > leader.term) return undefined;
  const { commitIndex } = node;
  if (commitIndex <= leader.log.base.index) return undefined;
  const [its, own] = [termAt(node.log, commitIndex), termAt(leader.log, commitIndex)];
  if (its === undefined || its === own) return undefined;
  return `${leader.id}, leader of term ${leader.term}, lacks entry ${commitIndex} of term ${its}, which ${node.id} knows to be committed`;
}

/** State-machine safety: what two nodes have applied at an index is the same entry. */
const stateMachineSafety: Invariant = (nodes, changed) => {
  const state = changed.state as State | undefined;
  if (state === undefined) return undefined;
  for (const other of states(nodes)) {
    if (other === state) continue;
    // By log matching the last that both have applied stands for all before it.
    const index = Math.min(state.lastApplied, other.lastApplied);
    const [own, its] = [termAt(state.log, index), termAt(other.log, index)];
    if (own !== undefined && its !== undefined && own !== its)
      return `${state.id} applied an entry of term ${own} at index ${index}, ${other.id} one of term ${its}`;
  }
  return undefined;
};

export const raftInvariants: Readonly<Record<string, Invariant>> = {
  'election-safety': electionSafety,
  'leader-append-only': leaderAppendOnly,
  'log-matching': logMatching,
  'leader-completeness': leaderCompleteness,
  'state-machine-safety': stateMachineSafety,
};
