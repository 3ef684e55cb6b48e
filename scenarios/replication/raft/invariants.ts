/**
 * The five properties of figure 3.2 (Ongaro 2014), looked at after every event: of a node with all that any node has
 * shown before, whether that one still runs or not.
 */
import { invariant, type Invariant, type NodeView } from 'seedstorm';
import { majoritiesMeet, type Configuration, type Placed } from './configuration.js';
import { entryAt, labelOf, lastIndex, termAt, type Entry } from './log.js';
import type { State } from './state.js';

type Broken = string | undefined;

/**
 * An invariant of a node that has a state.
 * @param memory what all nodes have shown before
 * @param fresh what was looked at of this life of a node: it is looked at again only when something has changed
 */
function ofEach<Memory, Seen>(
  memory: () => Memory,
  fresh: () => Seen,
  holds: (state: State, seen: Seen, memory: Memory, nodes: readonly NodeView[]) => Broken,
): Invariant {
  return invariant({
    memory: () => ({
      shown: memory(),
      lives: new Map<string, { readonly incarnation: number; readonly seen: Seen }>(),
    }),
    holds(nodes, { name, incarnation, state }, { shown, lives }) {
      if (state === undefined) return undefined;
      let life = lives.get(name);
      if (life?.incarnation !== incarnation) lives.set(name, (life = { incarnation, seen: fresh() }));
      return holds(state as State, life.seen, shown, nodes);
    },
  });
}

/** Election safety: at most one leader a term. */
const electionSafety = invariant({
  /** Who led each term. */
  memory: () => ({ leaders: new Map<number, string>() }),
  holds(_nodes, changed, { leaders }) {
    const state = changed.state as State | undefined;
    if (state?.role.kind !== 'leader') return undefined;
    const other = leaders.get(state.term);
    if (other === undefined) leaders.set(state.term, state.id);
    return other === undefined || other === state.id
      ? undefined
      : `${other} and ${state.id} both led term ${state.term}`;
  },
});

/** Leader append-only: a leader neither overwrites nor deletes entries of its log. */
const leaderAppendOnly: Invariant = (_, changed) => {
  const state = changed.state as State | undefined;
  if (state?.role.kind !== 'leader' || state.role.truncations === state.log.truncations) return undefined;
  return `${state.id}, leader of term ${state.term}, took entries off its log`;
};

/** More than any log has entries. */
const INDEXES = 67_108_864;

/** Log matching: two logs with an entry of the same index and term are the same up to it. */
const logMatching = ofEach(
  /** Every entry that was in a log, by index and term: itself, the term of the one before, and whose log it was. */
  () => new Map<number, { entry: Entry; previous: number; id: string }>(),
  /** How far each log was compared, and how often it had been cut. */
  () => ({ compared: 0, cuts: 0 }),
  ({ log, id }, seen, entries) => {
    const last = lastIndex(log);
    const cut = seen.cuts !== log.truncations;
    if (!cut && seen.compared === last) return undefined;
    const from = cut ? log.base.index : Math.max(seen.compared, log.base.index);
    seen.compared = last;
    seen.cuts = log.truncations;
    for (let index = last; index > from; index--) {
      const entry = entryAt(log, index);
      if (entry === undefined) continue;
      const previous = termAt(log, index - 1) ?? -1;
      const key = entry.term * INDEXES + index;
      const twin = entries.get(key);
      if (twin === undefined) entries.set(key, { entry, previous, id });
      else if (twin.previous !== previous)
        return `${twin.id} and ${id} had the entry of index ${index} and term ${entry.term}, but not the same one before it`;
      else if (!isSame(twin.entry, entry))
        return `${twin.id} and ${id} had different entries of index ${index} and term ${entry.term}`;
    }
    return undefined;
  },
);

function isSame(one: Entry, other: Entry): boolean {
  if (one.kind === 'command' && other.kind === 'command')
    return one.serial === other.serial && one.client === other.client;
  return one.kind === other.kind && (one.kind === 'no-op' || labelOf(one) === labelOf(other));
}

/** Leader completeness: a leader has all that was committed in terms up to its own. */
const leaderCompleteness = ofEach(
  /** The last entry known to be committed, and in which term that was known. */
  () => ({ committed: { index: 0, term: 0, knownIn: 0, by: '' } }),
  () => ({ commitIndex: 0, reign: 0, cuts: 0 }),
  (state, seen, memory, nodes) => {
    const { term, role, commitIndex, log } = state;
    const reign = 2 * term + (role.kind === 'leader' ? 1 : 0);
    const news = seen.commitIndex !== commitIndex;
    // An entry that was there is lost by truncation only.
    if (!news && seen.reign === reign && seen.cuts === log.truncations) return undefined;
    seen.commitIndex = commitIndex;
    seen.reign = reign;
    seen.cuts = log.truncations;
    if (commitIndex <= memory.committed.index) return lacks(state, memory.committed);
    memory.committed = {
      index: commitIndex,
      term: termAt(log, commitIndex) ?? 0,
      knownIn: term,
      by: state.id,
    };
    for (const node of nodes) {
      const broken = lacks(node.state as State | undefined, memory.committed);
      if (broken !== undefined) return broken;
    }
    return undefined;
  },
);

interface Committed {
  readonly index: number;
  readonly term: number;
  readonly knownIn: number;
  readonly by: string;
}

function lacks(leader: State | undefined, { index, term, knownIn, by }: Committed): Broken {
  if (leader?.role.kind !== 'leader' || knownIn > leader.term || index <= leader.log.base.index)
    return undefined;
  return termAt(leader.log, index) === term
    ? undefined
    : `${leader.id}, leader of term ${leader.term}, lacks entry ${index} of term ${term}, which ${by} knew to be committed`;
}

/** State-machine safety, of one node: what was applied stays applied (figure 3.1: lastApplied only grows). */
const applyOnly = ofEach(
  () => null,
  () => ({ applied: 0 }),
  ({ id, lastApplied }, seen) => {
    const before = seen.applied;
    seen.applied = lastApplied;
    return lastApplied < before
      ? `${id} had applied ${before} entries, and takes back all after ${lastApplied}`
      : undefined;
  },
);

/** State-machine safety: what two nodes apply at an index is the same entry. */
const stateMachineSafety = ofEach(
  /** The term of the entry applied at each index, and who was first. */
  () => new Map<number, { term: number; id: string }>(),
  () => ({ compared: 0 }),
  ({ lastApplied, log, id }, seen, applied) => {
    if (seen.compared === lastApplied) return undefined;
    const from = Math.max(Math.min(seen.compared, lastApplied), log.base.index - 1, 0);
    seen.compared = lastApplied;
    for (let index = from + 1; index <= lastApplied; index++) {
      const term = termAt(log, index);
      const first = applied.get(index);
      if (term === undefined) continue;
      if (first === undefined) applied.set(index, { term, id });
      else if (first.term !== term)
        return `${first.id} applied an entry of term ${first.term} at index ${index}, ${id} one of term ${term}`;
    }
    return undefined;
  },
);

/** Of configurations that follow each other, majorities meet: no two can decide apart (Ongaro 2014, figure 4.3). */
const majoritiesOverlap = ofEach(
  () => null,
  () => ({ configuration: null as Configuration | null }),
  ({ id, configuration, configurations }, seen) => {
    if (seen.configuration === configuration) return undefined;
    seen.configuration = configuration;
    for (let i = 1; i < configurations.length; i++) {
      const [one, next] = [configurations[i - 1], configurations[i]] as [Placed, Placed];
      if (!majoritiesMeet(one.configuration, next.configuration))
        return `${id} has configurations at ${one.index} and ${next.index} of which majorities need not meet`;
    }
    return undefined;
  },
);

export const raftInvariants: Readonly<Record<string, Invariant>> = {
  'election-safety': electionSafety,
  'leader-append-only': leaderAppendOnly,
  'log-matching': logMatching,
  'leader-completeness': leaderCompleteness,
  'apply-only': applyOnly,
  'state-machine-safety': stateMachineSafety,
  'majorities-overlap': majoritiesOverlap,
};
