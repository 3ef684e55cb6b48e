/** Whether it follows from the definition that one operation comes before another: all orders of a few are tried. */
import type { BudgetMeter } from '../budget.js';
import type { Input, Operation } from '../history.js';
import { after } from '../linearizability/replay.js';
import type { Model } from '../model.js';

/** @param evidence what else happened; `first` and `second` are not to be among it */
export function comesBefore(
  first: Operation,
  second: Operation,
  evidence: readonly Operation[],
  model: Model<unknown, Input, unknown>,
  meter: BudgetMeter,
): boolean {
  if (first.type !== 'info' && first.complete < second.invoke) return true;
  const extend = (left: readonly Operation[], state: unknown): boolean =>
    left.length === 0 ||
    left.some((next) => {
      meter.userStep();
      if (next === first && left.includes(second)) return false;
      return after(model, state, next).some((then) =>
        extend(
          left.filter((its) => its !== next),
          then,
        ),
      );
    });
  return !extend([first, second, ...evidence], model.initial);
}
