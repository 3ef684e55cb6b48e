/** A set: elements are added, removed, looked for, and perhaps read all at once. */
import type { Model } from '../model.js';
import { setPath } from '../fast-paths/set.js';
import { nameOf, show } from '../identity.js';
import { elementKey } from './element-key.js';

export type SetInput =
  | { readonly f: 'add' | 'remove' | 'contains'; readonly key?: string | number; readonly value: unknown }
  | { readonly f: 'read'; readonly key?: string | number };

/**
 * `add` and `remove` answer whether they changed the set, anything but a boolean says nothing; `contains` answers a
 * boolean; `read` answers all elements, in any order.
 */
export type SetOutput = unknown;

export interface SetOptions {
  /**
   * Whether histories may `read` the whole set. If not (`false`, the default), elements are independent objects
   * and each is judged apart, which is far cheaper.
   */
  readonly wholeReads?: boolean;
}

/** A set that is empty at first. The state: names of the elements, in order. */
export function setModel({ wholeReads = false }: SetOptions = {}): Model<
  readonly string[],
  SetInput,
  SetOutput
> {
  return {
    name: 'set',
    functions: {
      add: ['value'],
      remove: ['value'],
      contains: ['value'],
      ...(wholeReads ? { read: [] } : {}),
    } as Readonly<Record<SetInput['f'], readonly string[]>>,
    initial: [],
    step(set, input, output) {
      if (input.f === 'read') return isSilent(output) || sameElements(set, output) ? set : undefined;
      const name = nameOf(input.value);
      const present = set.includes(name);
      if (input.f === 'contains') return typeof output !== 'boolean' || output === present ? set : undefined;
      const changes = present === (input.f === 'remove');
      if (typeof output === 'boolean' && output !== changes) return undefined;
      if (!changes) return set;
      return present ? set.filter((other) => other !== name) : [...set, name].sort();
    },
    effect(input, output) {
      if (input.f === 'read' || input.f === 'contains') return 'reads';
      return typeof output === 'boolean' ? 'sometimes' : 'always';
    },
    key: (set) => set.join(),
    ...(wholeReads ? {} : { partition: (input: SetInput) => elementKey(input) }),
    printState: (set) => `{${set.join(', ')}}`,
    printOperation: (input, output) =>
      `${input.f}${input.f === 'read' ? '' : ` ${show(input.value)}`}${output === undefined ? '' : `: ${show(output)}`}`,
    fastPath: setPath,
    fastPathTakesAll: true,
  };
}

const isSilent = (output: unknown): boolean => output === undefined || output === null;

function sameElements(set: readonly string[], output: unknown): boolean {
  if (!Array.isArray(output) && !(output instanceof Set)) return false;
  const names = new Set([...(output as Iterable<unknown>)].map(nameOf));
  return names.size === set.length && set.every((name) => names.has(name));
}
