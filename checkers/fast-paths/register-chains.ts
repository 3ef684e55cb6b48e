/**
 * Clusters of a register's versions: chains of compare-and-sets, each beginning with a plain write or the initial
 * value, and whether each chain is possible in itself.
 */
import type { Clusters } from './register-clusters.js';
import type { BudgetMeter } from '../budget.js';
import type { FastVerdict } from '../model.js';
import { NEVER_WRITTEN, NONE, SEVERAL } from './register-columns.js';
import type { RegisterColumns } from './register-columns.js';
import { circular, divergence, impossibleChain, neverThere } from './register-conflicts.js';

/** Builds the clusters; `undefined` if a compare-and-set found a value that several operations may have written. */
export function chainClusters(
  columns: RegisterColumns,
  budget: BudgetMeter,
): Clusters | FastVerdict | undefined {
  const { writer, from } = columns;
  const versions = writer.length;
  const shownBy = versionsShown(columns, budget);
  const successor = new Int32Array(versions).fill(NONE);
  const clusters = {
    root: new Int32Array(versions),
    first: new Int32Array(versions),
    last: new Int32Array(versions),
  };
  let roots = 0;
  let chained = 0;
  for (let version = 0; version < versions; version++) {
    budget.spend();
    if (shownBy[version] === NONE && version !== 0) continue;
    const found = from[version]!;
    if (found === SEVERAL) return undefined;
    if (found === NEVER_WRITTEN) return neverThere(columns, shownBy, version);
    if (found === NONE) clusters.root[roots++] = version;
    else if (successor[found] !== NONE) return divergence(columns, shownBy, successor[found]!, version);
    else {
      successor[found] = version;
      chained++;
    }
  }
  const { readsFrom, readsTo } = readSpans(columns);
  for (let cluster = 0; cluster < roots; cluster++) {
    let first = columns.end;
    let begun = -1;
    for (let version = clusters.root[cluster]!; version !== NONE; version = successor[version]!) {
      budget.spend();
      const op = writer[version]!;
      const written = op === NONE ? -1 : columns.complete[op]!;
      const read = readsTo[version]!;
      if (written < begun) return impossibleChain(columns, version, op);
      if (op !== NONE && columns.invoke[op]! > begun) begun = columns.invoke[op]!;
      if (read < begun) return impossibleChain(columns, version, NONE);
      if (readsFrom[version]! > begun) begun = readsFrom[version]!;
      first = Math.min(first, written, read);
      if (version !== clusters.root[cluster]) chained--;
    }
    clusters.first[cluster] = first;
    clusters.last[cluster] = begun;
  }
  if (chained > 0) return circular(columns, shownBy, clusters.root.subarray(0, roots), successor);
  return { count: roots, ...clusters, successor, shownBy };
}

/**
 * Which versions were certainly there, and what shows it: an `ok` of the writer, a read, or a compare-and-set that
 * was certainly there itself and found it.
 */
function versionsShown({ history, writer, readOf, from }: RegisterColumns, budget: BudgetMeter): Int32Array {
  const shownBy = new Int32Array(writer.length).fill(NONE);
  const unsettled: number[] = [];
  for (let op = 0; op < readOf.length; op++) {
    const version = readOf[op]!;
    if (version >= 0 && shownBy[version] === NONE) shownBy[version] = op;
  }
  for (let version = 1; version < writer.length; version++) {
    budget.spend();
    if (history[writer[version]!]!.type === 'ok') shownBy[version] = writer[version]!;
    if (shownBy[version] !== NONE && from[version]! >= 0) unsettled.push(version);
  }
  while (unsettled.length > 0) {
    const version = unsettled.pop()!;
    const found = from[version]!;
    if (shownBy[found] !== NONE) continue;
    shownBy[found] = writer[version]!;
    if (from[found]! >= 0) unsettled.push(found);
  }
  return shownBy;
}

/** By version: the first completion and the last invocation of its reads; `end` and -1 where there are none. */
function readSpans({ invoke, complete, end, readOf, writer }: RegisterColumns) {
  const readsTo = new Int32Array(writer.length).fill(end);
  const readsFrom = new Int32Array(writer.length).fill(-1);
  for (let op = 0; op < readOf.length; op++) {
    const version = readOf[op]!;
    if (version < 0) continue;
    if (complete[op]! < readsTo[version]!) readsTo[version] = complete[op]!;
    if (invoke[op]! > readsFrom[version]!) readsFrom[version] = invoke[op]!;
  }
  return { readsTo, readsFrom };
}
