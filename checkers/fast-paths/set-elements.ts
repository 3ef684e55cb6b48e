/** A set's history in columns by element: when it was added and removed, and the bounds that those who saw it set. */
import type { BudgetMeter } from '../budget.js';
import type { History } from '../history.js';
import { getOrMake } from '../grouping.js';
import { ValueIndex } from './value-index.js';

/** What an operation says of its element. */
export type Sight = 'added' | 'removed' | 'present' | 'absent';

/** Classifies what an `ok` answered; `undefined` where the procedure does not apply. */
export type Sights = (f: string, output: unknown) => Sight | undefined;

/** Bytes held for each operation, here and by what follows. */
const BYTES_PER_OPERATION = 56;

/** Where a column holds no operation. */
export const NONE = -1;

/** Columns of operation indexes by element, and those who saw or missed an element in order of invocation. */
export interface Elements {
  readonly history: History;
  readonly count: number;
  readonly addOp: Int32Array;
  readonly removeOp: Int32Array;
  /** Of those who saw it present: the first to complete, the last to be invoked. */
  readonly seenFirst: Int32Array;
  readonly seenLast: Int32Array;
  /** By operation. */
  readonly elementOf: Int32Array;
  readonly seen: readonly number[];
  readonly missed: readonly number[];
  /** Operations that happened, but do not say what they saw. */
  readonly silent: readonly number[];
}

/** Reads the history; `undefined` where an element may have been added or removed twice, or something is untold. */
export function readElements(history: History, sightOf: Sights, budget: BudgetMeter): Elements | undefined {
  const total = history.length;
  budget.hold(BYTES_PER_OPERATION * total);
  const elementIn = elementIndex(total);
  const addOp = new Int32Array(total).fill(NONE);
  const removeOp = new Int32Array(total).fill(NONE);
  const seenFirst = new Int32Array(total).fill(NONE);
  const seenLast = new Int32Array(total).fill(NONE);
  const elementOf = new Int32Array(total).fill(NONE);
  const seen: number[] = [];
  const missed: number[] = [];
  const silent: number[] = [];
  let count = 0;
  for (let op = 0; op < total; op++) {
    budget.spend();
    const { type, input: anyInput, output, complete } = history[op]!;
    if (type === 'fail') continue;
    const input = anyInput as {
      readonly f: string;
      readonly value?: unknown;
      readonly key?: string | number;
    };
    const { f } = input;
    const changes = f === 'add' || f === 'remove';
    if (!changes && (type === 'info' || output === undefined)) {
      if (f !== 'contains' && f !== 'count') return undefined;
      if (type === 'ok') silent.push(op);
      continue;
    }
    const element = elementIn(input);
    if (element >= count) count = element + 1;
    elementOf[op] = element;
    const sight = type === 'info' ? (f === 'add' ? 'added' : 'removed') : sightOf(f, output);
    if (sight === undefined) return undefined;
    if (sight === 'added') {
      if (addOp[element] !== NONE) return undefined;
      addOp[element] = op;
    } else if (sight === 'removed') {
      if (removeOp[element] !== NONE) return undefined;
      removeOp[element] = op;
    } else if (sight === 'absent') missed.push(op);
    else {
      seen.push(op);
      seenLast[element] = op;
      const first = seenFirst[element]!;
      if (first === NONE || complete < history[first]!.complete) seenFirst[element] = op;
    }
  }
  return { history, count, addOp, removeOp, seenFirst, seenLast, elementOf, seen, missed, silent };
}

/** Numbers the elements of all the sets in a history, which `key` tells apart. */
function elementIndex(total: number) {
  const withoutKey = new ValueIndex(total);
  const withKey = new Map<string | number, Map<number, number>>();
  let numbered = 0;
  const numbers: number[] = [];
  return ({ key, value }: { readonly key?: string | number; readonly value?: unknown }): number => {
    const plain = withoutKey.intern(value);
    if (key === undefined) return (numbers[plain] ??= numbered++);
    return getOrMake(
      getOrMake(withKey, key, () => new Map<number, number>()),
      plain,
      () => numbered++,
    );
  };
}
