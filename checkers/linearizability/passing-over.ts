/**
 * Cores of objects that can be looked at in part. Whatever operations outside the core left is passed over, in all that is
 * shown: then nothing in the core depends on anything outside, and it fails on its own.
 */

import { BudgetSpent } from '../budget.js';
import type { BudgetMeter } from '../budget.js';
import type { Input, Operation } from '../history.js';
import type { Model } from '../model.js';
import { Automaton } from './automaton.js';
import { BreadthFirst } from './breadth.js';
import { charging } from './charging.js';
import { minimalFailing } from './minimal-failing.js';
import { classifyAll, problemOf } from './problem.js';
import { tracesOf, writersIn } from './traces.js';

type AnyModel = Model<unknown, Input, unknown>;

/** Writers of other things that a core's reads show are added up to this size. */
const FEW = 8;

/** Where to look. */
interface Suspicion {
  readonly operations: readonly Operation[];
  /** Those among which the reason lies. */
  readonly suspects: readonly Operation[];
  /** The first that cannot return. */
  readonly failing: Operation;
  /** One that is impossible by itself. */
  readonly culprit: Operation | undefined;
}

export interface PartialCore {
  readonly operations: readonly Operation[];
  /** Those of which none can be missed; the others wrote what else these show. */
  readonly obliged: readonly Operation[];
  /** All of them as they look if what others left is passed over. */
  readonly judged: readonly Operation[];
}

/**
 * The fewest operations found that fail so; `culprit` alone if it does. `undefined` for models that cannot be looked at in part, and where there is
 * no failure without what is passed over.
 */
export function coreByPassingOver(
  { operations, suspects, failing, culprit }: Suspicion,
  model: AnyModel,
  meter: BudgetMeter,
): PartialCore | undefined {
  if (model.only === undefined) return undefined;
  const before = suspects.filter(({ invoke }) => invoke <= failing.complete);
  try {
    const writersOf = writersIn(operations, model, meter);
    const lookAt = (some: readonly Operation[]): readonly Operation[] =>
      partial(some, writersOf, model, meter);
    const fails = (some: readonly Operation[]): boolean => isFailing(lookAt(some), model, meter);
    if (culprit !== undefined)
      return { operations: [culprit], obliged: [culprit], judged: lookAt([culprit]) };
    if (!fails(before)) return undefined;
    const obliged = minimalFailing(before, fails);
    const core = withOtherWriters(obliged, writersOf, model);
    return { operations: core, obliged, judged: lookAt(core) };
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return undefined;
  }
}

/** The operations as they look to somebody who knows only what they left themselves, and what nobody did. */
export function partial(
  some: readonly Operation[],
  writersOf: ReadonlyMap<string, readonly Operation[]>,
  model: AnyModel,
  meter: BudgetMeter,
): readonly Operation[] {
  const known = new Set(some);
  const counts = (thing: string): boolean => {
    meter.spend();
    return writersOf.get(thing)?.every((writer) => known.has(writer)) !== false;
  };
  const inOrder = [...some].sort((a, b) => a.invoke - b.invoke);
  return inOrder.map((operation) => ({
    ...operation,
    ...model.only!(operation.input as Input, operation.output, counts),
  }));
}

function isFailing(operations: readonly Operation[], model: AnyModel, meter: BudgetMeter): boolean {
  const automaton = new Automaton(charging(model, meter), meter);
  const problem = problemOf(operations, classifyAll(operations, automaton), automaton, meter);
  return new BreadthFirst(problem, meter).run(Infinity) === 'invalid';
}

/** What else the reads of a core show is easier to follow with its writers, where these are few. */
function withOtherWriters(
  core: readonly Operation[],
  writersOf: ReadonlyMap<string, readonly Operation[]>,
  model: AnyModel,
): readonly Operation[] {
  if (core.length === 1) return core;
  const all = new Set(core);
  for (const operation of core) {
    const { shows } = tracesOf(model, operation);
    for (const [thing, writers] of writersOf) if (shows(thing)) for (const writer of writers) all.add(writer);
  }
  return all.size > FEW ? core : [...all].sort((a, b) => a.invoke - b.invoke);
}
