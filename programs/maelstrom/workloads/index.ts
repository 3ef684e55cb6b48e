/** The workloads of Maelstrom, by the names it gives them. */
import { gCounter, pnCounter } from './counters.js';
import { echo } from './echo.js';
import { kafkaLogs } from './kafka.js';
import { linKv } from './lin-kv.js';
import { broadcast, gSet } from './sets.js';
import { txnListAppend, txnRwRegister } from './transactions.js';
import { uniqueIdentifiers } from './unique-ids.js';
import type { Workload } from './workload.js';

export const workloads: readonly Workload[] = [
  ...[broadcast, echo, gCounter, gSet, kafkaLogs, linKv, pnCounter, txnListAppend, txnRwRegister],
  uniqueIdentifiers,
];
