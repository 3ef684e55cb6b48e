/** What the controller decides about partitions: pure functions of what it knows. Every change gets a new version. */
import type { Rules } from './bugs.js';
import type { Partition } from './messages.js';

/** Replicas in the order in which they are preferred as leaders: each partition begins with another one. */
function preference(number: number, brokers: readonly string[]): string[] {
  return brokers.map((_, place) => brokers[(number + place) % brokers.length] as string);
}

/** Every partition with its preferred leader and all replicas in sync. */
export function initialPartitions(count: number, brokers: readonly string[]): Partition[] {
  return Array.from({ length: count }, (_, number) => ({
    leader: brokers[number % brokers.length],
    epoch: 1,
    version: 1,
    inSync: [...brokers],
  }));
}

/** The partition without a broker that stopped: out of the in-sync set unless it is the last, and deposed. */
export function without(partition: Partition, broker: string): Partition {
  const { leader, epoch, version, inSync } = partition;
  const leads = leader === broker;
  const rest = inSync.filter((name) => name !== broker);
  const leaves = rest.length < inSync.length && rest.length > 0;
  if (!leads && !leaves) return partition;
  return {
    leader: leads ? undefined : leader,
    epoch: leads ? epoch + 1 : epoch,
    version: version + 1,
    inSync: leaves ? rest : inSync,
  };
}

/** The partition without its leader: its process began anew and may have forgotten what was not synced. */
export function deposed(partition: Partition, broker: string): Partition {
  const { leader, epoch, version, inSync } = partition;
  return leader === broker
    ? { leader: undefined, epoch: epoch + 1, version: version + 1, inSync }
    : partition;
}

/** The partition led by the first replica, in order of preference, that may lead; as it is if that one leads already. */
export function elected(
  partition: Partition,
  number: number,
  live: ReadonlySet<string>,
  brokers: readonly string[],
  rules: Rules,
): Partition {
  const { epoch, version, inSync } = partition;
  const leader = preference(number, brokers).find(
    (name) => live.has(name) && (rules.elect === 'any-live' || inSync.includes(name)),
  );
  if (leader === undefined || leader === partition.leader) return partition;
  const kept = inSync.includes(leader) ? inSync : [leader];
  return { leader, epoch: epoch + 1, version: version + 1, inSync: kept };
}

/** The leader's proposal for the in-sync set, less those that do not live. A proposal that is out of date changes nothing. */
export function altered(
  partition: Partition,
  proposal: { readonly epoch: number; readonly version: number; readonly inSync: readonly string[] },
  live: ReadonlySet<string>,
): Partition {
  const { leader, epoch, version } = partition;
  if (proposal.epoch !== epoch || proposal.version !== version) return partition;
  const inSync = proposal.inSync.filter((name) => live.has(name) || name === leader);
  return { leader, epoch, version: version + 1, inSync };
}
