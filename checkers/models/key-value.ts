/** A store of strings, one object for each key: get, put and append, as Porcupine's kv tests have it, perhaps compare-and-set. */

import { show } from '../identity.js';
import type { Model } from '../model.js';

/** What clients ask of a key-value store. */
export type KeyValueInput =
  | { readonly f: 'get'; readonly key?: string | number }
  | { readonly f: 'put' | 'append'; readonly key?: string | number; readonly value: string };

/** Compare-and-set: puts `to` if the key holds `from`. */
interface KeyValueCas {
  readonly f: 'cas';
  readonly key?: string | number;
  readonly from: string;
  readonly to: string;
}
/** What clients ask of a key-value store that can compare and set. */
export type CasKeyValueInput = KeyValueInput | KeyValueCas;

/** A get answers the value, `''` for a key that was never put; put and append answer nothing. */
export type KeyValueOutput = string | null;

/** What a key holds before the first write. */
export interface KeyValueOptions {
  /** What a key holds at first; `''` if absent. */
  readonly initial?: string;
}

/** One key of the store. */
export function keyValueModel(options: KeyValueOptions = {}): Model<string, KeyValueInput, KeyValueOutput> {
  return {
    ...store(options),
    functions: FUNCTIONS,
    mayLeadTo: (value, _input, output) => output === undefined || (output ?? '').startsWith(value),
  };
}

/** One key of a store with compare-and-set, which answers `false`, or nothing with `fail`, where the key held another value. */
export function casKeyValueModel(
  options: KeyValueOptions = {},
): Model<string, CasKeyValueInput, KeyValueOutput | boolean> {
  return { ...store(options), functions: { ...FUNCTIONS, cas: ['from', 'to'] } };
}

const FUNCTIONS = { get: [], put: ['value'], append: ['value'] } as const;

function store({
  initial = '',
}: KeyValueOptions): Omit<
  Model<string, CasKeyValueInput, KeyValueOutput | boolean>,
  'functions' | 'mayLeadTo'
> {
  return {
    name: 'key-value',
    initial,
    step(value, input, output, outcome) {
      switch (input.f) {
        case 'put':
          return input.value;
        case 'append':
          return value + input.value;
        case 'cas': {
          const matches = value === input.from;
          if (outcome !== 'info' && matches === (output === false)) return undefined;
          return matches ? input.to : value;
        }
        case 'get':
          return output === undefined || (output ?? '') === value ? value : undefined;
      }
    },
    effect(input, output, outcome) {
      if (input.f === 'get') return 'reads';
      if (input.f === 'put') return 'overwrites';
      if (input.f !== 'cas' || outcome === 'info') return 'always';
      return output === false || input.from === input.to ? 'reads' : 'sometimes';
    },
    key: (value) => value,
    traces(input, output) {
      switch (input.f) {
        case 'get':
          return { left: [], shows: (thing) => thing !== '' && `${output ?? ''}`.includes(thing) };
        case 'cas':
          return output === false
            ? { left: [], shows: () => false }
            : { left: [input.to], shows: (thing) => thing !== '' && input.from.includes(thing) };
        default:
          return { left: [input.value], shows: () => false };
      }
    },
    printState: (value) => JSON.stringify(value),
    printOperation(input, output) {
      if (input.f === 'get') return `get${output === undefined ? '' : ` ${show(output)}`}`;
      if (input.f !== 'cas') return `${input.f} ${show(input.value)}`;
      return `cas ${show(input.from)} to ${show(input.to)}${output === false ? ', refused' : ''}`;
    },
  };
}
