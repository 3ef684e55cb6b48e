/** What an explanation states, checked from the definition: nothing here is shared with the searches that found it. */

import type { BudgetMeter } from '../budget.js';
import type { Input, Operation } from '../history.js';
import { nameOf } from '../identity.js';
import { Choice } from '../model.js';
import type { Model } from '../model.js';

type AnyModel = Model<unknown, Input, unknown>;

/** The states that an operation leads to; none where it is impossible. */
export function after(model: AnyModel, state: unknown, operation: Operation): readonly unknown[] {
  const { input, output, type } = operation;
  const step = model.step(state, input as Input, type === 'info' ? undefined : output, type);
  return step instanceof Choice ? step.states : step === undefined ? [] : [step];
}

export const nameOfState = (model: AnyModel, state: unknown): string =>
  String(model.key ? `${typeof model.key(state)} ${model.key(state)}` : nameOf(state));

/**
 * The states in which an order of operations can leave the object, by name. `undefined` if the model or real time
 * forbids the order. Throws `BudgetSpent`.
 */
export function replay(
  order: readonly Operation[],
  model: AnyModel,
  meter: BudgetMeter,
): ReadonlyMap<string, unknown> | undefined {
  let states: readonly unknown[] = [model.initial];
  let latestInvocation = -Infinity;
  for (const operation of order) {
    meter.userStep();
    if (operation.complete < latestInvocation) return undefined;
    latestInvocation = Math.max(latestInvocation, operation.invoke);
    states =
      states.length === 1
        ? after(model, states[0], operation)
        : states.flatMap((state) => after(model, state, operation));
    // Names of states may be long: they are needed only where there are several.
    if (states.length > 1) states = [...byName(states, model).values()];
  }
  return states.length === 0 ? undefined : byName(states, model);
}

const byName = (states: readonly unknown[], model: AnyModel): ReadonlyMap<string, unknown> =>
  new Map(states.map((state) => [nameOfState(model, state), state]));

/** One way in which things may stand: the state, and the open operations that have happened already. */
interface World {
  readonly state: unknown;
  readonly used: readonly Operation[];
}

/**
 * All states the object can be in when `failing` completes and has not happened yet, by name; `undefined` if it can
 * have happened by then after all. Exponential in what is open at a time. Throws `BudgetSpent`.
 */
export function statesBefore(
  operations: readonly Operation[],
  failing: Operation,
  model: AnyModel,
  meter: BudgetMeter,
): ReadonlyMap<string, unknown> | undefined {
  const byReturn = operations
    .filter(({ type, complete }) => type !== 'info' && complete <= failing.complete)
    .sort((a, b) => a.complete - b.complete);
  let worlds: readonly World[] = [{ state: model.initial, used: [] }];
  let open: readonly Operation[] = [];
  let invoked = 0;
  for (const returning of byReturn) {
    const began = invoked;
    while (invoked < operations.length && operations[invoked]!.invoke <= returning.complete) invoked++;
    open = [...open, ...operations.slice(began, invoked).filter((its) => !saysNothing(its, model))];
    const all = closure(worlds, open, model, meter);
    if (returning === failing) {
      if (all.some(({ used }) => used.includes(failing))) return undefined;
      return byName(
        all.map(({ state }) => state),
        model,
      );
    }
    worlds = all
      .filter(({ used }) => used.includes(returning))
      .map(({ state, used }) => ({ state, used: used.filter((other) => other !== returning) }));
    open = open.filter((other) => other !== returning);
  }
  return undefined;
}

/** A read that nobody heard of. */
function saysNothing({ type, input }: Operation, model: AnyModel): boolean {
  return type === 'info' && model.effect?.(input as Input, undefined, 'info') === 'reads';
}

/** The worlds, and all that open operations lead to from there. */
function closure(
  worlds: readonly World[],
  open: readonly Operation[],
  model: AnyModel,
  meter: BudgetMeter,
): readonly World[] {
  const number = new Map(open.map((operation, index) => [operation, index]));
  const seen = new Set<string>();
  const all: World[] = [];
  const add = (world: World): void => {
    const name = nameOfState(model, world.state);
    meter.spend(1 + (name.length >> 4));
    const numbers = world.used.map((operation) => number.get(operation)!).sort((a, b) => a - b);
    const place = `${numbers.join()} ${name}`;
    if (seen.has(place)) return;
    seen.add(place);
    all.push(world);
  };
  worlds.forEach(add);
  for (const { state, used } of all) {
    for (const operation of open) {
      if (used.includes(operation)) continue;
      meter.userStep();
      for (const next of after(model, state, operation)) add({ state: next, used: [...used, operation] });
    }
  }
  return all;
}
