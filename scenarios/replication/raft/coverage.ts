/** What faults may wait for, and which states of the cluster count as the same. */
import type { NodeView } from 'seedstorm';
import { lastIndex } from './log.js';
import type { State } from './state.js';

/** What faults may wait for: `when: { state: 'leader' }` of a plan. */
export const watch = { leader: (state: unknown) => (state as State).role.kind === 'leader' };

/** Who leads, who is behind, who recovers: in any order of the nodes, without terms and indexes. */
export function clusterState(nodes: readonly NodeView[]): unknown {
  const states = nodes.map(({ state }) => state as State | undefined);
  const latest = Math.max(...states.map((state) => state?.term ?? 0));
  const furthest = Math.max(...states.map((state) => state?.commitIndex ?? 0));
  return nodes.map((node, index) => nodeState(node.status, states[index], latest, furthest)).sort();
}

function nodeState(status: string, state: State | undefined, latest: number, furthest: number): string {
  if (state === undefined) return status;
  const { role, term, commitIndex, mending, recovering, incoming, snapshotting, log } = state;
  const marks = [
    [term < latest, 'old-term'],
    [commitIndex < furthest, 'behind'],
    [lastIndex(log) > commitIndex, 'uncommitted'],
    [mending !== null, 'mending'],
    [recovering, 'recovering'],
    [incoming !== null, 'receiving'],
    [snapshotting, 'snapshotting'],
  ] as const;
  return [status, role.kind, ...marks.flatMap(([is, mark]) => (is ? [mark] : []))].join(' ');
}
