/**
 * A container's history as the lives of its values: when each was put in and when it was taken out. The common
 * ground of the algorithms for queues, stacks and priority queues whose inserted values all differ.
 */
import type { BudgetMeter } from '../budget.js';
import type { History } from '../history.js';
import type { FastVerdict } from '../model.js';
import { rankEvents } from './ranks.js';
import { ValueIndex } from './value-index.js';
import { invalidBy } from './verdicts.js';
import { show } from '../identity.js';

/** A container's two functions. */
export interface ContainerFunctions {
  readonly insert: string;
  readonly remove: string;
  /** Whether a value can be judged; all can if absent. */
  readonly accepts?: (value: unknown) => boolean;
}

/** Bytes held for each operation: the columns below and those of the algorithms that use them. */
const BYTES_PER_OPERATION = 96;

/**
 * Columns by value, in order of first appearance. Times are ranks of events. A value that stays has its removal
 * open: it begins at `end`, after every event, and completes later still. A value whose insertion may not have
 * happened and that nobody removed is left out, which changes nothing: a container is not disturbed by the absence
 * of a value that nobody took.
 */
export interface Lives {
  readonly history: History;
  readonly count: number;
  readonly insertOp: Int32Array;
  /** -1 where the value stays. */
  readonly removeOp: Int32Array;
  readonly insertInvoke: Int32Array;
  readonly insertComplete: Int32Array;
  readonly removeInvoke: Int32Array;
  readonly removeComplete: Int32Array;
  /** Removals that found the container empty: operation, invocation, completion. */
  readonly emptyOp: Int32Array;
  readonly emptyInvoke: Int32Array;
  readonly emptyComplete: Int32Array;
  /** Removals of unknown outcome, in order of invocation: each may have taken any value that stays, or none. */
  readonly pendingOp: Int32Array;
  readonly pendingInvoke: Int32Array;
  /** Greater than the rank of every event. */
  readonly end: number;
}

/**
 * Reads a history into lives. Answers at once when a value is removed that was never inserted, twice, or before;
 * `undefined` when the assumptions fail: other functions, a value inserted twice, a removal that says nothing.
 */
export function readLives(
  history: History,
  { insert, remove, accepts }: ContainerFunctions,
  budget: BudgetMeter,
): Lives | FastVerdict | undefined {
  const total = history.length;
  const values = new ValueIndex(total);
  const insertOp = new Int32Array(total).fill(-1);
  const removeOp = new Int32Array(total).fill(-1);
  const empties: number[] = [];
  const pending: number[] = [];
  let repeated = -1;
  for (let i = 0; i < total; i++) {
    budget.spend();
    const operation = history[i]!;
    if (operation.type === 'fail') continue;
    const input = operation.input as { readonly f: string; readonly value?: unknown };
    if (input.f === insert) {
      if (input.value === undefined || input.value === null) return undefined;
      if (accepts && !accepts(input.value)) return undefined;
      const value = values.intern(input.value);
      if (insertOp[value] !== -1) return undefined;
      insertOp[value] = i;
    } else if (input.f === remove) {
      if (operation.type === 'info') pending.push(i);
      else if (operation.output === undefined) return undefined;
      else if (operation.output === null) empties.push(i);
      else {
        const value = values.intern(operation.output);
        if (removeOp[value] === -1) removeOp[value] = i;
        else repeated = i;
      }
    } else return undefined;
  }
  if (repeated !== -1) {
    const value = values.intern(history[repeated]!.output);
    const operations = [insertOp[value]!, removeOp[value]!, repeated];
    const reason = `${remove} answered ${show(history[repeated]!.output)} twice, but it was inserted once`;
    return invalidBy(history, 'VRepeat', reason, operations);
  }
  return columns(history, values.size, insertOp, removeOp, empties, pending, budget);
}

/** Whether reading ended with a verdict instead of lives. */
export function isVerdict(read: Lives | FastVerdict): read is FastVerdict {
  return 'verdict' in read;
}

function columns(
  history: History,
  interned: number,
  insertOpOf: Int32Array,
  removeOpOf: Int32Array,
  empties: readonly number[],
  pending: readonly number[],
  budget: BudgetMeter,
): Lives | FastVerdict {
  budget.hold(BYTES_PER_OPERATION * history.length);
  const ranks = rankEvents(history, budget);
  const insertOp = new Int32Array(interned);
  const removeOp = new Int32Array(interned);
  const insertInvoke = new Int32Array(interned);
  const insertComplete = new Int32Array(interned);
  const removeInvoke = new Int32Array(interned);
  const removeComplete = new Int32Array(interned);
  let count = 0;
  for (let value = 0; value < interned; value++) {
    budget.spend();
    const inserted = insertOpOf[value]!;
    const removed = removeOpOf[value]!;
    if (inserted === -1) return fresh(history, removed);
    if (removed === -1 && history[inserted]!.type === 'info') continue;
    insertOp[count] = inserted;
    removeOp[count] = removed;
    insertInvoke[count] = ranks.invoke[inserted]!;
    insertComplete[count] = ranks.complete[inserted]!;
    removeInvoke[count] = removed === -1 ? ranks.end : ranks.invoke[removed]!;
    removeComplete[count] = removed === -1 ? ranks.end + 1 : ranks.complete[removed]!;
    if (removeComplete[count]! < insertInvoke[count]!) return early(history, inserted, removed);
    count++;
  }
  return {
    history,
    count,
    insertOp: insertOp.subarray(0, count),
    removeOp: removeOp.subarray(0, count),
    insertInvoke: insertInvoke.subarray(0, count),
    insertComplete: insertComplete.subarray(0, count),
    removeInvoke: removeInvoke.subarray(0, count),
    removeComplete: removeComplete.subarray(0, count),
    emptyOp: Int32Array.from(empties),
    emptyInvoke: Int32Array.from(empties, (op) => ranks.invoke[op]!),
    emptyComplete: Int32Array.from(empties, (op) => ranks.complete[op]!),
    pendingOp: Int32Array.from(pending),
    pendingInvoke: Int32Array.from(pending, (op) => ranks.invoke[op]!),
    end: ranks.end,
  };
}

function fresh(history: History, removed: number): FastVerdict {
  const { input, output } = history[removed]!;
  const reason = `${(input as { f: string }).f} answered ${show(output)}, which was never inserted`;
  return invalidBy(history, 'VFresh', reason, [removed]);
}

function early(history: History, inserted: number, removed: number): FastVerdict {
  const { input, output } = history[removed]!;
  const reason = `${(input as { f: string }).f} answered ${show(output)} before its insertion began`;
  return invalidBy(history, 'VFresh', reason, [inserted, removed]);
}

/**
 * The same lives where value `values[k]` may have been taken by a pending removal: its removal begins at
 * `invoke[k]` and stays open. `ops` names the pending removals.
 */
export function withPendingRemovals(
  lives: Lives,
  values: ArrayLike<number>,
  ops: ArrayLike<number>,
  invokes: ArrayLike<number>,
): Lives {
  const removeOp = lives.removeOp.slice();
  const removeInvoke = lives.removeInvoke.slice();
  for (let k = 0; k < values.length; k++) {
    removeOp[values[k]!] = ops[k]!;
    removeInvoke[values[k]!] = invokes[k]!;
  }
  return { ...lives, removeOp, removeInvoke };
}

/** The operations of the given values; pending removals that could matter to them are part of it. */
export function operationsOf(
  lives: Lives,
  values: readonly number[],
  stays: Uint8Array | undefined,
): number[] {
  const operations = values.flatMap((value) => [lives.insertOp[value]!, lives.removeOp[value]!]);
  if (!stays) return operations;
  const staying = values.filter((value) => stays[value]).length;
  return [...operations, ...lives.pendingOp.subarray(0, staying)];
}
