/** The world in which clusters of brokers are measured: one publisher, one consumer, and a strategy between them. */
import {
  defineScenario,
  lan,
  z,
  type Fault,
  type NemesisProfile,
  type Program,
  type Scenario,
} from 'seedstorm';
import { messageWorkload } from 'seedstorm/parts';
import { clusterBroker } from '../broker/amqp/cluster/broker.js';
import type { ClusterSettings } from '../broker/amqp/cluster/broker-state.js';
import { clusterClient, type ClientSettings } from '../broker/amqp/cluster/client.js';
import { soundClient, soundSettings } from '../broker/amqp/cluster/cluster.js';
import { shovel } from '../broker/amqp/cluster/shovel.js';

export interface Strategy {
  readonly name: string;
  readonly cluster: Partial<ClusterSettings>;
  readonly client: Partial<ClientSettings>;
  /** Two brokers that know nothing of each other, and a shovel from the first to the second over a slow link. */
  readonly bridged?: boolean;
}

/** One message in four matters more than the others. */
export const matters = (value: string): boolean => Number(value.split('-')[1]) % 4 === 0;

/** Work that takes longer than it takes messages to come, so that some lie in the queue when a broker dies. */
const WORK_MS = 22;
const BRIDGE_MS = 20;
/** By then the brokers run, so that each client has the broker that it prefers. */
const START_MS = 150;

/** The strategy as a scenario: what goes wrong is said by whoever runs it. */
export function clusterWorld({ name, cluster, client, bridged = false }: Strategy): Scenario {
  const settings: ClusterSettings = { ...soundSettings, ...cluster };
  const { brokers, queues } = settings;
  const clientOf = (more: Partial<ClientSettings>): Program =>
    clusterClient({
      ...soundClient,
      startMs: START_MS,
      brokers,
      publishes: queues,
      workMs: WORK_MS,
      ...client,
      ...more,
    });
  const [near = '', far = ''] = brokers;
  const ends = bridged ? { p: [near], w: [far] } : { p: brokers, w: [...brokers.slice(1), near] };
  const alone = (broker: string): Program => clusterBroker({ ...settings, brokers: [broker] });
  const nodes: Record<string, Program> = {
    ...Object.fromEntries(
      brokers.map((broker) => [broker, bridged ? alone(broker) : clusterBroker(settings)]),
    ),
    p: clientOf({ brokers: ends.p }),
    w: clientOf({ brokers: ends.w, publishes: [], consumes: queues }),
    ...(bridged && { s: shovel({ from: near, to: far, queue: queues[0] as string, prefetch: 20 }) }),
  };
  return defineScenario({
    name: 'tables/cluster',
    summary: name,
    params: z.object({}),
    nodes: () => Object.keys(nodes),
    protocol: nodes,
    workload: () => messageWorkload({ clients: 4, everyMs: 80, to: () => 'p' }),
    network: lan(
      bridged ? { links: [{ from: 's', to: far, latency: { kind: 'constant', ms: BRIDGE_MS } }] } : {},
    ),
    faults: 'none',
    durationMs: 5400,
    quietMs: 2600,
    settleMs: 2700,
    clientTimeoutMs: 500,
    restartAfterMs: 200,
    final: () => [
      { to: 'w', input: { f: 'drain' } },
      ...brokers.map((to) => ({ to, input: { f: 'figures' } })),
    ],
    check: {},
  }) as Scenario;
}

/** What happens to the brokers of a run: drawn from its seed, the same for every strategy. */
export function mishap(
  name: string,
  faults: (atMs: number, brokers: readonly string[]) => readonly Fault[],
): NemesisProfile {
  return {
    name,
    summary: name,
    draw: (streams, world) =>
      faults(
        streams(name).int(700, 1200),
        world.nodes.filter((node) => node.startsWith('r')),
      ),
  };
}

/** What happens to a cluster, or to two brokers with a bridge. */
export const mishaps = {
  none: mishap('none', () => []),
  'one dies': mishap('one-dies', (atMs) => [{ kind: 'kill', atMs, durationMs: 900, node: 'r1' }]),
  // With its publisher: else everybody would go over to the other side.
  'one is cut off': mishap('one-is-cut-off', (atMs, [first = '', ...rest]) => [
    {
      kind: 'partition',
      atMs,
      durationMs: 900,
      groups: [
        [first, 'p'],
        [...rest, 'w'],
      ],
    },
  ]),
};
