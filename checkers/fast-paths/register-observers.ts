/**
 * Operations that observe a register without saying what it held: compare-and-sets that were refused, and reads of
 * nothing. They are placed into an order that explains everything else.
 */
import type { RegisterColumns } from './register-columns.js';
import { ANYTHING, NONE } from './register-columns.js';
import { lowerBound, orderByRank } from './ranks.js';

/**
 * The order with the observers in it, or `undefined` if some refused compare-and-set finds no moment in this order
 * at which the register held something else. That does not mean that there is no other order.
 *
 * Each goes to the earliest gap it can go to, in order of invocation: that leaves most room for the others.
 */
export function withObservers(columns: RegisterColumns, order: Int32Array): Int32Array | undefined {
  const { invoke, complete, end } = columns;
  const observers = observersOf(columns);
  if (observers.ops.length === 0) return order;
  const { begunBefore, doneAfter } = bounds(columns, order);
  const held = heldBetween(columns, order);
  const { ops, excluded } = observers;
  const gaps = new Int32Array(ops.length);
  const byCompletion = orderByRank(
    ops.map((op) => complete[op]!),
    end,
  );
  let floor = 0;
  for (let i = 0, done = 0; i < ops.length; i++) {
    const op = ops[i]!;
    while (complete[ops[byCompletion[done]!]!]! < invoke[op]!)
      floor = Math.max(floor, gaps[byCompletion[done++]!]!);
    let gap = Math.max(floor, lowerBound(doneAfter, doneAfter.length, invoke[op]! + 1));
    const version = excluded[i]!;
    if (version !== NONE && held.from[version]! <= gap && gap <= held.to[version]!)
      gap = held.to[version]! + 1;
    if (gap > order.length || begunBefore[gap]! > complete[op]!) return undefined;
    gaps[i] = gap;
  }
  return merged(order, ops, gaps);
}

function observersOf({ refused, refusedFrom, readOf }: RegisterColumns) {
  const versionOf = new Map<number, number>();
  refused.forEach((op, i) => versionOf.set(op, refusedFrom[i]!));
  readOf.forEach((version, op) => version === ANYTHING && versionOf.set(op, NONE));
  const ops = Int32Array.from(versionOf.keys()).sort();
  return { ops, excluded: ops.map((op) => versionOf.get(op)!) };
}

/** By gap: the last invocation before it, the first completion after it. Both only grow. */
function bounds({ invoke, complete, end }: RegisterColumns, order: Int32Array) {
  const begunBefore = new Int32Array(order.length + 1);
  const doneAfter = new Int32Array(order.length + 1);
  begunBefore[0] = -1;
  doneAfter[order.length] = end + 1;
  for (let i = 0; i < order.length; i++) begunBefore[i + 1] = Math.max(begunBefore[i]!, invoke[order[i]!]!);
  for (let i = order.length - 1; i >= 0; i--)
    doneAfter[i] = Math.min(doneAfter[i + 1]!, complete[order[i]!]!);
  return { begunBefore, doneAfter };
}

/** By version: the first and the last gap at which the register holds it. */
function heldBetween({ writer, history }: RegisterColumns, order: Int32Array) {
  const versionBy = new Int32Array(history.length);
  writer.forEach((op, version) => op !== NONE && (versionBy[op] = version));
  const from = new Int32Array(writer.length).fill(order.length + 2);
  const to = new Int32Array(writer.length).fill(-1);
  from[0] = 0;
  let current = 0;
  order.forEach((op, i) => {
    if (versionBy[op] === 0) return;
    to[current] = i;
    current = versionBy[op]!;
    from[current] = i + 1;
  });
  to[current] = order.length;
  return { from, to };
}

function merged(order: Int32Array, ops: Int32Array, gaps: Int32Array): Int32Array {
  const byGap = orderByRank(gaps, order.length);
  const result = new Int32Array(order.length + ops.length);
  let next = 0;
  for (let gap = 0, at = 0; gap <= order.length; gap++) {
    for (; next < ops.length && gaps[byGap[next]!] === gap; next++) result[at++] = ops[byGap[next]!]!;
    if (gap < order.length) result[at++] = order[gap]!;
  }
  return result;
}
