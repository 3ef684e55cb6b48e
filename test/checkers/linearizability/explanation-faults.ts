/** Every statement of an explanation, held against the definition: all orders are tried. For histories of up to 20 operations. */

import type { History, Input, Operation } from '../../../checkers/history.js';
import type { NotLinearizable } from '../../../checkers/linearizability/invalid.js';
import { show } from '../../../checkers/identity.js';
import { Choice } from '../../../checkers/model.js';
import type { Model } from '../../../checkers/model.js';
import { isLinearizable } from './naive.js';

type AnyModel = Model<unknown, Input, unknown>;

/** A counter of which is known no more than that it never falls: some reads are told by that alone. */
const RISING: AnyModel = {
  initial: -Infinity,
  step: (least, { f }, output) =>
    f !== 'read' || typeof output !== 'number' ? least : output >= (least as number) ? output : undefined,
};

/** What is wrong with what is told of a history that is not linearizable; `undefined` if nothing. */
export function explanationFault(
  model: AnyModel,
  history: History,
  verdict: NotLinearizable,
): string | undefined {
  const { explanation, core, anomalies } = verdict;
  if (explanation === undefined) return 'there is no explanation';
  if (anomalies[0]?.kind === 'stale-read' && explanation.among === 'core' && model !== RISING) {
    const isFalling = history.some(({ input }) => Number((input as { readonly by?: number }).by ?? 0) < 0);
    return isFalling ? 'something is taken away' : explanationFault(RISING, history, verdict);
  }
  const { failing, prefix, open, states, why, among } = explanation;
  const judged = among === 'core' ? core : history;
  const said = relevant(model, judged);
  const completed = (operation: Operation, at: number): boolean =>
    operation.type !== 'info' && operation.complete < at;
  const isPossible = (at: number): boolean => {
    const known = said.filter(({ invoke }) => invoke <= at);
    return isLinearizable(model, known, new Set(known.filter((its) => completed(its, at + 0.5))));
  };
  const firstFailing = said
    .filter(({ type }) => type !== 'info')
    .sort((a, b) => a.complete - b.complete)
    .find(({ complete }) => !isPossible(complete));
  if (firstFailing !== failing) return `it blames ${show(failing)}, and ${show(firstFailing)} fails first`;
  const placed = new Set(prefix);
  const missing = said.find((its) => completed(its, failing.complete) && !placed.has(its));
  if (missing) return `the prefix lacks ${show(missing)}`;
  if (isImpossibleOrder(model, prefix)) return 'the prefix does not replay';
  const isOpen = (its: Operation): boolean =>
    its.invoke <= failing.complete && !completed(its, failing.complete);
  const notOpen = open.find((its) => !isOpen(its));
  if (notOpen) return `${show(notOpen)} was not open`;
  const unsaid = said.find((its) => isOpen(its) && its.type !== 'info' && !open.includes(its));
  if (unsaid) return `${show(unsaid)} was open, too`;
  // Told of a part of the object, whose states are other things.
  if (among === 'core') return undefined;
  const possible = possibleStates(model, said, failing);
  const printed = new Set([...possible].map((state) => model.printState?.(state) ?? show(state)));
  const wrong = states.find((state) => !printed.has(state));
  if (wrong !== undefined) return `the state ${wrong} is not possible`;
  const lost = [...printed].find((state) => !states.includes(state));
  if (lost !== undefined) return `the state ${lost} is possible, too`;
  return why.includes('can only be') ? undefined : `it is not sure: ${why}`;
}

/** What is wrong with the core of a history that is not linearizable; `undefined` if nothing. */
export function coreFault(
  model: AnyModel,
  history: History,
  { core, obliged, coreAlone, coreConfirmed, explanation }: NotLinearizable,
): string | undefined {
  if (!coreConfirmed) return 'the core is not confirmed';
  if (obliged.some((its) => !core.includes(its))) return 'what is obliged is not in the core';
  const { only } = model;
  // Elements that others appended, too, are not passed over there.
  const isOnLists = model.name === 'list-append';
  if (isOnLists && isLinearizable(model, history, new Set(core))) return 'others explain the core';
  // Sentences may name more than the fewest operations.
  if (isOnLists && explanation === undefined) return undefined;
  // Where a procedure of its own found the core, others may be needed who are not passed over.
  if (only === undefined || (model.fastPath !== undefined && !isOnLists)) {
    if (isLinearizable(model, history, new Set(obliged))) return 'others explain the core';
    const needless = obliged.find(
      (its) => !isLinearizable(model, history, new Set(obliged.filter((other) => other !== its))),
    );
    return needless && `${show(needless)} need not happen for it`;
  }
  const said = relevant(model, history);
  const writers = (thing: string): readonly Operation[] =>
    said.filter(({ input, output, type }) =>
      model.traces!(input as Input, output, type).left.includes(thing),
    );
  const partly = (some: readonly Operation[]): History =>
    some.map((its) => ({
      ...its,
      ...only(its.input as Input, its.output, (thing) => writers(thing).every((by) => some.includes(by))),
    }));
  if (!coreAlone) return 'it does not hold alone';
  if (!isOnLists && isLinearizable(model, partly(core))) return 'the core is possible';
  if (!isOnLists && isLinearizable(model, partly(obliged))) return 'what is obliged is possible';
  const needless = obliged.find(
    (its) => !isLinearizable(model, partly(obliged.filter((other) => other !== its))),
  );
  return needless && `${show(needless)} is not needed`;
}

/** Without what certainly did not happen, and only the objects that `failing` is about. */
const relevant = (model: AnyModel, history: History): readonly Operation[] =>
  history.filter(({ type, input }) => type !== 'fail' || model.observesFail?.(input as Input) === true);

const after = (model: AnyModel, state: unknown, { input, output, type }: Operation): readonly unknown[] => {
  const step = model.step(state, input as Input, type === 'info' ? undefined : output, type);
  return step instanceof Choice ? step.states : step === undefined ? [] : [step];
};

function isImpossibleOrder(model: AnyModel, order: readonly Operation[]): boolean {
  let [states, latest]: [readonly unknown[], number] = [[model.initial], -Infinity];
  for (const operation of order) {
    if (operation.complete < latest) return true;
    latest = Math.max(latest, operation.invoke);
    states = states.flatMap((state) => after(model, state, operation));
  }
  return states.length === 0;
}

/** The states after all orders of what completed before, with any of what was open. */
function possibleStates(
  model: AnyModel,
  history: readonly Operation[],
  failing: Operation,
): ReadonlySet<unknown> {
  const operations = history.filter((its) => its.invoke <= failing.complete && its !== failing);
  const must = operations.reduce(
    (set, { type, complete }, i) => (type !== 'info' && complete < failing.complete ? set | (1 << i) : set),
    0,
  );
  const seen = new Set<string>();
  const found = new Map<string, unknown>();
  const place = (done: number, state: unknown): void => {
    const name = `${typeof state} ${model.key ? model.key(state) : JSON.stringify(state)}`;
    if (seen.has(`${done} ${name}`)) return;
    seen.add(`${done} ${name}`);
    if ((done & must) === must) found.set(name, state);
    const limit = operations.reduce(
      (least, { complete }, i) => ((must & ~done & (1 << i)) === 0 ? least : Math.min(least, complete)),
      Infinity,
    );
    const latest = operations.reduce(
      (most, { invoke }, i) => (done & (1 << i) ? Math.max(most, invoke) : most),
      -Infinity,
    );
    for (const [i, operation] of operations.entries()) {
      if (done & (1 << i) || operation.invoke > limit) continue;
      if (operation.type !== 'info' && operation.complete < latest) continue;
      for (const next of after(model, state, operation)) place(done | (1 << i), next);
    }
  };
  place(0, model.initial);
  return new Set(found.values());
}
