/** Linearizability decided the slow and obvious way, straight from the definition: the judge of the judges. */

import type { History, Input, Operation } from '../../../checkers/history.js';
import { Choice } from '../../../checkers/model.js';
import type { Model } from '../../../checkers/model.js';

/**
 * Whether some order of all completed and any crashed operations fits real time and the model. Up to 30 operations.
 * With `obliged`, other completed operations may be left out, but not come at another time.
 */
export function isLinearizable<S, I extends Input, O>(
  model: Model<S, I, O>,
  history: History,
  obliged?: ReadonlySet<Operation>,
): boolean {
  const operations = history.filter(
    ({ type, input }) => type !== 'fail' || model.observesFail?.(input as I),
  ) as Operation<I, O>[];
  const mustHappen = operations.reduce(
    (set, operation, i) =>
      operation.type === 'info' || (obliged && !obliged.has(operation)) ? set : set | (1 << i),
    0,
  );
  const dead = new Set<string>();

  const search = (done: number, state: S, latestInvocation: number): boolean => {
    if ((done & mustHappen) === mustHappen) return true;
    const place = `${done} ${typeof state} ${model.key ? model.key(state) : JSON.stringify(state)}`;
    if (dead.has(place)) return false;
    // Whatever comes next must be invoked before anything that must still happen has completed.
    const limit = operations.reduce(
      (least, { complete }, i) => ((mustHappen & ~done & (1 << i)) === 0 ? least : Math.min(least, complete)),
      Infinity,
    );
    for (const [i, { input, output, type, invoke, complete }] of operations.entries()) {
      if ((done & (1 << i)) !== 0 || invoke > limit) continue;
      if (type !== 'info' && complete < latestInvocation) continue;
      const step = model.step(state, input, type === 'info' ? undefined : output, type);
      const nexts = step instanceof Choice ? step.states : step === undefined ? [] : [step];
      if (nexts.some((next) => search(done | (1 << i), next, Math.max(latestInvocation, invoke))))
        return true;
    }
    dead.add(place);
    return false;
  };
  return search(0, model.initial, -Infinity);
}
