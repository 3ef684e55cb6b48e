/**
 * The five properties of figure 3.2 (Ongaro 2014), looked at after every event, as far as living nodes show them. What
 * only the past shows (two leaders of a term one after the other, say) the checks of the history see.
 */
import type { Invariant, NodeView } from 'seedstorm';
import { majoritiesMeet, type Configuration, type Placed } from './configuration.js';
import { entryAt, lastIndex, termAt } from './log.js';
import type { State } from './state.js';

type Broken = string | undefined;

/** What of a node was looked at already: an invariant looks again only when something it depends on has changed. */
class Seen {
  ledTerm = 0;
  /** How far the log was compared with the others, and how often it had been cut. */
  compared = 0;
  comparedCuts = 0;
  reign = -1;
  commitIndex = -1;
  reignCuts = -1;
  applied = 0;
  appliedBeside = -1;
  appliedBase = -1;
  appliedCuts = -1;
  configuration: Configuration | undefined;
}

const memory = new WeakMap<State, Seen>();
/** The node looked at last: all invariants look at the same one after an event. */
let looked: { readonly state: State; readonly seen: Seen } | undefined;

function seenOf(state: State): Seen {
  if (looked?.state === state) return looked.seen;
  let seen = memory.get(state);
  if (seen === undefined) memory.set(state, (seen = new Seen()));
  looked = { state, seen };
  return seen;
}

/** The first objection to the changed node beside another one that runs. */
function besideOthers(
  nodes: readonly NodeView[],
  state: State,
  objection: (state: State, other: State) => Broken,
): Broken {
  for (const node of nodes) {
    const other = node.state as State | undefined;
    const broken = other === undefined || other === state ? undefined : objection(state, other);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

/** Election safety: at most one leader a term. */
const electionSafety: Invariant = (nodes, changed) => {
  const state = changed.state as State | undefined;
  if (state?.role.kind !== 'leader') return undefined;
  const seen = seenOf(state);
  if (seen.ledTerm === state.term) return undefined;
  seen.ledTerm = state.term;
  return besideOthers(nodes, state, bothLead);
};

function bothLead(state: State, other: State): Broken {
  return other.role.kind === 'leader' && other.term === state.term
    ? `${state.id} and ${other.id} both lead term ${state.term}`
    : undefined;
}

/** Leader append-only: a leader neither overwrites nor deletes entries of its log. */
const leaderAppendOnly: Invariant = (_, changed) => {
  const state = changed.state as State | undefined;
  if (state?.role.kind !== 'leader' || state.role.truncations === state.log.truncations) return undefined;
  return `${state.id}, leader of term ${state.term}, took entries off its log`;
};

/** Log matching: two logs with an entry of the same index and term are the same up to it. */
const logMatching: Invariant = (nodes, changed) => {
  const state = changed.state as State | undefined;
  if (state === undefined) return undefined;
  const { log } = state;
  const seen = seenOf(state);
  const last = lastIndex(log);
  const cut = seen.comparedCuts !== log.truncations;
  if (!cut && seen.compared === last) return undefined;
  // What was compared before is known to match.
  const from = cut ? log.base.index : Math.max(seen.compared, log.base.index);
  seen.compared = last;
  seen.comparedCuts = log.truncations;
  return besideOthers(nodes, state, (one, other) => mismatch(one, other, from));
};

/** Each entry after `from` that both have must follow, where both have it, the same entry. */
function mismatch(state: State, other: State, from: number): Broken {
  for (let index = lastIndex(state.log); index > from; index--) {
    const entry = entryAt(state.log, index);
    const twin = entryAt(other.log, index);
    if (entry === undefined || twin === undefined || entry.term !== twin.term) continue;
    const previous = termAt(state.log, index - 1);
    const its = termAt(other.log, index - 1);
    if (previous !== undefined && its !== undefined && previous !== its)
      return `${state.id} and ${other.id} share the entry of index ${index} and term ${entry.term}, but not the one before`;
    if (entry.kind !== twin.kind)
      return `${state.id} and ${other.id} have different entries of index ${index} and term ${entry.term}`;
  }
  return undefined;
}

/** Leader completeness: a leader has all that was committed in terms up to its own. */
const leaderCompleteness: Invariant = (nodes, changed) => {
  const state = changed.state as State | undefined;
  if (state === undefined) return undefined;
  const { term, role, commitIndex, log } = state;
  const reign = 2 * term + (role.kind === 'leader' ? 1 : 0);
  // An entry above the commit index, once there, is lost by truncation only.
  const seen = seenOf(state);
  if (seen.reign === reign && seen.commitIndex === commitIndex && seen.reignCuts === log.truncations)
    return undefined;
  seen.reign = reign;
  seen.commitIndex = commitIndex;
  seen.reignCuts = log.truncations;
  return besideOthers(nodes, state, eitherLacks);
};

function eitherLacks(state: State, other: State): Broken {
  return lacks(state, other) ?? lacks(other, state);
}

function lacks(leader: State, node: State): Broken {
  if (leader.role.kind !== 'leader' || node.term > leader.term) return undefined;
  const { commitIndex } = node;
  if (commitIndex <= leader.log.base.index) return undefined;
  const its = termAt(node.log, commitIndex);
  const own = termAt(leader.log, commitIndex);
  if (its === undefined || its === own) return undefined;
  return `${leader.id}, leader of term ${leader.term}, lacks entry ${commitIndex} of term ${its}, which ${node.id} knows to be committed`;
}

/** State-machine safety, of one node: what was applied stays applied (figure 3.1: lastApplied only grows). */
const applyOnly: Invariant = (_, changed) => {
  const state = changed.state as State | undefined;
  if (state === undefined) return undefined;
  const seen = seenOf(state);
  const before = seen.applied;
  if (before === state.lastApplied) return undefined;
  seen.applied = state.lastApplied;
  return state.lastApplied < before
    ? `${state.id} had applied ${before} entries, and takes back all after ${state.lastApplied}`
    : undefined;
};

/** State-machine safety: what two nodes have applied at an index is the same entry. */
const stateMachineSafety: Invariant = (nodes, changed) => {
  const state = changed.state as State | undefined;
  if (state === undefined) return undefined;
  const { lastApplied, log } = state;
  const seen = seenOf(state);
  const { truncations, base } = log;
  if (
    seen.appliedBeside === lastApplied &&
    seen.appliedCuts === truncations &&
    seen.appliedBase === base.index
  )
    return undefined;
  seen.appliedBeside = lastApplied;
  seen.appliedCuts = truncations;
  seen.appliedBase = base.index;
  return besideOthers(nodes, state, appliedApart);
};

function appliedApart(state: State, other: State): Broken {
  // By log matching the last that both have applied stands for all before it.
  const index = Math.min(state.lastApplied, other.lastApplied);
  const own = termAt(state.log, index);
  const its = termAt(other.log, index);
  return own !== undefined && its !== undefined && own !== its
    ? `${state.id} applied an entry of term ${own} at index ${index}, ${other.id} one of term ${its}`
    : undefined;
}

/** Of configurations that follow each other, majorities meet: no two can decide apart (Ongaro 2014, figure 4.3). */
const majoritiesOverlap: Invariant = (_, changed) => {
  const state = changed.state as State | undefined;
  if (state === undefined) return undefined;
  const seen = seenOf(state);
  if (seen.configuration === state.configuration) return undefined;
  seen.configuration = state.configuration;
  const { configurations } = state;
  for (let i = 1; i < configurations.length; i++) {
    const [one, next] = [configurations[i - 1], configurations[i]] as [Placed, Placed];
    if (!majoritiesMeet(one.configuration, next.configuration))
      return `${state.id} has configurations at ${one.index} and ${next.index} of which majorities need not meet`;
  }
  return undefined;
};

export const raftInvariants: Readonly<Record<string, Invariant>> = {
  'election-safety': electionSafety,
  'leader-append-only': leaderAppendOnly,
  'log-matching': logMatching,
  'leader-completeness': leaderCompleteness,
  'apply-only': applyOnly,
  'state-machine-safety': stateMachineSafety,
  'majorities-overlap': majoritiesOverlap,
};
