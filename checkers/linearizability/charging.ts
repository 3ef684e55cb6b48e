/** Steps that are counted by what they cost: copying a large state takes longer than a small one. */

import type { BudgetMeter } from '../budget.js';
import type { Input } from '../history.js';
import type { Model } from '../model.js';

/** Copying so much of a state takes the time of a step. */
const SIZE_PER_STEP = 16;

/** The same model, which charges for the size of the states it is asked about, and of the names it makes of them. */
export function charging(
  model: Model<unknown, Input, unknown>,
  meter: BudgetMeter,
): Model<unknown, Input, unknown> {
  return {
    ...model,
    step(state, input, output, outcome) {
      meter.spend(Math.floor(sizeOf(state) / SIZE_PER_STEP));
      return model.step(state, input, output, outcome);
    },
    ...(model.key === undefined
      ? {}
      : {
          key(state: unknown) {
            const key = model.key!(state);
            if (typeof key === 'string') meter.spend(Math.floor(key.length / SIZE_PER_STEP));
            return key;
          },
        }),
  };
}

function sizeOf(state: unknown): number {
  if (typeof state === 'string') return state.length / 8;
  if (typeof state !== 'object' || state === null) return 0;
  if (Array.isArray(state)) return state.length;
  if (state instanceof Set) return state.size;
  if (!(state instanceof Map)) return 0;
  let size = state.size;
  for (const part of state.values()) size += sizeOf(part);
  return size;
}
