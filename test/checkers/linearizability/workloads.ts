/** What clients do to the objects the models describe, and what true objects answer. */

import type { Input } from '../../../checkers/history.js';
import type { CasRegisterInput } from '../../../checkers/models/register.js';
import type { KeyValueInput } from '../../../checkers/models/key-value.js';
import { below } from './random-history.js';
import type { Random, Workload } from './random-history.js';

/** Reads, writes and, where `cas` is more than 0, compare-and-sets over few values. */
export function registerWorkload({
  values,
  cas = 0,
  failedCas = 'fail',
}: {
  values: number;
  cas?: number;
  failedCas?: 'fail' | 'false';
}): Workload<number | null> {
  return {
    initial: null,
    draw(random): CasRegisterInput {
      const kind = random();
      if (kind < cas) return { f: 'cas', from: below(random, values), to: below(random, values) };
      return kind < cas + (1 - cas) / 2 ? { f: 'read' } : { f: 'write', value: below(random, values) };
    },
    run(value, drawn) {
      const input = drawn as CasRegisterInput;
      if (input.f === 'read') return { state: value, output: value };
      if (input.f === 'write') return { state: input.value as number };
      if (value === input.from) return { state: input.to as number, output: true };
      return failedCas === 'fail'
        ? { state: value, type: 'fail' }
        : { state: value, output: false };
    },
    lie: (output, random) => (typeof output === 'boolean' ? !output : output === undefined ? output : below(random, values)),
  };
}

/** Gets, puts and appends of short strings. */
export const keyValueWorkload: Workload<string> = {
  initial: '',
  draw(random): KeyValueInput {
    const kind = random();
    if (kind < 0.4) return { f: 'get' };
    return { f: kind < 0.55 ? 'put' : 'append', value: 'abc'[below(random, 3)]! };
  },
  run(value, drawn: Input) {
    const input = drawn as KeyValueInput;
    if (input.f === 'get') return { state: value, output: value };
    return { state: input.f === 'put' ? input.value : value + input.value };
  },
  lie: (output, random: Random) =>
    output === undefined ? output : random() < 0.5 ? `${String(output)}a` : String(output).slice(1),
};
