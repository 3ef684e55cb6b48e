/** A store of strings with get, put and append, one object for each key: what Porcupine's kv tests exercise. */

import type { Model } from '../model.js';
import { show } from '../identity.js';

export type KeyValueInput =
  | { readonly f: 'get'; readonly key?: string | number }
  | { readonly f: 'put' | 'append'; readonly key?: string | number; readonly value: string };

/** A get answers the value, `''` for a key that was never put; put and append answer nothing. */
export type KeyValueOutput = string | null;

/** One key of the store. */
export function keyValueModel(
  options: { readonly initial?: string } = {},
): Model<string, KeyValueInput, KeyValueOutput> {
  return {
    name: 'key-value',
    functions: { get: [], put: ['value'], append: ['value'] },
    initial: options.initial ?? '',
    step(value, input, output) {
      if (input.f === 'put') return input.value;
      if (input.f === 'append') return value + input.value;
      return output === undefined || (output ?? '') === value ? value : undefined;
    },
    effect: (input) => (input.f === 'get' ? 'reads' : input.f === 'put' ? 'overwrites' : 'always'),
    mayLeadTo: (value, _input, output) => output === undefined || (output ?? '').startsWith(value),
    key: (value) => value,
    printState: (value) => JSON.stringify(value),
    printOperation: (input, output) =>
      input.f === 'get'
        ? `get${output === undefined ? '' : ` ${show(output)}`}`
        : `${input.f} ${show(input.value)}`,
  };
}
