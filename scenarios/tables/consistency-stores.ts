/**
 * Four stores of the same registers, from the strongest to the weakest, put into the same world: five sites 2.5 to 5 ms
 * apart, one node each, its clients beside it; disks and clocks as good as each other's.
 */
import { lan, sameDatacenter, ssd, tokyoOsaka, type NetworkConfig, type Scenario } from 'seedstorm';
import { antiEntropyScenario } from '../replication/anti-entropy.sim.js';
import { causalBroadcastScenario } from '../replication/causal-broadcast.sim.js';
import { raftScenario } from '../replication/raft/scenario.js';
import { sequencedLogScenario } from '../replication/sequenced-log.sim.js';
import { clientNames, CLIENTS, homeOf, nodes, times } from './consistency-workload.js';

const network: NetworkConfig = lan({
  latency: tokyoOsaka,
  links: clientNames.flatMap((client, index) => [
    { from: client, to: homeOf(index), latency: sameDatacenter },
    { from: homeOf(index), to: client, latency: sameDatacenter },
  ]),
});

/** The scenario in the common world. Its own checks are replaced by those of the table, which are the same for all. */
function placed<P>(scenario: Scenario<P>): Scenario {
  return {
    ...scenario,
    network,
    disk: ssd(),
    clocks: { maxOffsetMs: 50, maxDriftPpm: 0 },
    durationMs: times.endMs,
    clientTimeoutMs: times.patienceMs,
    final: () => [],
    check: {},
    invariants: {},
  };
}

export const storeParams = { nodes: nodes.length, clients: CLIENTS };

export const stores = {
  raft: placed(raftScenario),
  'sequenced-log': placed(sequencedLogScenario),
  'causal-broadcast': placed(causalBroadcastScenario),
  'anti-entropy': placed(antiEntropyScenario),
};
