/**
 * Why no order of a counter passes an event: a few reads, the last before it, that cannot be right together. They are
 * looked for where the orders fail, a few at first and then more; then those that do not matter are left out.
 */
import type { BudgetMeter } from '../budget.js';
import { counted } from '../counted.js';
import type { FastVerdict } from '../model.js';
import type { CounterColumns, PartOfCounter } from './counter-columns.js';
import { cannotBeRight } from './counter-window.js';
import type { Start } from './counter-window.js';
import { UnknownSums } from './unknown-sums.js';
import { invalidBy } from './verdicts.js';

/** So many reads are looked at together, one number after the other. */
const READS: readonly number[] = [1, 2, 4, 8, 16, 32, 64];

/** So many additions are shown with reads that are wrong; of more, those around them. */
const SHOWN_ADDITIONS = 16;
/** A reason names so many of the other reads. */
const TOLD_READS = 3;
const NONE = new UnknownSums([]);

/** So many additions of unknown outcome are ordered like the others; more are known by their sum. */
const MOST_ORDERED = 12;

/** The violation, if it is found; `stuckAt` is the first event that no order was found to pass. */
export function refuteCounter(
  columns: CounterColumns,
  stuckAt: number,
  partOf: PartOfCounter,
  budget: BudgetMeter,
): FastVerdict | undefined {
  const all = lastReads(columns, stuckAt, READS[READS.length - 1]!);
  if (all.length === 0) return undefined;
  const unknown = unknownUntil(columns, columns.ranks.complete[all[0]!]!);
  const start = startOf(columns, all);
  const ways = unknown.sums.isNone
    ? [NONE]
    : [unknown.sums, ...(unknown.count <= MOST_ORDERED ? [NONE] : [])];
  for (const sums of ways) {
    const fail = (reads: readonly number[]): boolean =>
      cannotBeRight(new Set(reads), start, stuckAt, sums, columns, budget);
    for (const count of READS) {
      const some = all.slice(0, count);
      if (fail(some)) return verdictOf(columns, without(some, fail), sums, partOf);
      if (count >= all.length) break;
    }
  }
  return undefined;
}

/** Reads that are open or completed, those that complete last first. */
function lastReads({ timeline, totals, ranks }: CounterColumns, end: number, most: number): number[] {
  const open = new Set<number>();
  const completed: number[] = [];
  for (let at = 0; at <= end; at++) {
    const op = timeline[at]!;
    if (Number.isNaN(totals[op < 0 ? ~op : op]!)) continue;
    if (op >= 0) open.add(op);
    else {
      open.delete(~op);
      completed.push(~op);
    }
  }
  const last = [...open].sort((a, b) => ranks.complete[b]! - ranks.complete[a]!);
  return [...last, ...completed.slice(-most).reverse()].slice(0, most);
}

/** Leaves out what is not needed for them to fail, half of them at first. */
function without(reads: readonly number[], fail: (reads: readonly number[]) => boolean): readonly number[] {
  let left = reads;
  for (let size = left.length >> 1; size >= 1; size = size === 1 ? 0 : (size + 1) >> 1)
    for (let from = 0; from < left.length;) {
      const fewer = [...left.slice(0, from), ...left.slice(from + size)];
      if (fewer.length > 0 && fail(fewer)) left = fewer;
      else from += size;
    }
  return left;
}

/** Additions of unknown outcome that begin before the event `end`. */
function unknownUntil(
  { uncertain, ranks }: CounterColumns,
  end: number,
): { readonly count: number; readonly sums: UnknownSums } {
  const begun = uncertain.map(({ amount, operations }) => ({
    amount,
    count: operations.filter((op) => ranks.invoke[op]! < end).length,
  }));
  return { count: begun.reduce((sum, { count }) => sum + count, 0), sums: new UnknownSums(begun) };
}

/** What is certain when the first of the reads begins. */
function startOf(columns: CounterColumns, reads: readonly number[]): Start {
  const { timeline, amounts, ranks, initial } = columns;
  const at = reads.reduce((first, read) => Math.min(first, ranks.invoke[read]!), timeline.length);
  const open = new Set<number>();
  let total = initial;
  for (let event = 0; event < at; event++) {
    const op = timeline[event]!;
    if (op < 0 && !Number.isNaN(amounts[~op]!)) {
      total += amounts[~op]!;
      open.delete(~op);
    } else if (op >= 0 && !Number.isNaN(amounts[op]!)) open.add(op);
  }
  return { at, total, open: [...open] };
}

function verdictOf(
  columns: CounterColumns,
  reads: readonly number[],
  sums: UnknownSums,
  partOf: PartOfCounter,
): FastVerdict {
  const { history, totals, amounts, ranks } = columns;
  const { at, total, open } = startOf(columns, reads);
  const [last, ...others] = reads as [number, ...number[]];
  const end = ranks.complete[last]!;
  const isTold = (op: number): boolean => !sums.isNone && history[op]!.type === 'info';
  const begun: number[] = [];
  const around = open.filter((op) => !isTold(op));
  let before = 0;
  for (let op = 0; op < history.length; op++) {
    if (Number.isNaN(amounts[op]!) || ranks.invoke[op]! > end) continue;
    begun.push(op);
    if (ranks.complete[op]! < at) before++;
    else if (ranks.invoke[op]! > at && !isTold(op)) around.push(op);
  }
  const unknown = sums.isNone ? { count: 0, sums } : unknownUntil(columns, end);
  const told = (read: number): string => `${totals[read]!} by ${history[read]!.process}`;
  const besides = others.length === 0 ? '' : ` besides ${others.slice(0, TOLD_READS).map(told).join(', ')}`;
  const more = others.length > TOLD_READS ? ` and ${others.length - TOLD_READS} more` : '';
  const first = before === 0 ? 'at first' : `after ${counted(before, 'addition')} had completed`;
  const mayCount =
    unknown.count === 0 ? '' : `, and ${counted(unknown.count, 'addition')} of unknown outcome may count`;
  const reason = `${history[last]!.process} read the total ${totals[last]!}${besides}${more}, to which no order of the additions comes: it was ${total} ${first}${mayCount}`;
  if (begun.length <= SHOWN_ADDITIONS) {
    // What is taken away later is no part of it.
    const falls =
      !begun.some((op) => amounts[op]! < 0) &&
      reads.some((a) => reads.some((b) => ranks.complete[a]! < ranks.invoke[b]! && totals[a]! > totals[b]!));
    return invalidBy(history, falls ? 'stale-read' : 'wrong-total', reason, [...begun, ...reads]);
  }
  const part = partOf({ from: total, unknown: unknown.sums });
  return invalidBy(history, 'wrong-total', reason, [...around, ...reads], part);
}
