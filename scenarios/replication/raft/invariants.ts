/**
 * The five properties of figure 3.2 (Ongaro 2014), looked at after every event, as far as living nodes show them. What
 * only the past shows (two leaders of a term one after the other, say) the checks of the history see.
 */
import type { Invariant, NodeView } from 'seedstorm';
import { majoritiesMeet, type Placed } from './configuration.js';
import { entryAt, lastIndex, termAt } from './log.js';
import type { State } from './state.js';

type Broken = string | undefined;

/** What of a node an invariant depends on; it is looked at again only when some of it changed. */
class Memory {
  private readonly seen = new WeakMap<State, { a: number; b: number; c: number }>();

  /** Whether a node's signs differ from those of the last call, which nobody's had before the first. */
  differs(state: State, a: number, b: number, c: number): boolean {
    const last = this.seen.get(state);
    if (last === undefined) this.seen.set(state, { a, b, c });
    else if (last.a === a && last.b === b && last.c === c) return false;
    else {
      last.a = a;
      last.b = b;
      last.c = c;
    }
    return true;
  }
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

const ledTerms = new Memory();

/** Election safety: at most one leader a term. */
const electionSafety: Invariant = (nodes, changed) => {
  const state = changed.state as State | undefined;
  if (state?.role.kind !== 'leader' || !ledTerms.differs(state, state.term, 0, 0)) return undefined;
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
  const from = before?.truncations === log.truncations ? before.last : log.base.index;
  compared.set(state, { truncations: log.truncations, last });
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
    if (entry.payload.kind !== twin.payload.kind)
      return `${state.id} and ${other.id} have different entries of index ${index} and term ${entry.term}`;
  }
  return undefined;
}

const commitments = new Memory();

/** Leader completeness: a leader has all that was committed in terms up to its own. */
const leaderCompleteness: Invariant = (nodes, changed) => {
  const state = changed.state as State | undefined;
  if (state === undefined) return undefined;
  const { term, role, commitIndex, log } = state;
  const reign = 2 * term + (role.kind === 'leader' ? 1 : 0);
  // An entry above the commit index, once there, is lost by truncation only.
  if (!commitments.differs(state, reign, commitIndex, log.truncations)) return undefined;
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

/** How much each node had applied when it was last looked at. */
const applied = new WeakMap<object, number>();

/** State-machine safety, of one node: what was applied stays applied (figure 3.1: lastApplied only grows). */
const applyOnly: Invariant = (_, changed) => {
  const state = changed.state as State | undefined;
  if (state === undefined) return undefined;
  const before = applied.get(state) ?? 0;
  if (before === state.lastApplied) return undefined;
  applied.set(state, state.lastApplied);
  return state.lastApplied < before
    ? `${state.id} had applied ${before} entries, and takes back all after ${state.lastApplied}`
    : undefined;
};

const applications = new Memory();

/** State-machine safety: what two nodes have applied at an index is the same entry. */
const stateMachineSafety: Invariant = (nodes, changed) => {
  const state = changed.state as State | undefined;
  if (state === undefined) return undefined;
  const { lastApplied, log } = state;
  if (!applications.differs(state, lastApplied, log.truncations, log.base.index)) return undefined;
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

/** The configuration each node had last, by its list: looked at again only when it changed. */
const overlapping = new WeakMap<object, unknown>();

/** Of configurations that follow each other, majorities meet: no two can decide apart (Ongaro 2014, figure 4.3). */
const majoritiesOverlap: Invariant = (_, changed) => {
  const state = changed.state as State | undefined;
  if (state === undefined || overlapping.get(state) === state.configuration) return undefined;
  overlapping.set(state, state.configuration);
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
