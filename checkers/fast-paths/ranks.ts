/**
 * Positions of a history as small integers without ties: what the specialised algorithms sort, bucket and compare.
 *
 * `complete[a] < invoke[b]` holds for ranks exactly when it holds for positions. An invocation that shares its
 * position with a completion is ranked before it, because such operations are concurrent.
 */
import type { BudgetMeter } from '../budget.js';
import type { Operation } from '../history.js';

/** Positions up to this many times the number of operations are counted directly instead of being sorted. */
const DENSE_FACTOR = 8;

/** Ranks of the operations of a history, by index. */
export interface Ranks {
  readonly invoke: Int32Array;
  /** `end` for operations whose outcome is unknown: they may take effect after everything else. */
  readonly complete: Int32Array;
  /** One more than the largest rank of an invocation or a known completion. */
  readonly end: number;
}

/** Ranks the operations; linear for positions counted from 0, otherwise it sorts them. */
export function rankEvents(history: readonly Operation[], meter: BudgetMeter): Ranks {
  const count = history.length;
  const invoke = new Float64Array(count);
  const complete = new Float64Array(count);
  const limit = DENSE_FACTOR * count + 64;
  let dense = true;
  let last = -1;
  for (let i = 0; i < count; i++) {
    meter.spend();
    const operation = history[i]!;
    const from = operation.invoke;
    // An operation of unknown outcome stays open even where the recorder noted when the client gave up.
    const to = operation.type === 'info' ? Infinity : operation.complete;
    invoke[i] = from;
    complete[i] = to;
    if (dense && !(isSlot(from, limit) && (to === Infinity || isSlot(to, limit)))) dense = false;
    if (from > last) last = from;
    if (to > last && to !== Infinity) last = to;
  }
  const [from, to, slots] = dense
    ? ([invoke, complete, last + 1] as const)
    : densify(invoke, complete, meter);
  return rankSlots(from, to, slots, meter);
}

function isSlot(position: number, limit: number): boolean {
  return position >= 0 && position < limit && Number.isInteger(position);
}

/** Counting sort: positions are integers in `[0, slots)`. */
function rankSlots(
  invokeAt: Float64Array,
  completeAt: Float64Array,
  slots: number,
  meter: BudgetMeter,
): Ranks {
  const count = invokeAt.length;
  // Two counters for each position, invocations first; prefix sums turn them into the next free rank.
  const next = new Int32Array(2 * slots);
  for (let i = 0; i < count; i++) {
    meter.spend();
    next[2 * invokeAt[i]!]!++;
    const to = completeAt[i]!;
    if (to !== Infinity) next[2 * to + 1]!++;
  }
  let end = 0;
  for (let slot = 0; slot < next.length; slot++) {
    const here = next[slot]!;
    next[slot] = end;
    end += here;
  }
  const invoke = new Int32Array(count);
  const complete = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    meter.spend();
    invoke[i] = next[2 * invokeAt[i]!]!++;
    const to = completeAt[i]!;
    complete[i] = to === Infinity ? end : next[2 * to + 1]!++;
  }
  return { invoke, complete, end };
}

/** Replaces positions by their place among the different positions that occur. */
function densify(
  invokeAt: Float64Array,
  completeAt: Float64Array,
  meter: BudgetMeter,
): readonly [Float64Array, Float64Array, number] {
  const all = new Float64Array(2 * invokeAt.length);
  all.set(invokeAt);
  all.set(completeAt, invokeAt.length);
  all.sort();
  let distinct = 0;
  for (const position of all) {
    if (position !== Infinity && (distinct === 0 || all[distinct - 1] !== position))
      all[distinct++] = position;
  }
  const placeOf = (position: number): number => {
    meter.spend();
    return position === Infinity ? Infinity : lowerBound(all, distinct, position);
  };
  return [invokeAt.map(placeOf), completeAt.map(placeOf), distinct];
}

/** The first index below `length` whose value is not less than `wanted`. */
export function lowerBound(sorted: Float64Array | Int32Array, length: number, wanted: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Indexes in ascending order of their ranks, which are at most `end + 1`; equal ranks in order of index. */
export function orderByRank(ranks: Int32Array, end: number): Int32Array {
  const next = new Int32Array(end + 3);
  for (const rank of ranks) next[rank + 1]!++;
  for (let rank = 0; rank < end + 2; rank++) next[rank + 1]! += next[rank]!;
  const order = new Int32Array(ranks.length);
  for (let i = 0; i < ranks.length; i++) order[next[ranks[i]!]!++] = i;
  return order;
}

/** Indexes in ascending order of their keys, equal keys in order of index; no comparator is ever called. */
export function sortedIndexes(keys: Float64Array): Int32Array {
  const count = keys.length;
  if (count === 0) return new Int32Array(0);
  let smallest = Infinity;
  let largest = -Infinity;
  let whole = true;
  for (const key of keys) {
    if (key < smallest) smallest = key;
    if (key > largest) largest = key;
    if (!Number.isInteger(key)) whole = false;
  }
  if (whole && largest - smallest < DENSE_FACTOR * count + 64) {
    const shifted = keys.map((key) => key - smallest);
    return placed(shifted, largest - smallest + 1);
  }
  const sorted = keys.slice().sort();
  const shifted = keys.map((key) => lowerBound(sorted, count, key));
  return placed(shifted, count);
}

function placed(slotOf: Float64Array, slots: number): Int32Array {
  const next = new Int32Array(slots + 1);
  for (const slot of slotOf) next[slot + 1]!++;
  for (let slot = 0; slot < slots; slot++) next[slot + 1]! += next[slot]!;
  const order = new Int32Array(slotOf.length);
  for (let i = 0; i < slotOf.length; i++) order[next[slotOf[i]!]!++] = i;
  return order;
}
