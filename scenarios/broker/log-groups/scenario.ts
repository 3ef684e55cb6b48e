/** The scenario: a broker, producers, and a consumer group whose members come, go, crash and pause. */
import { clients, defineScenario, nodeNames, type Workload } from 'seedstorm';
import { atLeastOnce, consumerGroups, orderPerPartition } from 'seedstorm/checkers';
import { busyDisk, cast } from 'seedstorm/parts';
import { broker } from './broker.js';
import { consumer } from './consumer.js';
import { params, rules, type Params } from './rules.js';

const consumersOf = ({ consumers }: Params): string[] => nodeNames(consumers, 'k');

/** Clients that send, and now and then ask a consumer to leave the group for a while. */
function workload({ partitions, ...given }: Params): Workload {
  const consumers = consumersOf({ partitions, ...given });
  const drawn = clients(
    3,
    { send: 0.97, leave: 0.03 },
    {
      everyMs: 40,
      to: () => 'broker',
      input: (f, random, { client, index }) =>
        f === 'send'
          ? { partition: random.int(0, partitions - 1), value: `c${client + 1}-${index}` }
          : { who: random.pick(consumers) },
    },
  );
  return {
    ...drawn,
    operations: (run) =>
      drawn.operations(run).map((operation) => {
        const { who } = operation.input as { who?: string };
        return who === undefined ? operation : { ...operation, to: who };
      }),
  };
}

export const logGroups = defineScenario<Params>({
  name: 'broker/log-groups',
  summary: 'Consumer groups of a log: members come, go, crash and pause, and each message is processed',
  params,
  nodes: (given) => ['broker', ...consumersOf(given)],
  protocol(given, { bug }) {
    const options = { ...given, rules: rules.with(bug) };
    const names = consumersOf(given);
    return cast({
      broker: [['broker'], broker(options)],
      consumer: [names, consumer(options, names)],
    });
  },
  workload,
  disk: busyDisk(),
  faults: 'rough',
  budget: { intactReplicas: 99, allow: { corruption: false } },
  durationMs: 2_500,
  clientTimeoutMs: 1_000,
  quietMs: 600,
  restartAfterMs: 100,
  // One more message when all is well again: so in every run something was processed.
  final: () => [
    { to: 'broker', input: { f: 'send', partition: 0, value: 'last' } },
    ...Array.from({ length: 4 }, () => ({ to: 'broker', input: { f: 'drain' } })),
  ],
  check: {
    'at-least-once': atLeastOnce(),
    'order-per-partition': orderPerPartition(),
    'consumer-groups': consumerGroups(),
  },
  bugs: rules.bugs,
});
