/** Which states of the broker count as the same when a campaign counts them. */
import type { NodeView } from 'seedstorm';
import { logKept } from 'seedstorm/parts';
import type { Cluster } from './messages.js';
import type { Replica } from './leader.js';

interface Seen {
  readonly replicas?: readonly Replica[];
  readonly cluster?: Cluster;
  readonly live?: readonly string[];
}

/** Who is up, how far replicas are apart and how many are in sync; without offsets, epochs and names. */
export function clusterState(nodes: readonly NodeView[]): unknown {
  // Producers and consumers show nothing of what they are in the middle of.
  const parts = (node: NodeView) => (/^[bc]/.test(node.name) ? partsOf((node.state ?? {}) as Seen) : []);
  return nodes.map((node) => [node.status, ...parts(node)].join(', ')).sort();
}

function partsOf({ replicas = [], cluster, live = [] }: Seen): string[] {
  if (cluster === undefined) return [...new Set(replicas.map(replicaState).sort())];
  const led = cluster.partitions.map(
    ({ leader, inSync }) => `${leader ? 'led' : 'leaderless'} ${inSync.length}`,
  );
  return [`of ${live.length}`, ...led.sort()];
}

function replicaState({ role, log, highWatermark }: Replica): string {
  const { length } = log.entries;
  return `${role.kind}${logKept(log) < length ? ' unsynced' : ''}${highWatermark < length ? ' uncommitted' : ''}`;
}
