/**
 * Where a history breaks: the first completion that no order explains, how far orders go, and all states that are
 * possible there.
 *
 * A search for a verdict may give up states early by what it foresees of reads to come. Then it breaks before the
 * completion that is to blame, and with few of the states that were possible. Here only reads that complete before that
 * are foreseen: no state that the object can be in at that moment is lost by it.
 */

import type { BudgetMeter } from '../budget.js';
import type { Input, Operation } from '../history.js';
import type { Model } from '../model.js';
import { Automaton } from './automaton.js';
import { BreadthFirst } from './breadth.js';
import { charging } from './charging.js';
import { classifyAll, problemOf } from './problem.js';
import type { Problem } from './problem.js';
import { witnessOf } from './witness.js';

export interface Breakdown {
  readonly failing: Operation;
  /** An order that goes as far as any. */
  readonly prefix: readonly Operation[];
  readonly open: readonly Operation[];
  /** All states that are possible when `failing` completes. */
  readonly states: readonly unknown[];
  /** An order that leads to the state of that place in `states`. */
  waysTo(state: number): readonly Operation[];
}

/** `undefined` where the operations are linearizable. Throws `BudgetSpent`. */
export function breakdownOf(
  operations: readonly Operation[],
  model: Model<unknown, Input, unknown>,
  meter: BudgetMeter,
): Breakdown | undefined {
  const automaton = new Automaton(charging(model, meter), meter);
  const whole = problemOf(operations, classifyAll(operations, automaton), automaton, meter);
  let search = new BreadthFirst(whole, meter);
  if (search.run(Infinity) !== 'invalid') return undefined;
  let problem = whole;
  if (automaton.foresees) {
    const end = firstReturn(whole, search.failure().event, search.furthest, meter);
    problem = { ...whole, events: whole.events.subarray(0, end + 1), foreseen: end };
    search = new BreadthFirst(problem, meter);
    if (search.run(Infinity) !== 'invalid') return undefined;
  }
  const { operation, event, states, path, pathTo } = search.failure();
  const crashed = operations.filter(
    (its, index) =>
      its.type === 'info' && its.invoke <= operations[operation]!.complete && whole.slots[index]! < 0,
  );
  return {
    failing: operations[operation]!,
    prefix: witnessOf(problem, path, event),
    open: [...search.openOperations(), ...crashed],
    states: states.map((state) => automaton.states[state]),
    waysTo: (state) => witnessOf(problem, pathTo(states[state]!), event),
  };
}

/** The first return that no order passes. All before `from` can be passed, and that of `to` cannot. */
function firstReturn(whole: Problem, from: number, to: number, meter: BudgetMeter): number {
  let [possible, impossible] = [from - 1, to];
  while (impossible - possible > 1) {
    const middle = (possible + impossible) >> 1;
    const problem: Problem = { ...whole, events: whole.events.subarray(0, middle + 1) };
    if (new BreadthFirst(problem, meter).run(Infinity) === 'invalid') impossible = middle;
    else possible = middle;
  }
  return impossible;
}
