/** Which part of a run shows its failure best. */
import type { ReportCheck } from '../../data/contract.js';
import type { RunModel } from './run-model.js';

/** Some events and all between them. */
export interface Reach {
  readonly first: number;
  readonly last: number;
}

const NEAR = 15;

/**
 * The operations of the first anomaly of the first claim that fails, or the moment when the engine saw it; where neither
 * is known, all operations that failed claims speak of.
 */
export function failureOf(
  model: RunModel,
  checks: readonly ReportCheck[],
  involved: ReadonlySet<number>,
): Reach | undefined {
  const first = checks.find(({ verdict }) => verdict === 'invalid')?.anomalies[0];
  if (first !== undefined && first.operations.length > 0)
    // A cycle may rest on reads that the anomaly itself does not name.
    return reachOf(model, [
      ...first.operations,
      ...(first.cycle ?? []).flatMap(({ from, via = from }) => [from, via]),
    ]);
  if (first?.event !== undefined && first.event > 0)
    return { first: Math.max(1, first.event - NEAR), last: Math.min(model.count, first.event) };
  return involved.size === 0 ? undefined : reachOf(model, [...involved]);
}

function reachOf({ operations, count }: RunModel, numbers: readonly number[]): Reach {
  const its = numbers.flatMap((number) => operations[number] ?? []);
  return {
    first: its.reduce((least, { invoked }) => Math.min(least, invoked), count),
    last: its.reduce((most, { completed, invoked }) => Math.max(most, completed || invoked), 0),
  };
}

/** An event with what happens right before and after it. */
export function around({ count }: RunModel, event: number): Reach {
  return { first: Math.max(1, event - NEAR), last: Math.min(count, event + NEAR) };
}
