/**
 * One world and one workload for every store. Four stores of the same registers, from the strongest to the weakest: five
 * sites 2.5 to 5 ms apart, one node each, its clients beside it; disks and clocks as good as each other's. A quiet time, a
 * time in which the network is split, and a time to agree again.
 */
import {
  lan,
  nodeNames,
  sameDatacenter,
  ssd,
  stream,
  tokyoOsaka,
  type NetworkConfig,
  type Plan,
  type PlannedOperation,
  type Scenario,
  type Seed,
} from 'seedstorm';
import { antiEntropyScenario } from '../replication/anti-entropy.sim.js';
import { causalBroadcastScenario } from '../replication/causal-broadcast.sim.js';
import { raftScenario } from '../replication/raft/scenario.js';
import { sequencedLogScenario } from '../replication/sequenced-log.sim.js';

const nodes = nodeNames(5);
/** Two for each node. */
const CLIENTS = 10;
/** So many that a side of the split has not written them all for a while. */
const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** Operations in a row, and the share of puts among them. */
const ROW = 3;
const PUTS = 0.4;
const QUIET_PAUSE_MS = 120;
const SPLIT_PAUSE_MS = 60;
const READ_PAUSE_MS = 20;

/** In ms of virtual time. */
export const times = {
  /** Leaders are elected before the first operation. */
  beginMs: 1_000,
  splitMs: 2_000,
  /** Nothing is written any more, and the network is whole again. */
  healMs: 4_000,
  /** From here on all answers should agree. */
  settledMs: 4_600,
  lastMs: 4_900,
  endMs: 5_100,
  /** How long a client waits for its answer. */
  patienceMs: 100,
} as const;

export const clientNames: readonly string[] = Array.from({ length: CLIENTS }, (_, index) => `c${index + 1}`);

/** The node a client keeps to. */
export function homeOf(client: number): string {
  return nodes[client % nodes.length] as string;
}

interface SplitPlan {
  readonly plan: Plan;
  /** The nodes on the larger side of the split. */
  readonly majority: ReadonlySet<string>;
}

/** What happens in the run of a seed, whichever store it is. */
export function splitPlan(seed: Seed): SplitPlan {
  const shuffled = stream(seed, 'table/split').shuffle(nodes);
  const [majority, minority] = [shuffled.slice(0, 3), shuffled.slice(3)];
  const { splitMs, healMs } = times;
  return {
    plan: {
      schema: 1,
      faults: [
        { kind: 'partition', atMs: splitMs, durationMs: healMs - splitMs, groups: [majority, minority] },
      ],
      operations: clientNames.flatMap((_, client) => operationsOf(seed, client)),
    },
    majority: new Set(majority),
  };
}

/**
 * Clients ask a few things in a row, as people and pages do, and pause. The pause is longer than all of it may take,
 * so that no backlog gathers where nobody answers.
 */
function operationsOf(seed: Seed, client: number): PlannedOperation[] {
  const process = clientNames[client] as string;
  const random = stream(seed, `table/${process}`);
  const operations: PlannedOperation[] = [];
  const ask = (atMs: number, puts: number): void => {
    const put = random.chance(puts);
    operations.push({
      process,
      atMs: Math.round(atMs * 1000) / 1000,
      to: homeOf(client),
      input: {
        f: put ? 'put' : 'get',
        key: random.pick(keys),
        ...(put ? { value: 1 + client + CLIENTS * operations.length } : {}),
      },
    });
  };
  const pause = (ms: number): number => ms * (0.5 + random.float());
  let atMs: number = times.beginMs + pause(QUIET_PAUSE_MS);
  // The last row ends before the split does.
  while (atMs < times.healMs - ROW * times.patienceMs) {
    for (let i = 0; i < ROW; i++) ask(atMs + i, PUTS);
    atMs += atMs < times.splitMs ? pause(QUIET_PAUSE_MS) : ROW * times.patienceMs + pause(SPLIT_PAUSE_MS);
  }
  atMs = times.healMs;
  while ((atMs += pause(READ_PAUSE_MS)) < times.lastMs) ask(atMs, 0);
  return operations;
}

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
