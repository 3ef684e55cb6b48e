/** A set: elements are added, removed, looked for, and perhaps read all at once. */
import type { Input } from '../history.js';
import type { FastPath, Model } from '../model.js';
import { setPath } from '../fast-paths/set.js';
import { setReadsPath } from '../fast-paths/set-reads.js';
import { nameOf, show } from '../identity.js';
import { elementKey } from './element-key.js';

/** What clients ask of a set. */
export type SetInput =
  | { readonly f: 'add' | 'remove' | 'contains'; readonly key?: string | number; readonly value: unknown }
  | { readonly f: 'read'; readonly key?: string | number };

/**
 * `add` and `remove` answer whether they changed the set, anything but a boolean says nothing; `contains` answers a
 * boolean; `read` answers all elements, in any order.
 */
export type SetOutput = unknown;

/** Whether clients read the whole set at once. */
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
    traces(input, output) {
      if (input.f === 'read') {
        const seen = isSilent(output) ? undefined : new Set([...(output as Iterable<unknown>)].map(nameOf));
        return { left: [], shows: (thing) => seen?.has(thing) === true };
      }
      const name = nameOf(input.value);
      const wasThere = input.f === 'add' ? output === false : output === true;
      return { left: input.f === 'add' ? [name] : [], shows: (thing) => wasThere && thing === name };
    },
    key: (set) => set.join(),
    ...(wholeReads ? {} : { partition: (input: SetInput) => elementKey(input) }),
    printState: (set) => `{${set.join(', ')}}`,
    printOperation: (input, output) =>
      `${input.f}${input.f === 'read' ? '' : ` ${show(input.value)}`}${output === undefined ? '' : `: ${show(output)}`}`,
    fastPath: wholeReads ? readsOrElements : setPath,
    fastPathTakesAll: true,
  };
}

/** Where nothing is removed, a procedure for whole reads decides; where nothing is read as a whole, the one for elements. */
const readsOrElements: FastPath = (history, budget) =>
  setReadsPath(partOfSet)(history, budget) ?? setPath(history, budget);

/** A set of which only these elements matter; whatever else is added or read is passed over. */
function partOfSet(elements: readonly unknown[]): Model<unknown, Input, unknown> {
  const names = new Set(elements.map(nameOf));
  const whole = setModel({ wholeReads: true });
  // One answer is asked for many times, and may be long.
  const seen = new WeakMap<object, readonly unknown[]>();
  const seenIn = (output: object): readonly unknown[] => {
    const known = seen.get(output);
    if (known) return known;
    const found = [...(output as Iterable<unknown>)].filter((value) => names.has(nameOf(value)));
    seen.set(output, found);
    return found;
  };
  const part: Model<readonly string[], SetInput, SetOutput> = {
    ...whole,
    step(set, input, output, outcome) {
      if (input.f !== 'read')
        return names.has(nameOf(input.value)) ? whole.step(set, input, output, outcome) : set;
      return isSilent(output) || sameElements(set, seenIn(output as object)) ? set : undefined;
    },
    printState(set) {
      const lacking = [...names].filter((name) => !set.includes(name));
      return `{${[...set, '…'].join(', ')}}${lacking.length > 0 ? ` without ${lacking.join(', ')}` : ''}`;
    },
  };
  return part as Model<unknown, Input, unknown>;
}

const isSilent = (output: unknown): boolean => output === undefined || output === null;

function sameElements(set: readonly string[], output: unknown): boolean {
  if (!Array.isArray(output) && !(output instanceof Set)) return false;
  const names = new Set([...(output as Iterable<unknown>)].map(nameOf));
  return names.size === set.length && set.every((name) => names.has(name));
}
