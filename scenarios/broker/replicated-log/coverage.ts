/** Which states of the broker count as the same when a campaign counts them. */
import type { NodeView } from 'seedstorm';
import type { ControllerState } from './controller.js';
import type { Replica } from './replica.js';

/** Who is up, how far replicas are apart and how many are in sync; without offsets, epochs and names. */
export function clusterState(nodes: readonly NodeView[]): unknown {
  return nodes.map(({ status, state }) => [status, ...partsOf(state)].join(', ')).sort();
}

function partsOf(state: unknown): string[] {
  const { replicas, brokers, partitions } = (state ?? {}) as {
    readonly replicas?: readonly Replica[];
  } & Partial<Pick<ControllerState, 'brokers' | 'partitions'>>;
  if (replicas !== undefined) return [...new Set(replicas.map(replicaState).sort())];
  if (brokers === undefined || partitions === undefined) return [];
  const inSync = partitions.map(
    (partition) => `${partition.leader ? 'led' : 'leaderless'} ${partition.inSync.length}`,
  );
  return [`of ${Object.keys(brokers).length}`, ...inSync.sort()];
}

function replicaState({ role, log, durable, highWatermark }: Replica): string {
  return `${role.kind}${durable < log.length ? ' unsynced' : ''}${highWatermark < log.length ? ' uncommitted' : ''}`;
}
