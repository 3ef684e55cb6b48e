/** A cluster of three and its clients as a scenario has them: nodes, programs, work, and what coverage counts. */
import type { NodeView, Program } from 'seedstorm';
import { cast, messageWorkload } from 'seedstorm/parts';
import { clusterBroker } from './broker.js';
import type { BrokerState, ClusterSettings } from './broker-state.js';
import { clusterClient, type ClientSettings } from './client.js';
import { clusterRules } from './rules.js';

const BROKERS = ['r1', 'r2', 'r3'] as const;
export const PUBLISHERS = ['p1', 'p2'] as const;
export const CONSUMERS = ['w1', 'w2'] as const;
export const CLUSTER_NODES = [...BROKERS, ...PUBLISHERS, ...CONSUMERS];

const QUEUE = 'jobs';

/** A durable mirrored queue, as careful as it can be set. */
export const soundSettings: ClusterSettings = {
  brokers: BROKERS,
  queues: [QUEUE],
  kind: 'classic',
  mirrors: 2,
  promoteOnFailure: 'when-synced',
  syncMode: 'automatic',
  partitions: 'pause-minority',
  rules: clusterRules,
  standby: false,
};

/** Persistent messages, each confirmed, each acknowledged after the work. */
export const soundClient: ClientSettings = {
  brokers: BROKERS,
  startMs: 0,
  publishes: [QUEUE],
  consumes: [],
  prefetch: 4,
  workMs: 4,
  matters: () => true,
  deliveryMode: () => 2,
  confirms: () => true,
};

/** Each client begins with a broker of its own, and goes on to the next if that lets it down. */
export function clusterPrograms(
  given: ClusterSettings,
  client: ClientSettings = soundClient,
): Readonly<Record<string, Program>> {
  const fromThe = (first: number): readonly string[] =>
    client.brokers.map((_, index) => client.brokers[(index + first) % client.brokers.length] as string);
  const publisher = (name: string): Program =>
    clusterClient({ ...client, brokers: fromThe(name === 'p1' ? 0 : 2) });
  const consumer = (name: string): Program =>
    clusterClient({
      ...client,
      brokers: fromThe(name === 'w1' ? 1 : 2),
      publishes: [],
      consumes: given.queues,
    });
  return cast({
    broker: [given.brokers, clusterBroker(given)],
    publisher: [PUBLISHERS, publisher],
    consumer: [CONSUMERS, consumer],
  });
}

/** Clients of the workload hand their messages to the publishers. */
export const sending = (clients: number, everyMs: number) =>
  messageWorkload({ clients, everyMs, to: (random) => random.pick(PUBLISHERS) });

export const drains = () => CONSUMERS.map((to) => ({ to, input: { f: 'drain' } }));

/** A broker that is the master of the queue, as faults may wait for it. */
export const isMaster = ({ queues = {} }: Partial<BrokerState>): boolean =>
  queues[QUEUE]?.role.kind === 'master';

/** Who runs, who leads, and how many mirrors are synchronised; not what is in the queues. */
export function clusterState(nodes: readonly NodeView[]): unknown {
  return nodes.map(({ status, state }) => {
    const { cluster, queues, quorum } = (state ?? {}) as Partial<BrokerState>;
    if (cluster === undefined) return status;
    const held = Object.values(queues ?? {}).map(
      ({ role, record, away }) =>
        `${role.kind}${away ? ' away' : ''} ${record?.mirrors.filter(({ synced }) => synced).length ?? 0} of ${record?.mirrors.length ?? 0}`,
    );
    return [status, cluster.phase, `parted ${cluster.parted.length}`, ...held, quorum?.role.kind].join();
  });
}
