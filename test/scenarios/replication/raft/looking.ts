/** One of Raft's invariants as a world looks with it: with one memory from the first look to the last. */
import type { NodeView } from 'seedstorm';
import { raftInvariants } from '../../../../scenarios/replication/raft/invariants.js';

export type Look = (nodes: readonly NodeView[], changed: NodeView) => string | undefined;

export function looking(name: string): Look {
  const invariant = raftInvariants[name];
  if (invariant === undefined) throw new Error(`no invariant ${name}`);
  if (typeof invariant === 'function') return invariant;
  const memory = invariant.memory();
  return (nodes, changed) => invariant.holds(nodes, changed, memory);
}
