/** A counter: what was added, in whatever order, adds up. */

import { show } from '../identity.js';
import { plus } from '../exact-number.js';
import type { Input } from '../history.js';
import type { Model } from '../model.js';
import { counterPath } from '../fast-paths/counter.js';
import type { PartOfCounter } from '../fast-paths/counter.js';

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

/** What is known of a counter without looking at its additions; the state is the least it may be. */
const partOfCounter: PartOfCounter = (known) => {
  const { least, most } = known === 'never falls' ? { least: -Infinity, most: Infinity } : known;
  const part: Model<number, CounterInput, CounterOutput> = {
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
  return part as unknown as Model<unknown, Input, unknown>;
};
