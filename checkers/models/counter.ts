/** A counter: what was added, in whatever order, adds up. */

import { show } from '../identity.js';
import { plus } from '../exact-number.js';
import type { Input } from '../history.js';
import type { Model } from '../model.js';
import { counterPath } from '../fast-paths/counter.js';
import type { KnownOfCounter, PartOfCounter } from '../fast-paths/counter-columns.js';

/** What clients ask of a counter. */
export type CounterInput =
  | { readonly f: 'add'; readonly key?: string | number; readonly by: number }
  | { readonly f: 'read'; readonly key?: string | number };

/** A read answers the total; an add nothing, or the total after it. */
export type CounterOutput = number | null;

/** A counter that may go up and down. */
export function counterModel(
  options: { readonly initial?: number } = {},
): Model<number, CounterInput, CounterOutput> {
  return {
    name: 'counter',
    functions: { add: ['by'], read: [] },
    initial: options.initial ?? 0,
    step(total, input, output) {
      const after = input.f === 'add' ? added(total, input.by) : total;
      return output === undefined || output === null || output === after ? after : undefined;
    },
    effect(input, output) {
      if (input.f === 'read') return 'reads';
      return output === undefined || output === null ? 'always' : 'sometimes';
    },
    key: (total) => total,
    traces: (input, output) => ({
      left: input.f === 'add' && input.by !== 0 ? ['total'] : [],
      shows: () => output !== undefined && output !== null,
      isSum: true,
    }),
    printState: String,
    printOperation: (input, output) => {
      const told = output === undefined || output === null ? '' : ` -> ${show(output)}`;
      return input.f === 'add' ? `add ${input.by}${told}` : `read${told}`;
    },
    fastPath: counterPath(options.initial ?? 0, partOfCounter),
  };
}

/** Totals, and what files say, are bigints beyond 2^53: no sum loses a digit. */
const added = plus as (total: number, by: number) => number;

const partOfCounter: PartOfCounter = (known) => {
  const part = known !== 'never falls' && 'from' in known ? counterFrom(known) : boundedCounter(known);
  return part as unknown as Model<unknown, Input, unknown>;
};

/** What is known of a counter without looking at its additions; the state is the least it may be. */
function boundedCounter(
  known: Exclude<KnownOfCounter, { readonly from: number }>,
): Model<number, CounterInput, CounterOutput> {
  const { least, most } = known === 'never falls' ? { least: -Infinity, most: Infinity } : known;
  return {
    ...counterModel(),
    initial: least,
    step(atLeast, input, output) {
      if (input.f === 'add' || typeof output !== 'number') return atLeast;
      if (output < atLeast || output > most) return undefined;
      return known === 'never falls' ? output : atLeast;
    },
    effect: () => 'sometimes',
    printState: (atLeast) =>
      known === 'never falls'
        ? `${atLeast === least ? 'anything' : `${atLeast} or more`}`
        : `from ${least} to ${most}`,
  };
}

/** What is certain, and what counted of unknown outcome when it was last read. */
interface PartlyKnown {
  readonly certain: number;
  readonly unknown: number;
}

/** A counter that was `from` at first, and to which unknown sums may be added at any time. */
function counterFrom({
  from,
  unknown,
}: Extract<KnownOfCounter, { readonly from: number }>): Model<PartlyKnown, CounterInput, CounterOutput> {
  const { name, functions, traces, printOperation } = counterModel();
  return {
    ...{ name: name!, functions: functions!, traces: traces!, printOperation: printOperation! },
    initial: { certain: from, unknown: 0 },
    step(state, input, output) {
      if (input.f === 'add') return { ...state, certain: state.certain + input.by };
      if (output === undefined || output === null) return state;
      const added = output - state.certain;
      return unknown.mayGrow(state.unknown, added) ? { ...state, unknown: added } : undefined;
    },
    effect: (input) => (input.f === 'add' ? 'always' : unknown.isNone ? 'reads' : 'sometimes'),
    key: (state) => `${state.certain} ${state.unknown}`,
    printState: (state) => {
      const least = state.certain + (unknown.onlyUp ? state.unknown : unknown.least);
      return unknown.isNone ? String(least) : `from ${least} to ${state.certain + unknown.most}`;
    },
  };
}
