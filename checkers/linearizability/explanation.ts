/**
 * What can be told of a violation: how far the history goes well, and why not further. What is stated is checked from the
 * definition (`replay.ts`) before anybody reads it; what is not confirmed is not said.
 */

import { BudgetMeter, BudgetSpent } from '../budget.js';
import type { Input, Operation } from '../history.js';
import { show } from '../identity.js';
import { shorten } from '../shorten.js';
import type { Model } from '../model.js';
import type { Breakdown } from './breakdown.js';
import { after, nameOfState, replay, statesBefore } from './replay.js';
import { who } from '../selectors.js';

/** Why one object's operations are not linearizable. */
export interface Explanation {
  /** The first operation whose completion no order of the operations before it explains. */
  readonly failing: Operation;
  /**
   * The longest linearizable prefix: an order of the operations completed before `failing` (and perhaps of some that
   * were open) that replays.
   */
  readonly prefix: readonly Operation[];
  /** Operations that were open when `failing` completed, itself included; those of unknown outcome come last. */
  readonly open: readonly Operation[];
  /** The states the object can be in when `failing` completes, whichever order is chosen; printed. */
  readonly states: readonly string[];
  /** One plain sentence: why it fits none of them. */
  readonly why: string;
  /** What was put in order: all operations on the object or, where that would cost too much, those of the core alone. */
  readonly among: 'all' | 'core';
  /** How many operations that is. */
  readonly count: number;
}

/** The most states that a sentence names. */
const NAMED_STATES = 6;
/** A state takes at most so much of a sentence. */
const STATE_LENGTH = 80;

/**
 * Explains operations that are known to fail; `undefined` when the budget is too small for it.
 * @param found where they break
 * @param judged the same operations as they are judged, if that is otherwise than they are shown
 */
export function explain(
  found: Breakdown | undefined,
  operations: readonly Operation[],
  model: Model<unknown, Input, unknown>,
  meter: BudgetMeter,
  among: Explanation['among'],
  judged = operations,
): Explanation | undefined {
  try {
    if (found === undefined || !holds(found, judged, model, meter)) return undefined;
    const { failing, prefix, open, states } = found;
    const told = `${printOperation(model, failing)} by process ${who(failing)} fits no moment between its invocation and its completion`;
    const printed = states.map((state) => model.printState?.(state) ?? show(state));
    const certain = isComplete(found, judged, model);
    const name = model.name ?? 'object';
    const real = new Map(judged.map((its, index) => [its, operations[index]!]));
    const realOf = (some: readonly Operation[]): Operation[] => some.map((its) => real.get(its)!);
    return {
      ...{ failing: real.get(failing)!, prefix: realOf(prefix), open: realOf(open) },
      ...{ among, count: operations.length },
      states: printed,
      why: certain
        ? `${told}; when it completes, the ${name} can only be ${list(printed)}`
        : `${told}; when it completes, the ${name} can be ${list(printed)}, and that does not fit`,
    };
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return undefined;
  }
}

/** Whether the prefix replays and lacks nothing that completed, the named states can be reached, and none of all fits. */
function holds(
  { failing, prefix, states, waysTo }: Breakdown,
  operations: readonly Operation[],
  model: Model<unknown, Input, unknown>,
  meter: BudgetMeter,
): boolean {
  const isLeftOut = (order: readonly Operation[]): boolean => {
    const placed = new Set(order);
    return operations.some(
      (operation) =>
        operation.type !== 'info' && operation.complete < failing.complete && !placed.has(operation),
    );
  };
  if (isLeftOut(prefix) || replay(prefix, model, meter) === undefined) return false;
  for (const [index, state] of states.slice(0, NAMED_STATES).entries()) {
    const way = waysTo(index);
    if (isLeftOut(way) || replay(way, model, meter)?.has(nameOfState(model, state)) !== true) return false;
  }
  return states.every((state) => {
    meter.userStep();
    return after(model, state, failing).length === 0;
  });
}

/** What the plain way of finding all states may cost. */
const PLAIN_STEPS = 500_000;

/** Whether the plain way finds the same states; `false` where it would take too long. */
function isComplete(
  { failing, states }: Breakdown,
  operations: readonly Operation[],
  model: Model<unknown, Input, unknown>,
): boolean {
  try {
    const all = statesBefore(operations, failing, model, new BudgetMeter({ steps: PLAIN_STEPS }));
    return all?.size === states.length && states.every((state) => all.has(nameOfState(model, state)));
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return false;
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
  const named = states.slice(0, NAMED_STATES).map((state) => shorten(state, STATE_LENGTH));
  if (states.length > named.length)
    return `${named.join(', ')} or one of ${states.length - named.length} more`;
  return named.length === 1 ? named[0]! : `${named.slice(0, -1).join(', ')} or ${named.at(-1)}`;
}
