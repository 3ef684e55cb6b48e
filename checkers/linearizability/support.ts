/** To operations that fail together, those without which a reader could not see why: the writers of what they show. */

import type { BudgetMeter } from '../budget.js';
import type { Input, Operation } from '../history.js';
import type { Model } from '../model.js';
import { tracesOf, writersIn } from './traces.js';

/** More of them make nothing clearer. */
const MANY = 12;

/**
 * For each thing that the operations show, one that left it, and so on for those; all of them where it is a sum.
 * @returns the writers, none where they are too many, and how many are left out then
 */
export function supportOf(
  core: readonly Operation[],
  operations: readonly Operation[],
  model: Model<unknown, Input, unknown>,
  meter: BudgetMeter,
): { readonly writers: readonly Operation[]; readonly leftOut: number } {
  const writersOf = writersIn(operations, model, meter);
  const known = new Set(core);
  const queue = [...core];
  for (const operation of queue) {
    const { shows, isSum } = tracesOf(model, operation);
    for (const [thing, all] of writersOf) {
      meter.spend();
      if (!shows(thing)) continue;
      const before = all.filter((its) => its !== operation && its.invoke <= operation.complete);
      const missing =
        isSum === true
          ? before.filter((its) => !known.has(its))
          : all.some((its) => known.has(its))
            ? []
            : sourceAmong(before.length > 0 ? before : all.slice(0, 1), model);
      for (const writer of missing) {
        known.add(writer);
        queue.push(writer);
      }
      const count = known.size - core.length;
      if (count > MANY) return { writers: [], leftOut: count };
    }
  }
  return { writers: queue.slice(core.length), leftOut: 0 };
}

/** The last that is known to have happened, if possible one that shows nothing itself. */
function sourceAmong(
  writers: readonly Operation[],
  model: Model<unknown, Input, unknown>,
): readonly Operation[] {
  const happened = writers.filter(({ type }) => type === 'ok');
  const blind = happened.filter(
    ({ input, output, type }) => model.effect?.(input as Input, output, type) !== 'sometimes',
  );
  return [blind, happened, writers].find((some) => some.length > 0)!.slice(-1);
}
