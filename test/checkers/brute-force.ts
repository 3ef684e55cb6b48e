/**
 * The twin that the fast checkers are compared with: it decides linearizability by trying every order. Exponential,
 * short, and as close to the definition as can be (Herlihy & Wing 1990); for histories of a dozen operations.
 */
import type { History, Input, Operation } from '../../checkers/history.js';
import { Choice } from '../../checkers/model.js';
import type { Model } from '../../checkers/model.js';
import { identityOf } from '../../checkers/identity.js';

/** Whether some order of the operations is allowed by the model and by real time. */
export function isLinearizable<State, I extends Input, O>(
  model: Model<State, I, O>,
  history: History,
): boolean {
  const happened = history.filter(
    ({ type, input }) => type !== 'fail' || model.observesFail?.(input as I) === true,
  );
  return partsOf(model, happened).every((part) => someOrder(model, part));
}

/** Objects are judged apart where the model says that they are independent. */
function partsOf<State, I extends Input, O>(model: Model<State, I, O>, history: History): Operation[][] {
  const { partition } = model;
  if (partition === 'whole') return [[...history]];
  const parts = new Map<unknown, Operation[]>();
  for (const operation of history) {
    const input = operation.input as I;
    const key = partition ? partition(input) : input.key;
    // What is about several objects is judged as a whole, which is always right.
    if (typeof key === 'object') return [[...history]];
    parts.set(key, [...(parts.get(key) ?? []), operation]);
  }
  return [...parts.values()];
}

function someOrder<State, I extends Input, O>(
  model: Model<State, I, O>,
  history: readonly Operation[],
): boolean {
  const failed = new Set<string>();
  const completeOf = ({ type, complete }: Operation) => (type === 'info' ? Infinity : complete);

  const extend = (left: readonly Operation[], state: State): boolean => {
    // Operations of unknown outcome may never take effect; all others must.
    if (left.every(({ type }) => type === 'info')) return true;
    const position = `${left.map((operation) => history.indexOf(operation)).join()}|${String(identityOf(state))}`;
    if (failed.has(position)) return false;
    for (const next of left) {
      if (left.some((other) => completeOf(other) < next.invoke)) continue;
      const output = next.type === 'info' ? undefined : (next.output as O | undefined);
      const step = model.step(state, next.input as I, output, next.type);
      const states = step instanceof Choice ? step.states : step === undefined ? [] : [step];
      const rest = left.filter((operation) => operation !== next);
      if (states.some((after) => extend(rest, after))) return true;
    }
    failed.add(position);
    return false;
  };
  return extend(history, model.initial);
}

/**
 * Why an order of operations does not show a history to be linearizable, or `undefined` if it does: all operations
 * that happened, each once, in an order that real time and the model allow.
 */
export function faultOfWitness<State, I extends Input, O>(
  model: Model<State, I, O>,
  history: History,
  witness: readonly Operation[],
): string | undefined {
  const members = new Set(history);
  if (new Set(witness).size !== witness.length) return 'an operation occurs twice';
  if (!witness.every((operation) => members.has(operation))) return 'an operation is not of the history';
  const chosen = new Set(witness);
  const needed = history.filter(
    ({ type, input }) => type === 'ok' || (type === 'fail' && model.observesFail?.(input as I) === true),
  );
  if (!needed.every((operation) => chosen.has(operation))) return 'an operation is missing';
  const late = witness.findIndex((operation, at) =>
    witness.slice(at + 1).some((later) => later.type !== 'info' && later.complete < operation.invoke),
  );
  if (late >= 0) return `operation ${late} begins after a later one has completed`;
  const replayed = partsOf(model, witness).every((part) => replays(model, part));
  return replayed ? undefined : 'the model does not allow it';
}

function replays<State, I extends Input, O>(model: Model<State, I, O>, order: readonly Operation[]): boolean {
  let states: State[] = [model.initial];
  for (const { type, input, output } of order) {
    const known = type === 'info' ? undefined : (output as O | undefined);
    states = states.flatMap((state) => {
      const step = model.step(state, input as I, known, type);
      return step instanceof Choice ? [...step.states] : step === undefined ? [] : [step];
    });
  }
  return states.length > 0;
}
