/** The history of a set that only grows, in columns: which element an operation adds, and which operations read. */
import type { BudgetMeter } from '../budget.js';
import type { History, Input } from '../history.js';
import { ValueIndex } from './value-index.js';

/** Bytes held for each operation, here and by what follows. */
const BYTES_PER_OPERATION = 56;

/** Where a column holds nothing. */
export const NONE = -1;

export interface SetColumns {
  /** How many different elements may have been added; they are numbered from 0. */
  readonly elements: number;
  /** By operation: the element it adds. */
  readonly elementOf: Int32Array;
  /** By element: of its additions, the one that began first. */
  readonly addOp: Int32Array;
  /** Operations that read the set, in order of invocation; … */
  readonly reads: readonly number[];
  /** … and those whose answer nobody recorded. */
  readonly silent: readonly number[];
  /** The number of an element; `elements` or more for one that nobody may have added. */
  elementIn(value: unknown): number;
}

/** `undefined` where something else happens than additions and reads of one set, or an addition tells what it met. */
export function readSetColumns(history: History, budget: BudgetMeter): SetColumns | undefined {
  const total = history.length;
  if (total === 0) return undefined;
  const { key } = history[0]!.input as Input;
  const elementOf = new Int32Array(total).fill(NONE);
  const addOp = new Int32Array(total).fill(NONE);
  const reads: number[] = [];
  const silent: number[] = [];
  const index = new ValueIndex(total);
  for (let op = 0; op < total; op++) {
    budget.spend();
    const { type, input: anyInput, output } = history[op]!;
    const input = anyInput as Input & { readonly value?: unknown };
    if (input.key !== key) return undefined;
    if (input.f === 'add') {
      if (type === 'ok' && typeof output === 'boolean') return undefined;
      const element = index.intern(input.value);
      elementOf[op] = element;
      if (addOp[element] === NONE) addOp[element] = op;
    } else if (input.f !== 'read') return undefined;
    else if (type === 'ok') {
      if (output === undefined || output === null) silent.push(op);
      else if (Array.isArray(output) || output instanceof Set) reads.push(op);
      else return undefined;
    }
  }
  budget.hold(BYTES_PER_OPERATION * total);
  return { elements: index.size, elementOf, addOp, reads, silent, elementIn: (value) => index.intern(value) };
}
