/** Who left what others show: for explanations, which would prove nothing without the writers of what was read. */

import type { BudgetMeter } from '../budget.js';
import type { Input, Operation } from '../history.js';
import { IncomparableValue, nameOf } from '../identity.js';
import type { Model, Traces } from '../model.js';

/** What an operation left and shows, as the model says or else by its values. */
export function tracesOf(model: Model<unknown, Input, unknown>, operation: Operation): Traces {
  const { type } = operation;
  const input = operation.input as Input;
  const output = type === 'info' ? undefined : operation.output;
  if (model.traces) return model.traces(input, output, type);
  const { f: _, key: __, ...fields } = input as Input & Record<string, unknown>;
  const shown = new Set([output, ...(Array.isArray(output) ? output : [])].flatMap(namesOf));
  return { left: Object.values(fields).flatMap(namesOf), shows: (thing) => shown.has(thing) };
}

/** What is nothing, true or false says nothing about who left it. */
function namesOf(value: unknown): string[] {
  if (value === undefined || value === null || typeof value === 'boolean') return [];
  try {
    return [nameOf(value)];
  } catch (error) {
    if (error instanceof IncomparableValue) return [];
    throw error;
  }
}

/** For each thing, the operations that left it. */
export function writersIn(
  operations: readonly Operation[],
  model: Model<unknown, Input, unknown>,
  meter: BudgetMeter,
): ReadonlyMap<string, readonly Operation[]> {
  const writers = new Map<string, Operation[]>();
  for (const operation of operations) {
    meter.spend();
    for (const thing of new Set(tracesOf(model, operation).left)) {
      const known = writers.get(thing);
      if (known) known.push(operation);
      else writers.set(thing, [operation]);
    }
  }
  return writers;
}
