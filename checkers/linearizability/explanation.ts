/** What can be told of a violation: how far the history goes well, and why not further. */

import { BudgetSpent } from '../budget.js';
import type { BudgetMeter } from '../budget.js';
import type { Input, Operation } from '../history.js';
import { show } from '../identity.js';
import type { Model } from '../model.js';
import { Automaton } from './automaton.js';
import { BreadthFirst } from './breadth.js';
import { classifyAll, problemOf } from './problem.js';
import { witnessOf } from './witness.js';

/** Why one object's operations are not linearizable. */
export interface Explanation {
  /** The first operation whose completion no order of the operations before it explains. */
  readonly failing: Operation;
  /**
   * The longest linearizable prefix: an order of the operations completed before `failing` (and perhaps of some that
   * were open) that replays.
   */
  readonly prefix: readonly Operation[];
  /** Operations that were open when `failing` completed, itself included. */
  readonly open: readonly Operation[];
  /** The states the object can be in when `failing` completes, whichever order is chosen; printed. */
  readonly states: readonly string[];
  /** One plain sentence: why it fits none of them. */
  readonly why: string;
}

/** The most states that a sentence names. */
const NAMED_STATES = 6;

/** Explains a part of a history that is known to fail; `undefined` when the budget is too small for it. */
export function explain(
  operations: readonly Operation[],
  model: Model<unknown, Input, unknown>,
  meter: BudgetMeter,
): Explanation | undefined {
  try {
    const automaton = new Automaton(model, meter);
    const problem = problemOf(operations, classifyAll(operations, automaton), automaton, meter);
    const search = new BreadthFirst(problem, meter);
    if (search.run(Infinity) !== 'invalid') return undefined;
    const failure = search.failure();
    const failing = operations[failure.operation]!;
    const printed = failure.states.map(
      (state) => model.printState?.(automaton.states[state]) ?? show(automaton.states[state]),
    );
    return {
      failing,
      prefix: witnessOf(problem, failure.path, failure.event),
      open: [...search.openOperations()],
      states: printed,
      why: `${printOperation(model, failing)} by process ${failing.process} fits no moment between its invocation and its completion; when it completes, the ${model.name ?? 'object'} can only be ${list(printed)}`,
    };
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return undefined;
  }
}

/** An operation in a few words, as the model prints it. */
export function printOperation(model: Model<unknown, Input, unknown>, operation: Operation): string {
  const { output, type } = operation;
  const input = operation.input as Input;
  const printed = model.printOperation?.(input, output, type);
  if (printed !== undefined) return printed;
  const { f, key: _, ...rest } = input as Input & Record<string, unknown>;
  const parts = [f, ...Object.values(rest).map(show), ...(output === undefined ? [] : ['->', show(output)])];
  return parts.join(' ');
}

function list(states: readonly string[]): string {
  const named = states.slice(0, NAMED_STATES);
  if (states.length > named.length)
    return `${named.join(', ')} or one of ${states.length - named.length} more`;
  return named.length === 1 ? named[0]! : `${named.slice(0, -1).join(', ')} or ${named.at(-1)}`;
}
