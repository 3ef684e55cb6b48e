/**
 * Which write each read returned. With distinct values there is one answer; otherwise every assignment is tried
 * (deciding causal consistency is NP-complete then: Bouajjani et al., POPL 2017, section 4), pruned as soon as
 * the reads assigned so far contradict each other.
 */
import type { BudgetMeter } from '../budget.js';
import type { Anomaly } from '../history.js';
import { show } from '../identity.js';
import { fieldsOf, whoWhen } from '../selectors.js';
import { type Access, INITIAL, type RegisterHistory } from './registers.js';

/** The source of each assigned read by id; reads not in it are left out of the judgement. */
export type ReadsFrom = ReadonlyMap<number, number>;

/** Judges a history whose reads are assigned. Leaving reads out must never turn valid into invalid. */
export type Decide = (readsFrom: ReadsFrom) => readonly Anomaly[];

/**
 * No anomalies if some assignment has none; otherwise those of the first assignment tried.
 */
export function overReadsFrom(
  history: RegisterHistory,
  meter: BudgetMeter,
  decide: Decide,
): readonly Anomaly[] {
  const thinAir = thinAirReads(history);
  if (thinAir.length > 0) return thinAir;
  const certain = new Map<number, number>();
  const ambiguous: Access[] = [];
  for (const access of history.accesses) {
    if (access.kind === 'write') continue;
    const sources = history.sources[access.id]!;
    if (sources.length === 1) certain.set(access.id, sources[0]!);
    else ambiguous.push(access);
  }
  const found = decide(certain);
  if (found.length > 0 || ambiguous.length === 0) return found;

  let firstFailure: readonly Anomaly[] | undefined;
  const assigned = new Map(certain);
  const tryFrom = (next: number): boolean => {
    const read = ambiguous[next];
    if (!read) return true;
    for (const source of history.sources[read.id]!) {
      meter.spend(history.accesses.length);
      assigned.set(read.id, source);
      const anomalies = decide(assigned);
      if (anomalies.length === 0 && tryFrom(next + 1)) return true;
      if (anomalies.length > 0) firstFailure ??= anomalies;
      assigned.delete(read.id);
    }
    return false;
  };
  return tryFrom(0) ? [] : firstFailure!;
}

/** Reads of values that nobody wrote. */
export function thinAirReads(history: RegisterHistory): Anomaly[] {
  return history.accesses
    .filter(({ kind, id }) => kind === 'read' && history.sources[id]!.length === 0)
    .map(({ operation }) => ({
      kind: 'ThinAirRead',
      message: `${whoWhen(operation)} read ${show(operation.output)}${ofKey(operation)}, which nobody wrote`,
      operations: [operation],
    }));
}

/** The source of a read as an access, if it is a write. */
export function sourceOf(history: RegisterHistory, readsFrom: ReadsFrom, read: Access): Access | undefined {
  const id = readsFrom.get(read.id);
  return id === undefined || id === INITIAL ? undefined : history.accesses[id];
}

export function ofKey({ input }: { readonly input: unknown }): string {
  const key = fieldsOf({ input } as Parameters<typeof fieldsOf>[0])['key'];
  return key === undefined ? '' : ` of ${show(key)}`;
}
