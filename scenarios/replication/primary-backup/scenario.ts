/** Registers on a primary and its backups, under rough faults: what each way to acknowledge keeps through fail-overs. */
import { clients, defineScenario, lan, nodeNames, ssd } from 'seedstorm';
import { cast, keyNames } from 'seedstorm/parts';
import { acknowledgementsOf, checksOf, params, promisesOf, type StoreParams } from './claims.js';
import { reachable, sometimes, storeState } from './coverage.js';
import { monitor } from './monitor.js';
import { replica } from './replica.js';
import { rules } from './rules.js';

const MONITOR = 'monitor';

export const primaryBackup = defineScenario<StoreParams>({
  name: 'replication/primary-backup',
  summary:
    'A primary, backups and automatic fail-over: what each way to acknowledge keeps, and what it costs',
  params,
  nodes: ({ nodes }) => [...nodeNames(nodes), MONITOR],
  protocol: (given, { bug }) => {
    const { fencing: fence, reads } = given;
    const acknowledgements = acknowledgementsOf(given);
    const own = rules.with(bug, { fence, reads, acknowledgements, promises: promisesOf(given) });
    const names = nodeNames(given.nodes);
    return cast({
      replica: [names, replica(own, names, MONITOR)],
      monitor: [[MONITOR], monitor(own, names)],
    });
  },
  workload: ({ clients: count, everyMs, keys, nodes }) =>
    clients(
      count,
      { read: 0.5, write: 0.5 },
      {
        everyMs,
        keys: keyNames(keys),
        to: (random) => random.pick(nodeNames(nodes)),
      },
    ),
  network: lan(),
  disk: ssd(),
  faults: 'rough',
  coverage: { sometimes, reachable, abstract: storeState },
  // Any number of nodes may be down at once: what is acknowledged is synced. But disks keep what they have synced,
  // and datagrams arrive undamaged or not at all.
  budget: ({ nodes }) => ({ intactReplicas: nodes + 1, allow: { corruption: false } }),
  durationMs: 5_000,
  clientTimeoutMs: 500,
  restartAfterMs: 200,
  liveWithinMs: 1_000,
  final: () => [
    { to: 'n1', input: { f: 'log' } },
    { to: 'n2', input: { f: 'log' } },
  ],
  check: checksOf,
  bugs: rules.bugs,
});
