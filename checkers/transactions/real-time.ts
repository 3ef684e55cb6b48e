/**
 * What completed before what began later, without an edge for each pair: between completions and later invocations stands
 * a node, each such node comes before the next, and so the edges are linear in the transactions.
 */
import type { BudgetMeter } from '../budget.js';
import { rankEvents } from '../fast-paths/ranks.js';
import type { History } from '../history.js';
import { REAL_TIME } from './edges.js';
import type { Edges } from './edges.js';

/** Adds the order of real time among the transactions that `happened`; one of unknown outcome never completes. */
export function addRealTime(edges: Edges, history: History, happened: Uint8Array, meter: BudgetMeter): void {
  const { invoke, complete, end } = rankEvents(history, meter);
  const events = new Int32Array(end);
  for (let op = 0; op < history.length; op++) {
    if (happened[op] !== 1) continue;
    events[invoke[op]!] = op + 1;
    if (complete[op]! < end) events[complete[op]!] = -op - 1;
  }
  let barrier = -1;
  let isOpen = false;
  for (const event of events) {
    if (event > 0 && barrier >= 0) edges.add(barrier, event - 1, REAL_TIME, -1);
    if (event > 0) isOpen = false;
    if (event >= 0) continue;
    if (!isOpen) {
      const next = edges.addNode();
      if (barrier >= 0) edges.add(barrier, next, REAL_TIME, -1);
      barrier = next;
      isOpen = true;
    }
    edges.add(-event - 1, barrier, REAL_TIME, -1);
  }
}
