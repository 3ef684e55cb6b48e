/**
 * Why a history is not linearizable: a few of its operations that rule out every order.
 *
 * Leaving out a write makes almost any history illegal (the reads of its value remain), so such a core would prove
 * nothing. Here an operation outside the core is not taken away but excused: it may happen inside its time, or not at
 * all. If even so no order is left, then what remains obliged is to blame. This only ever weakens the history, so the
 * core condemns the whole; and as everything excused may be left out, the core also fails on its own.
 */

import type { BudgetMeter } from '../budget.js';
import { BudgetSpent } from '../budget.js';
import type { Input, Operation } from '../history.js';
import type { Model } from '../model.js';
import { Automaton } from './automaton.js';
import { BreadthFirst } from './breadth.js';
import { charging } from './charging.js';
import { isImpossible } from './confirm.js';
import { classifyAll, problemOf } from './problem.js';

/** How many operations before the failing return are tried first. */
const FIRST_SUFFIX = 24;
const SUFFIX_GROWTH = 4;
/** Larger cores are not confirmed by brute force. */
const CONFIRMED_SIZE = 24;
/** A single trial may cost this many times the first. */
const TRIAL_FACTOR = 64;
const TRIAL_STEPS = 200_000;

/**
 * The core of a part of a history that cannot be continued past the return of `failing`. With the budget gone, the
 * smallest one found so far.
 */
export function coreOf(
  operations: readonly Operation[],
  failing: Operation,
  model: Model<unknown, Input, unknown>,
  meter: BudgetMeter,
): readonly Operation[] {
  const before = operations.filter(({ invoke }) => invoke <= failing.complete);
  // What returns later is not obliged: operations that are not looked at any more may explain it.
  const isObliged = ({ type, complete }: Operation): boolean =>
    type !== 'info' && complete <= failing.complete;
  let core: readonly Operation[] = before.filter(isObliged);
  try {
    const trial = new Trial(before, isObliged, model, meter);
    let obliged = trial.failingSuffix();
    for (let size = obliged.length >> 1; size >= 1; size = size === 1 ? 0 : (size + 1) >> 1) {
      for (let from = 0; from < obliged.length;) {
        const fewer = [...obliged.slice(0, from), ...obliged.slice(from + size)];
        if (trial.fails(fewer)) obliged = fewer;
        else from += size;
      }
      core = obliged.map((index) => before[index]!);
    }
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
  }
  return core;
}

/** Whether the independent check finds the core impossible as well; `false` if it is too large to be asked. */
export function isConfirmed(
  operations: readonly Operation[],
  model: Model<unknown, Input, unknown>,
  meter: BudgetMeter,
): boolean {
  if (operations.length > CONFIRMED_SIZE) return false;
  try {
    if (isImpossible(operations, model, meter)) return true;
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return false;
  }
  throw new Error(
    `a core that the search rejects was accepted by the independent check; please report this history`,
  );
}

/** Tries which operations must be obliged for the history to fail. */
class Trial {
  private readonly automaton: Automaton;
  private readonly classes: Int32Array;
  /** Operations of the suffix that is tried; all of them at last. */
  private included: readonly number[];
  private startStates: readonly number[] = [0];
  private maxSteps = Infinity;

  constructor(
    private readonly operations: readonly Operation[],
    private readonly isObliged: (operation: Operation) => boolean,
    model: Model<unknown, Input, unknown>,
    private readonly meter: BudgetMeter,
  ) {
    this.automaton = new Automaton(charging(model, meter), meter);
    this.classes = classifyAll(operations, this.automaton);
    this.included = [...operations.keys()];
  }

  /** The shortest suffix found that fails from any state whatsoever, else all that is obliged. */
  failingSuffix(): number[] {
    const { operations, automaton } = this;
    const all = this.included;
    const obliged = all.filter((index) => this.isObliged(operations[index]!));
    if (automaton.closed) {
      this.startStates = [...automaton.states.keys()];
      const byReturn = [...obliged].sort((a, b) => operations[b]!.complete - operations[a]!.complete);
      for (let size = FIRST_SUFFIX; size < obliged.length; size *= SUFFIX_GROWTH) {
        const suffix = new Set(byReturn.slice(0, size));
        this.included = all.filter((index) => suffix.has(index) || !this.isObliged(operations[index]!));
        const indexes = obliged.filter((index) => suffix.has(index));
        if (this.fails(indexes)) return indexes;
      }
      this.startStates = [0];
      this.included = all;
    }
    return obliged;
  }

  /** Whether the history fails although only these operations have to happen. */
  fails(obliged: readonly number[]): boolean {
    const { operations, classes, automaton, included, meter } = this;
    const mustHappen = new Set(obliged);
    const problem = problemOf(
      included.map((index) => operations[index]!),
      Int32Array.from(included, (index) => classes[index]!),
      automaton,
      meter,
      (index) => !mustHappen.has(included[index]!),
    );
    const before = meter.steps;
    const status = new BreadthFirst(problem, meter, this.startStates).run(this.maxSteps);
    // What one trial may cost is measured by the first that fails; undecided trials excuse nothing.
    if (status === 'invalid' && this.maxSteps === Infinity) {
      this.maxSteps = TRIAL_STEPS + TRIAL_FACTOR * (meter.steps - before);
    }
    return status === 'invalid';
  }
}
