/** Registers on a primary and its backups, under rough faults: what each way to acknowledge keeps through fail-overs. */
import { clients, defineScenario, lan, nodeNames, ssd } from 'seedstorm';
import { storeBugs, withBug } from './bugs.js';
import { acknowledgementsOf, checksOf, params, promisesOf, type StoreParams } from './claims.js';
import { reachable, sometimes, storeState } from './coverage.js';
import { monitor } from './monitor.js';
import { replica } from './replica.js';
import type { StoreRules } from './rules.js';

const MONITOR = 'monitor';

function rulesOf(given: StoreParams): StoreRules {
  return {
    acknowledgements: acknowledgementsOf(given),
    promises: promisesOf(given),
    fence: given.fencing,
    promote: 'most-advanced',
    keep: 'everything',
    acknowledge: 'after-sync',
    whenBackupsAreSlow: 'wait',
    readsAsk: true,
    reads: given.reads,
  };
}

export const primaryBackup = defineScenario<StoreParams>({
  name: 'replication/primary-backup',
  summary:
    'A primary, backups and automatic fail-over: what each way to acknowledge keeps, and what it costs',
  params,
  nodes: ({ nodes }) => [...nodeNames(nodes), MONITOR],
  protocol: (given, { bug }) => {
    const rules = withBug(rulesOf(given), bug);
    const names = nodeNames(given.nodes);
    return {
      ...Object.fromEntries(names.map((name) => [name, replica(rules, names, MONITOR)])),
      [MONITOR]: monitor(rules, names),
    };
  },
  workload: (given) =>
    clients(
      given.clients,
      { read: 0.5, write: 0.5 },
      {
        everyMs: given.everyMs,
        keys: Array.from({ length: given.keys }, (_, index) => String.fromCharCode(97 + index)),
        to: (random) => random.pick(nodeNames(given.nodes)),
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
    { to: MONITOR, input: { f: 'log' } },
    { to: MONITOR, input: { f: 'log' } },
  ],
  check: checksOf,
  bugs: storeBugs,
});
