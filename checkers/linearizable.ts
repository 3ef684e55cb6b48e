/**
 * Linearizability (Herlihy & Wing 1990): every operation seems to happen at one moment between its invocation and its
 * completion.
 *
 * This is the entry point: it refuses malformed histories, divides the rest into independent parts, judges these in
 * turns, so that a hard one cannot hide a failing one, and composes the verdict. `linearizability/` has the searches.
 */

import { BudgetMeter, BudgetSpent } from './budget.js';
import {
  nothingToJudge,
  type Budget,
  type Checker,
  type History,
  type Input,
  type OnlineChecker,
  type Operation,
  type Verdict,
} from './history.js';
import { Contest } from './linearizability/contest.js';
import type { Algorithm } from './linearizability/contest.js';
import { notLinearizable } from './linearizability/invalid.js';
import type { NotLinearizable } from './linearizability/invalid.js';
import { OnlineLinearizability } from './linearizability/online.js';
import { partsOf } from './linearizability/partition.js';
import { assertUnderstood } from './linearizability/understood.js';
import type { Model } from './model.js';
import { assertWellFormed } from './well-formed.js';

/** Which search for an order decides. */
export interface LinearizableOptions {
  /** Which search may decide; `auto`, the default, takes the model's own procedure if it applies, else both. */
  readonly algorithm?: Algorithm;
}

/** Like any verdict; `invalid` also has an explanation. */
export type LinearizabilityVerdict = Exclude<Verdict, { verdict: 'invalid' }> | NotLinearizable;

/** A checker whose `invalid` verdicts explain themselves. */
export interface LinearizabilityChecker extends Checker {
  check(history: History, budget?: Budget): LinearizabilityVerdict;
  readonly online: () => OnlineChecker;
}

/** Judges histories of objects that should behave like `model`. */
export function linearizable<State, I extends Input, O>(
  model: Model<State, I, O>,
  options: LinearizableOptions = {},
): LinearizabilityChecker {
  const anyModel = model as unknown as Model<unknown, Input, unknown>;
  return {
    name: 'linearizable',
    check: (history, budget) => check(anyModel, history, budget, options.algorithm ?? 'auto'),
    online: () => new OnlineLinearizability(anyModel),
  };
}

function check(
  model: Model<unknown, Input, unknown>,
  history: History,
  budget: Budget | undefined,
  algorithm: Algorithm,
): LinearizabilityVerdict {
  const meter = new BudgetMeter(budget);
  let contests: readonly Contest[] = [];
  try {
    assertWellFormed(history, meter);
    assertUnderstood(model, history);
    const happened = happenedIn(history, model, meter);
    if (!happened.some(({ type }) => type !== 'info')) return nothingSeen(history);
    const failed = happened === history ? [] : history.filter(({ type }) => type === 'fail');
    contests = contestsOf(model, happened, failed, meter, algorithm);
    const violated = decide(contests);
    if (violated) return notLinearizable(model, violated, budget);
    meter.lift();
    return valid(model, contests, happened.length);
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return { verdict: 'unknown', reason: `stopped by ${error.detail}: ${progressOf(contests)}` };
  }
}

/** The operations that say something: all but those that certainly did not happen, unless their model learns from it. */
function happenedIn(
  history: History,
  model: Model<unknown, Input, unknown>,
  meter: BudgetMeter,
): readonly Operation[] {
  const saysNothing = ({ type, input }: Operation): boolean => {
    meter.spend();
    return type === 'fail' && model.observesFail?.(input as Input) !== true;
  };
  return history.some(saysNothing) ? history.filter((operation) => !saysNothing(operation)) : history;
}

/** Operations that all failed, or of which nobody knows how they ended, show nothing of what they met. */
function nothingSeen(history: History): LinearizabilityVerdict {
  const found =
    history.length === 0
      ? 'the history is empty'
      : history.length === 1
        ? 'the only operation is not known to have happened'
        : `none of the ${history.length} operations is known to have happened`;
  return nothingToJudge(`nothing to judge: ${found}`);
}

/** One contest for each part, or one for all where the model's own procedure takes all parts at once and decides. */
function contestsOf(
  model: Model<unknown, Input, unknown>,
  happened: History,
  failed: History,
  meter: BudgetMeter,
  algorithm: Algorithm,
): readonly Contest[] {
  if (model.fastPathTakesAll === true && algorithm === 'auto') {
    const whole = new Contest(model, { keys: [], operations: happened }, meter, algorithm, failed);
    if (whole.takeFastPath()) return [whole];
  }
  return partsOf(happened, model, meter).map((part) => new Contest(model, part, meter, algorithm, failed));
}

/** Runs the contests in turns until one finds a violation, which is returned, or all are decided. */
function decide(contests: readonly Contest[]): Contest | undefined {
  let open = contests;
  for (let factor = 1; open.length > 0; factor *= 2) {
    for (const contest of open) {
      if (contest.run(factor * contest.firstSteps) === 'invalid') return contest;
    }
    open = open.filter(({ status }) => status === 'running');
  }
  return undefined;
}

/** How far the contests got. */
function progressOf(contests: readonly Contest[]): string {
  if (contests.length === 0) return 'nothing judged yet';
  const open = contests.filter(({ status }) => status === 'running');
  const parts =
    contests.length === 1 ? '' : `${contests.length - open.length} of ${contests.length} parts decided, `;
  return `${parts}${open[0]?.progress() ?? 'nothing left but the witness'}`;
}

function valid(
  model: Model<unknown, Input, unknown>,
  contests: readonly Contest[],
  count: number,
): LinearizabilityVerdict {
  const name = model.name ?? 'object';
  const reason = `${count === 1 ? 'the 1 operation fits' : `all ${count} operations fit`} in one order that a ${name} allows`;
  // A witness of a million operations costs more than the verdict: it is made when somebody looks at it.
  let made: { readonly witness: readonly Operation[] | undefined } | undefined;
  return {
    verdict: 'valid',
    reason,
    get witness() {
      return (made ??= { witness: witnessOf(contests) }).witness;
    },
  } as LinearizabilityVerdict;
}

/** The verdict stands without its witness. */
function withinBudget(contest: Contest): readonly Operation[] | undefined {
  try {
    return contest.witness();
  } catch (error) {
    if (error instanceof BudgetSpent) return undefined;
    throw error;
  }
}

/** An order of all operations that replays, if every part has one. */
function witnessOf(contests: readonly Contest[]): readonly Operation[] | undefined {
  const witnesses = contests.map(withinBudget);
  const known = witnesses.filter((witness) => witness !== undefined);
  if (known.length < witnesses.length) return undefined;
  return known.length === 1 ? known[0] : interleave(known);
}

/**
 * One order from the orders of independent parts: each operation at the earliest moment its part's order allows.
 */
function interleave(parts: readonly (readonly Operation[])[]): Operation[] {
  const timed: { at: number; operation: Operation }[] = [];
  for (const part of parts) {
    let at = -Infinity;
    for (const operation of part) {
      at = Math.max(at, operation.invoke);
      timed.push({ at, operation });
    }
  }
  return timed.sort((a, b) => a.at - b.at).map(({ operation }) => operation);
}
