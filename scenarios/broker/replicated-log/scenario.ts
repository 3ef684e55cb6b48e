/** The scenario: brokers, their controller, producer hosts, a consumer group and its database, under rough faults. */
import {
  defineScenario,
  nodeNames,
  stream,
  type NodeView,
  type PlannedOperation,
  type Workload,
} from 'seedstorm';
import {
  atLeastOnce,
  atMostOnce,
  defineChecker,
  deliveryLedger,
  exactlyOnce,
  orderPerPartition,
  type Checker,
} from 'seedstorm/checkers';
import { cast, logKept } from 'seedstorm/parts';
import { broker } from './broker.js';
import { consumer, database } from './consumer.js';
import { controller } from './controller.js';
import { logsAgree } from './divergence.js';
import type { Replica } from './leader.js';
import type { Cluster } from './messages.js';
import { producer, type ProduceRequest } from './producer.js';
import { BROKERS, params, promisesOf, rules, type Params } from './rules.js';

const SENT = { sent: 'produce' };

/** The checks that hold a setting to its promises. */
function checksOf(given: Params): Record<string, Checker> {
  const { nothingLost, nothingTwice, inOrder } = promisesOf(given);
  const delivery: Record<string, Checker> =
    nothingLost && nothingTwice
      ? { 'exactly-once': exactlyOnce(SENT) }
      : nothingLost
        ? { 'at-least-once': atLeastOnce(SENT) }
        : nothingTwice
          ? { 'at-most-once': atMostOnce(SENT) }
          : { 'nothing-invented': nothingInvented };
  return inOrder ? { ...delivery, 'order-per-partition': orderPerPartition() } : delivery;
}

/** What even the weakest setting keeps: only what was sent, and not refused, is processed. */
const nothingInvented = defineChecker({
  name: 'nothing-invented',
  looksFor: 'messages that are processed (function process)',
  scan(history, found) {
    const { phantom, aborted, acknowledged, processed } = deliveryLedger(history, SENT);
    for (const { message, effects } of phantom)
      found.anomaly('phantom', `${message} was processed, but nobody sent it`, ...effects);
    for (const { message, sends, effects } of aborted)
      found.anomaly(
        'aborted-read',
        `${message} was processed, but its sender was told that it failed`,
        ...sends,
        ...effects,
      );
    const reason = `${acknowledged} acknowledged, ${processed} processed, none invented`;
    return { judged: processed, reason };
  },
});

interface Seen {
  readonly replicas?: readonly Replica[];
  readonly cluster?: Cluster;
  readonly live?: readonly string[];
}

/** Who is up, how far replicas are apart and how many are in sync; without offsets, epochs and names. */
function clusterState(nodes: readonly NodeView[]): unknown {
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

const EVERY_MS = 90;
const MOVE_PROBABILITY = 0.15;

function producers(count: number, hosts: readonly string[], partitions: number): Workload {
  const names = Array.from({ length: count }, (_, index) => `c${index + 1}`);
  return {
    clients: names,
    operations: ({ seed, untilMs }) =>
      names.flatMap((process, client) => {
        const random = stream(seed, `workload/${process}`);
        const operations: PlannedOperation[] = [];
        let host = client % hosts.length;
        let atMs = EVERY_MS * random.float();
        for (let number = 0; atMs <= untilMs; number++, atMs += EVERY_MS * (0.5 + random.float())) {
          const moves = random.chance(MOVE_PROBABILITY);
          if (moves) host = (host + 1) % hosts.length;
          const partition = random.int(0, partitions - 1);
          const value = `${process}-${number}`;
          const input: ProduceRequest = { f: 'produce', value, partition, number, takeover: moves };
          operations.push({
            process,
            atMs: Math.round(atMs * 1000) / 1000,
            to: hosts[host] as string,
            input,
          });
        }
        return operations;
      }),
  };
}

const BROKER_NAMES = nodeNames(BROKERS, 'b');
const PRODUCER_NAMES = nodeNames(2, 'p');
const CLIENTS = 3;

const groupNames = ({ consumers }: Params): string[] => nodeNames(consumers, 'g');

export const replicatedLog = defineScenario<Params>({
  name: 'broker/replicated-log',
  summary: 'A replicated log with producers and a consumer group: which settings lose, which duplicate',
  params,
  nodes: (given) => [...BROKER_NAMES, 'controller', ...PRODUCER_NAMES, ...groupNames(given), 'database'],
  protocol: (given, { bug }) => {
    const options = { ...given, rules: rules.with(bug), brokers: BROKER_NAMES };
    return cast({
      broker: [BROKER_NAMES, broker(options)],
      controller: [['controller'], controller(options)],
      producer: [PRODUCER_NAMES, producer(options)],
      consumer: [groupNames(given), consumer(options)],
      database: [['database'], database],
    });
  },
  workload: ({ partitions }) => producers(CLIENTS, PRODUCER_NAMES, partitions),
  faults: 'rough',
  coverage: { abstract: clusterState },
  watch: {
    leader: ({ replicas = [] }: Seen) => replicas.some(({ role }) => role.kind === 'leading'),
    alter: { message: { f: 'alter' } },
  },
  // Any number of nodes may be down at once: what is acknowledged is synced. But disks keep what they have synced,
  // and datagrams, which stand for connections here, arrive undamaged or not at all.
  budget: (given) => ({
    intactReplicas: BROKERS + PRODUCER_NAMES.length + given.consumers + 2,
    spared: ['database'],
    allow: { corruption: false, diskError: false, fsyncFailure: false },
  }),
  durationMs: 7000,
  clientTimeoutMs: 500,
  restartAfterMs: 200,
  liveWithinMs: 1500,
  final: () => [
    { to: 'p1', input: { f: 'drain' } },
    { to: 'p2', input: { f: 'drain' } },
  ],
  check: checksOf,
  invariants: { 'logs-agree': logsAgree },
  bugs: rules.bugs,
});
