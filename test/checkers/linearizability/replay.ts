/** Checks a witness the plain way. */

import type { History, Input, Operation } from '../../../checkers/history.js';
import { Choice } from '../../../checkers/model.js';
import type { Model } from '../../../checkers/model.js';

/** What is wrong with an order said to explain the history; `undefined` if nothing. */
export function replayFault(
  model: Model<unknown, Input, unknown>,
  history: History,
  witness: readonly Operation[],
): string | undefined {
  const placed = new Set(witness);
  if (placed.size < witness.length) return 'an operation is there twice';
  const all = new Set(history);
  if (witness.some((operation) => !all.has(operation))) return 'an operation is not of the history';
  const missing = history.find((operation) => operation.type === 'ok' && !placed.has(operation));
  if (missing) return `it lacks ${JSON.stringify(missing)}`;
  let latestInvocation = -Infinity;
  let states = [model.initial];
  for (const operation of witness) {
    const { input, output, type, invoke, complete } = operation;
    if (complete < latestInvocation) return `${JSON.stringify(operation)} comes after one invoked later`;
    latestInvocation = Math.max(latestInvocation, invoke);
    states = states.flatMap((state) => {
      const step = model.step(state, input as Input, type === 'info' ? undefined : output, type);
      return step instanceof Choice ? step.states : step === undefined ? [] : [step];
    });
    if (states.length === 0) return `the model does not allow ${JSON.stringify(operation)}`;
  }
  return undefined;
}
