/** What is decided about partitions: by the controller with pure functions, and found out by producers and consumers. */
import type { AsyncNode } from 'seedstorm';
import { every, orUndefined } from 'seedstorm/parts';
import type { BrokerCalls, Partition, Proposal } from './messages.js';
import type { Options } from './rules.js';

/** How much has changed so far: two who know the same partitions have the same sum. */
export function versionSum(partitions: readonly Partition[]): number {
  return partitions.reduce((sum, { version }) => sum + version, 0);
}

/** Every partition with its preferred leader, each with another one, and all replicas in sync. */
export function initialPartitions(count: number, brokers: readonly string[]): Partition[] {
  return Array.from({ length: count }, (_, number) => ({
    leader: brokers[number % brokers.length],
    epoch: 1,
    version: 1,
    inSync: [...brokers],
  }));
}

/** A change, under a new version; of leaders under a new epoch too. */
function changed(before: Partition, change: Partial<Pick<Partition, 'leader' | 'inSync'>>): Partition {
  const epoch = 'leader' in change ? before.epoch + 1 : before.epoch;
  return { ...before, ...change, epoch, version: before.version + 1 };
}

/** The partition without its leader: its process began anew and may have forgotten what was not synced. */
export function deposed(partition: Partition, broker: string): Partition {
  return partition.leader === broker ? changed(partition, { leader: undefined }) : partition;
}

/** The partition without a broker that stopped: out of the in-sync set unless it is the last, and deposed. */
export function without(partition: Partition, broker: string): Partition {
  const rest = partition.inSync.filter((name) => name !== broker);
  const leaves = rest.length > 0 && rest.length < partition.inSync.length;
  if (partition.leader === broker)
    return changed(partition, { leader: undefined, ...(leaves && { inSync: rest }) });
  return leaves ? changed(partition, { inSync: rest }) : partition;
}

/**
 * The partition led by the first replica, in order of preference, that may lead; as it is if that one leads already.
 * Each partition prefers another one.
 */
export function elected(
  partition: Partition,
  number: number,
  live: readonly string[],
  brokers: readonly string[],
  rules: Options['rules'],
): Partition {
  const { inSync } = partition;
  const preferred = brokers.map((_, place) => brokers[(number + place) % brokers.length] as string);
  const leader = preferred.find(
    (name) => live.includes(name) && (rules.elect === 'any-live' || inSync.includes(name)),
  );
  if (leader === undefined || leader === partition.leader) return partition;
  return changed(partition, { leader, ...(!inSync.includes(leader) && { inSync: [leader] }) });
}

/** The leader's proposal for the in-sync set, less those that do not live. One that is out of date changes nothing. */
export function altered(
  partition: Partition,
  proposal: Omit<Proposal, 'partition'>,
  live: readonly string[],
): Partition {
  const { leader, epoch, version } = partition;
  if (proposal.epoch !== epoch || proposal.version !== version) return partition;
  return changed(partition, {
    inSync: proposal.inSync.filter((name) => live.includes(name) || name === leader),
  });
}

/** Who leads, as far as a producer or consumer knows. */
export interface Leaders {
  readonly of: (partition: number) => string | undefined;
  /** Asks a broker: each time another one. */
  readonly refresh: () => Promise<void>;
}

/** Knows who leads, by asking now and then. */
export function leaders(
  node: AsyncNode<{ calls: Pick<BrokerCalls, 'where'> }>,
  brokers: readonly string[],
): Leaders {
  const known: Partition[] = [];
  let asked = node.random.int(0, brokers.length - 1);
  const refresh = async (): Promise<void> => {
    const broker = brokers[asked++ % brokers.length] as string;
    const told = await node.call(broker, { f: 'where' }, { timeoutMs: 150 }).catch(orUndefined);
    for (const [number, partition] of told?.entries() ?? [])
      if (partition.version > (known[number]?.version ?? 0)) known[number] = partition;
  };
  void every(node, { everyMs: 300, first: 'none' }, refresh);
  return { of: (partition) => known[partition]?.leader, refresh };
}
