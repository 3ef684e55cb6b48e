/** The scenario: brokers, their controller, producer hosts, a consumer group and its database, under rough faults. */
import { defineScenario, lan, nodeNames, profileNamed } from 'seedstorm';
import { cast } from 'seedstorm/parts';
import { broker } from './broker.js';
import { BROKERS, checksOf, params, type Params } from './claims.js';
import { clusterState } from './coverage.js';
import { consumer } from './consumer.js';
import { controller } from './controller.js';
import { database } from './database.js';
import { producer } from './producer.js';
import { rules } from './rules.js';
import { producers } from './workload.js';

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
  network: lan(),
  faults: profileNamed('rough')!,
  coverage: { abstract: clusterState },
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
  bugs: rules.bugs,
});
