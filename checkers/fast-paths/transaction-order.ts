/**
 * Transactions on registers in which no value is written twice to a key, by what must come before what: a writer before
 * its readers, what completed before what began later; and where a transaction reads what one wrote, every other writer
 * of the key comes before that one or after the reader. The last is followed up until nothing is new (saturation). A
 * cycle proves that there is no order; without one, an order of what is known is tried. n³ for n transactions of one
 * part, so large parts are left to the search.
 */
import type { BudgetMeter } from '../budget.js';
import type { History, Input, Operation } from '../history.js';
import type { FastPath, Model } from '../model.js';
import { identityOf, sameValue, show } from '../identity.js';
import { ranOf } from '../models/ran.js';
import { whoWhen } from '../selectors.js';
import { Precedence } from './precedence-matrix.js';
import { Reasons, proofOf, type Micro, type Read, type Why } from './transaction-proof.js';
import { invalidBy, validBy } from './verdicts.js';

const MOST_TRANSACTIONS = 256;

/** `whole` is the model itself: a cycle is shown as it is found. */
export const transactionPath =
  (initial: unknown, whole: () => Model<unknown, Input, unknown>): FastPath =>
  (history, budget) => {
    if (history.length > MOST_TRANSACTIONS) return undefined;
    const found = readTransactions(history, initial);
    if (found === undefined) return undefined;
    if (found.unwritten) {
      const [op, key, value] = found.unwritten;
      const reason = `${history[op]!.process} read ${show(value)} of key ${key}, but nobody may have written it`;
      return invalidBy(history, 'VFresh', reason, [op]);
    }
    const order = orderOf(history, initial, budget)!;
    if (order.isCyclic) {
      const cycle = order.cycle();
      const named = [...cycle, cycle[0]!].map((op) => whoWhen(history[op]!)).join(', ');
      const reason = `there is no order for the transactions of ${named}: each must come before the next`;
      const { because, operations } = proofOf(cycle, order, order.reasons, history);
      const core = coreOf(history, operations, initial, budget);
      return { ...invalidBy(history, 'cycle', reason, core, whole()), because };
    }
    const sorted = order.sorted().filter((op) => order.happened[op]);
    return replays(history, sorted, initial) ? validBy(history, () => Int32Array.from(sorted)) : undefined;
  };

type Ordered = Precedence & { readonly happened: readonly boolean[]; readonly reasons: Reasons };

/** All that must come before what; `undefined` where the assumptions do not hold. */
function orderOf(history: History, initial: unknown, budget: BudgetMeter): Ordered | undefined {
  const found = readTransactions(history, initial);
  if (found === undefined) return undefined;
  const { reads, writers } = found;
  const happened = history.map(({ type }, op) => type === 'ok' || reads.some(({ writer }) => writer === op));
  const order = new Precedence(history.length);
  for (let a = 0; a < history.length; a++)
    for (let b = 0; b < history.length; b++)
      if (happened[a] && happened[b] && precedes(history[a]!, history[b]!)) order.add(a, b);
  const reasons = new Reasons();
  const add: AddPair = (a, b, why) => {
    const isNew = order.add(a, b);
    if (isNew) reasons.add(a, b, why);
    return isNew;
  };
  for (const read of reads) if (read.writer >= 0) add(read.writer, read.reader, { read });
  saturate(order, add, reads, writers, happened, budget);
  return Object.assign(order, { happened, reasons });
}

/** Those of whom the proof tells and who wrote what they read, if there is no order for these alone; else all. */
function coreOf(
  history: History,
  told: ReadonlySet<number>,
  initial: unknown,
  budget: BudgetMeter,
): readonly number[] {
  const found = readTransactions(history, initial)!;
  const core = new Set(told);
  for (const reader of core)
    for (const read of found.reads) if (read.reader === reader && read.writer >= 0) core.add(read.writer);
  const indexes = [...core].sort((a, b) => a - b);
  const part = orderOf(
    indexes.map((op) => history[op]!),
    initial,
    budget,
  );
  return part?.isCyclic ? indexes : [...history.keys()];
}

const precedes = (a: Operation, b: Operation): boolean => a.type !== 'info' && a.complete < b.invoke;

type AddPair = (a: number, b: number, why: Why) => boolean;

function saturate(
  order: Precedence,
  add: AddPair,
  reads: readonly Read[],
  writers: ReadonlyMap<string | number, readonly number[]>,
  happened: readonly boolean[],
  budget: BudgetMeter,
): void {
  for (let changed = true; changed && !order.isCyclic;) {
    changed = false;
    budget.spend(order.size * order.size);
    for (const read of reads) {
      const { reader, key, writer } = read;
      for (const other of writers.get(key) ?? []) {
        budget.spend();
        if (other === writer || other === reader || !happened[other]) continue;
        if (writer < 0 || order.has(writer, other)) changed = add(reader, other, { read, other }) || changed;
        if (writer >= 0 && order.has(other, reader)) changed = add(other, writer, { read, other }) || changed;
      }
    }
  }
}

/** Who read what from whom, and who wrote each key; `undefined` where the assumptions do not hold. */
function readTransactions(history: History, initial: unknown) {
  const writers = new Map<string | number, number[]>();
  const writerOf = new Map<string | number, Map<unknown, number>>();
  for (const [op, { input }] of history.entries()) {
    for (const [kind, key, value] of (input as { readonly ops: readonly Micro[] }).ops) {
      if (kind !== 'w') continue;
      const byValue = writerOf.get(key) ?? new Map<unknown, number>();
      writerOf.set(key, byValue);
      const known = writers.get(key) ?? [];
      writers.set(key, known);
      if (sameValue(value, initial) || byValue.has(identityOf(value)) || known.includes(op)) return undefined;
      byValue.set(identityOf(value), op);
      known.push(op);
    }
  }
  const reads: Read[] = [];
  let unwritten: readonly [op: number, key: string | number, value: unknown] | undefined;
  for (const [reader, { type, input, output }] of history.entries()) {
    if (type !== 'ok') continue;
    if (!Array.isArray(output)) return undefined;
    const ops = ranOf((input as { readonly ops: readonly Micro[] }).ops, output as readonly Micro[]);
    const own = new Set<string | number>();
    for (const [at, [kind, key]] of ops.entries()) {
      if (kind === 'w') own.add(key);
      else {
        const value = (output as Micro[])[at]?.[2];
        const writer = sameValue(value, initial) ? -1 : writerOf.get(key)?.get(identityOf(value));
        if (own.has(key) !== (writer === reader)) return undefined;
        if (writer === undefined) {
          unwritten ??= [reader, key, value];
          continue;
        }
        if (writer !== reader) reads.push({ reader, key, writer });
      }
    }
  }
  return { reads, writers, unwritten };
}

/** Whether the transactions read what they did if they happen in this order. */
function replays(history: History, order: readonly number[], initial: unknown): boolean {
  const held = new Map<string | number, unknown>();
  for (const op of order) {
    const { type, input, output } = history[op]!;
    const ops = ranOf(
      (input as { readonly ops: readonly Micro[] }).ops,
      output as readonly Micro[] | undefined,
    );
    for (const [at, [kind, key, value]] of ops.entries()) {
      if (kind === 'w') held.set(key, value);
      else if (type === 'ok') {
        const read = (output as Micro[])[at]![2];
        if (!sameValue(read, held.has(key) ? held.get(key) : initial)) return false;
      }
    }
  }
  return true;
}
