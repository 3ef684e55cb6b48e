/** The scenarios that ship with Seedstorm, in the order in which `seedstorm list` shows them. */
import type { Scenario } from 'seedstorm';
import { replicatedLog } from './broker/replicated-log/scenario.js';
import { circuitBreakerScenario } from './real/circuit-breaker/scenario.js';
import { yjsScenario } from './real/yjs/scenario.js';
import { antiEntropyScenario } from './replication/anti-entropy/scenario.js';
import { causalBroadcastScenario } from './replication/causal-broadcast/scenario.js';
import { primaryBackup } from './replication/primary-backup/scenario.js';
import { quorumRegisterScenario } from './replication/quorum-register/scenario.js';
import { raftPartialPartition } from './replication/raft/partial-partition.js';
import { raftScenario } from './replication/raft/scenario.js';
import { sequencedLogScenario } from './replication/sequenced-log/scenario.js';
import { orderSagaScenario } from './saga/order/scenario.js';

export const scenarios: readonly Scenario[] = [
  replicatedLog as Scenario,
  antiEntropyScenario as Scenario,
  causalBroadcastScenario as Scenario,
  primaryBackup as Scenario,
  quorumRegisterScenario as Scenario,
  raftScenario as Scenario,
  raftPartialPartition as Scenario,
  sequencedLogScenario as Scenario,
  orderSagaScenario as Scenario,
  circuitBreakerScenario as Scenario,
  yjsScenario as Scenario,
];
