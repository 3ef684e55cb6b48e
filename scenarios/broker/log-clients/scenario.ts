/** The scenario: partitions on two brokers, a coordinator, and clients that send, poll and run transactions. */
import { clients, defineScenario, nodeNames, z } from 'seedstorm';
import { kafka } from 'seedstorm/checkers';
import { busyDisk, cast } from 'seedstorm/parts';
import { broker } from './broker.js';
import { client } from './client.js';
import { coordinator } from './coordinator.js';
import { rules } from './rules.js';

const BROKERS = nodeNames(2, 'b');
const CLIENTS = 3;
const CLIENT_NAMES = nodeNames(CLIENTS, 'k');
const MIX = { send: 0.35, poll: 0.3, txn: 0.28, assign: 0.07 };

const partitionsOf = (count: number) => Array.from({ length: count }, (_, number) => number);
const leaderOf = (partition: number) => BROKERS[partition % BROKERS.length] as string;

export const logClients = defineScenario({
  name: 'broker/log-clients',
  summary:
    'Clients of a partitioned log: what sends, polls and transactions show, judged for thirteen anomalies',
  params: z.object({ partitions: z.int().min(1).max(8).default(3) }),
  nodes: () => [...BROKERS, 'coordinator', ...CLIENT_NAMES],
  protocol({ partitions: count }, { bug }) {
    const rule = rules.with(bug);
    const partitions = partitionsOf(count);
    const led = (name: string) => partitions.filter((partition) => leaderOf(partition) === name);
    return cast({
      b1: [['b1'], broker(led('b1'), rule)],
      b2: [['b2'], broker(led('b2'), rule)],
      coordinator: [['coordinator'], coordinator(leaderOf)],
      client: [CLIENT_NAMES, client(partitions, leaderOf, rule)],
    });
  },
  workload: ({ partitions: count }) =>
    clients(CLIENTS, MIX, {
      everyMs: 60,
      to: (_random, _nodes, number) => CLIENT_NAMES[number] as string,
      input(f, random, { client: number, index }) {
        const keys = partitionsOf(count).map(String);
        const value = `c${number + 1}-${index}`;
        if (f === 'send') return { key: random.pick(keys), value };
        if (f === 'assign') return { value: keys.filter(() => random.chance(0.7)) };
        if (f === 'poll') return {};
        const own = random.pick(keys);
        const step = (place: number) =>
          random.chance(0.55)
            ? ['send', random.chance(0.7) ? own : random.pick(keys), `${value}.${place}`]
            : ['poll'];
        return {
          value: Array.from({ length: random.int(2, 4) }, (_, place) => step(place)),
          aborts: random.chance(0.2),
        };
      },
    }),
  disk: busyDisk(),
  faults: 'rough',
  // Clients stand for programs that use the log. What their machines survive is their own affair.
  budget: {
    intactReplicas: 99,
    spared: CLIENT_NAMES,
    allow: { corruption: false, diskError: false, fsyncFailure: false },
  },
  durationMs: 2_500,
  clientTimeoutMs: 1_000,
  quietMs: 500,
  restartAfterMs: 100,
  final: () => [{ to: 'k1', input: { f: 'poll', toEnd: true } }],
  check: { kafka: kafka() },
  bugs: rules.bugs,
});
