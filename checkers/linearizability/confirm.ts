/**
 * A second opinion on small histories, straight from the definition: no classes, no alibis, no symmetry, nothing shared
 * with the searches. Cores are confirmed by it.
 */

import type { BudgetMeter } from '../budget.js';
import type { History, Input } from '../history.js';
import { nameOf } from '../identity.js';
import { Choice } from '../model.js';
import type { Model } from '../model.js';

/** Whether no order of the operations fits both the model and real time. Exponential. Throws `BudgetSpent`. */
export function isImpossible(
  history: History,
  model: Model<unknown, Input, unknown>,
  meter: BudgetMeter,
): boolean {
  const dead = new Set<string>();
  const left = new Set(history.keys());

  const canFinish = (state: unknown): boolean => {
    // What comes next must have been invoked before anything left over returned.
    let deadline = Infinity;
    let obliged = false;
    for (const index of left) {
      const { type, complete } = history[index]!;
      if (type === 'info') continue;
      obliged = true;
      deadline = Math.min(deadline, complete);
    }
    if (!obliged) return true;
    const place = `${[...left].join()} ${model.key ? model.key(state) : nameOf(state)}`;
    if (dead.has(place)) return false;
    for (const index of [...left]) {
      const { invoke, input, output, type } = history[index]!;
      if (invoke > deadline) continue;
      meter.userStep();
      const step = model.step(state, input as Input, type === 'info' ? undefined : output, type);
      const nexts = step instanceof Choice ? step.states : step === undefined ? [] : [step];
      left.delete(index);
      const possible = nexts.some(canFinish);
      left.add(index);
      if (possible) return true;
    }
    dead.add(place);
    return false;
  };
  return !canFinish(model.initial);
}
