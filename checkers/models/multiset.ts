/** A multiset (bag): each addition of an element counts. */
import { times } from '../counted.js';
import type { Model } from '../model.js';
import { multisetPath } from '../fast-paths/set.js';
import { show } from '../identity.js';
import { elementKey } from './element-key.js';

/** What clients ask of a multiset. */
export interface MultisetInput {
  readonly f: 'add' | 'remove' | 'contains' | 'count';
  readonly key?: string | number;
  readonly value: unknown;
}

/**
 * `remove` takes one occurrence away and answers whether there was one, anything but a boolean says nothing; what
 * `add` answers is ignored; `contains` answers a boolean, `count` a number.
 */
export type MultisetOutput = unknown;

/** A multiset that is empty at first. Elements are judged apart; the state is how often one of them occurs. */
export function multisetModel(): Model<number, MultisetInput, MultisetOutput> {
  return {
    name: 'multiset',
    functions: { add: ['value'], remove: ['value'], contains: ['value'], count: ['value'] },
    initial: 0,
    step(times, { f }, output) {
      switch (f) {
        case 'add':
          return times + 1;
        case 'remove':
          if (typeof output === 'boolean' && output !== times > 0) return undefined;
          return Math.max(0, times - 1);
        case 'contains':
          return typeof output !== 'boolean' || output === times > 0 ? times : undefined;
        case 'count':
          return typeof output !== 'number' || output === times ? times : undefined;
      }
    },
    effect({ f }, output) {
      if (f === 'contains' || f === 'count') return 'reads';
      return f === 'add' || typeof output !== 'boolean' ? 'always' : 'sometimes';
    },
    traces: ({ f }, output) => ({
      left: f === 'add' ? ['present'] : f === 'remove' ? ['absent'] : [],
      shows: (thing) =>
        f === 'count'
          ? typeof output === 'number'
          : f !== 'add' && typeof output === 'boolean' && thing === (output ? 'present' : 'absent'),
      isSum: f === 'count',
    }),
    key: (times) => times,
    partition: elementKey,
    printState: times,
    printOperation: ({ f, value }, output) =>
      `${f} ${show(value)}${output === undefined ? '' : `: ${show(output)}`}`,
    fastPath: multisetPath,
    fastPathTakesAll: true,
  };
}
