/**
 * Registers whose written values all differ, in time linear in the operations once they are ranked.
 *
 * A value's write and its reads form a cluster; a successful compare-and-set joins the cluster of the value it found
 * to that of the value it left, so that clusters are chains of values. In every order that explains the history a
 * cluster is one block. Its zone reaches from the first completion to the last invocation in it. If the zone runs
 * forward (completion before invocation), the register holds the cluster's values all through it; if it runs
 * backward, the whole cluster fits into any one moment of it. The history is linearizable exactly if each chain is
 * possible in itself, no two forward zones overlap, and no backward zone lies inside a forward one.
 *
 * Source: Gibbons, Korach, "Testing shared memories", SIAM Journal on Computing 26 (1997), section 4. The chains of
 * successful compare-and-sets and the operations of unknown outcome are our addition.
 */
import type { RegisterZoneOptions } from './register-options.js';
import type { BudgetMeter } from '../budget.js';
import type { FastPath, FastVerdict } from '../model.js';
import { chainClusters } from './register-chains.js';
import type { Clusters } from './register-clusters.js';
import { readRegister } from './register-columns.js';
import type { RegisterColumns } from './register-columns.js';
import { registerConflict } from './register-conflicts.js';
import { withObservers } from './register-observers.js';
import { OrderBuilder, validBy } from './verdicts.js';

/**
 * The specialised procedure for one register: `read`, `write`, `cas` with `from` and `to`. `undefined` where a value
 * that was read may come from two writes, or where refused compare-and-sets leave it open.
 */
export function registerZones(options: RegisterZoneOptions = {}): FastPath {
  return (history, budget) => {
    const columns = readRegister(history, options, budget);
    if (columns === undefined || 'verdict' in columns) return columns;
    const clusters = chainClusters(columns, budget);
    if (clusters === undefined || 'verdict' in clusters) return clusters;
    const blocks = orderBlocks(columns, clusters, budget);
    if (!(blocks instanceof Int32Array)) return blocks;
    const order = () => withObservers(columns, sequence(columns, clusters, blocks));
    // Reads that say nothing always find a place; refused compare-and-sets need not.
    if (columns.refused.length === 0) return validBy(history, () => order()!);
    const complete = order();
    return complete && validBy(history, () => complete);
  };
}

/**
 * The clusters in an order that explains the history, or the conflict of two of them. A forward zone is placed at
 * its beginning. A backward one is placed at its beginning too: if that is inside a forward zone, it comes after
 * that zone, which it outlasts.
 */
function orderBlocks(
  columns: RegisterColumns,
  clusters: Clusters,
  budget: BudgetMeter,
): Int32Array | FastVerdict {
  const { count, first, last } = clusters;
  const { end } = columns;
  budget.spend(count);
  // Ranks are shifted by one: the initial value was written before everything, at rank -1.
  const at = new Int32Array(end + 2);
  for (let cluster = 0; cluster < count; cluster++) {
    at[Math.min(first[cluster]!, last[cluster]!) + 1] = cluster + 1;
  }
  const blocks = new Int32Array(count);
  let placed = 0;
  let current = -1;
  let closes = -1;
  for (let slot = 0; slot < at.length; slot++) {
    const cluster = at[slot]! - 1;
    if (cluster < 0) continue;
    const forward = first[cluster]! < last[cluster]!;
    if (slot - 1 < closes && (forward || first[cluster]! < closes)) {
      return registerConflict(columns, clusters, current, cluster);
    }
    if (forward) {
      current = cluster;
      closes = last[cluster]!;
    }
    blocks[placed++] = cluster;
  }
  return blocks;
}

/** Block after block, in each value after value: what wrote it, then its reads. */
function sequence(columns: RegisterColumns, clusters: Clusters, blocks: Int32Array): Int32Array {
  const { writer, readOf, history } = columns;
  const values = writer.length;
  // Reads bucketed by value, in order of invocation.
  const next = new Int32Array(values + 1);
  for (const value of readOf) if (value >= 0) next[value + 1]!++;
  for (let value = 0; value < values; value++) next[value + 1]! += next[value]!;
  const reads = new Int32Array(next[values]!);
  const begins = next.slice();
  for (let op = 0; op < readOf.length; op++) if (readOf[op]! >= 0) reads[next[readOf[op]!]!++] = op;
  const order = new OrderBuilder(history.length);
  for (const cluster of blocks) {
    for (let value = clusters.root[cluster]!; value !== -1; value = clusters.successor[value]!) {
      if (writer[value]! >= 0) order.push(writer[value]!);
      for (let i = begins[value]!; i < begins[value + 1]!; i++) order.push(reads[i]!);
    }
  }
  return order.done();
}
