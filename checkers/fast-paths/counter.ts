/**
 * Counters by what their additions come to. A read answers at least what was certainly added before it began and at most
 * what had begun to be added before it completed; and where nothing is taken away, no later read answers less. A history
 * that breaks this is invalid, in one pass. One that does not may have an order that is found by adding as late as
 * possible (`counter-order.ts`). Where none is found, a few reads may be found that cannot be right together
 * (`counter-refute.ts`); else the search decides.
 */
import type { PartOfCounter } from './counter-columns.js';
import type { CounterColumns } from './counter-columns.js';
import { counted } from '../counted.js';
import type { BudgetMeter } from '../budget.js';
import type { History, Input } from '../history.js';
import type { FastPath, FastVerdict } from '../model.js';
import { orderOfCounter } from './counter-order.js';
import { refuteCounter } from './counter-refute.js';
import { replaysCounter } from './counter-replay.js';
import { rankEvents } from './ranks.js';
import { invalidBy, validBy } from './verdicts.js';

/** Bytes held for each operation, here and by what follows. */
const BYTES_PER_OPERATION = 64;
/** So many additions are shown with a read that is out of bounds; more are told by their sum. */
const SHOWN_ADDITIONS = 16;

/** Decides counters with `add` and `read`, as long as additions answer no totals. */
export const counterPath =
  (initial: number, partOf: PartOfCounter): FastPath =>
  (history, budget) => {
    const columns = readColumns(history, initial, budget);
    if (columns === undefined) return undefined;
    const fault = outOfBounds(columns, partOf, budget) ?? falls(columns, partOf);
    if (fault) return fault;
    const found = orderOfCounter(columns, budget);
    if ('stuckAt' in found) return refuteCounter(columns, found.stuckAt, partOf, budget);
    return replaysCounter(columns, found.order, budget) ? validBy(history, () => found.order) : undefined;
  };

function readColumns(history: History, initial: number, budget: BudgetMeter): CounterColumns | undefined {
  budget.hold(BYTES_PER_OPERATION * history.length);
  const amounts = new Float64Array(history.length).fill(NaN);
  const totals = new Float64Array(history.length).fill(NaN);
  let reach = Math.abs(initial);
  for (let op = 0; op < history.length; op++) {
    budget.spend();
    const { type, input: anyInput, output } = history[op]!;
    const input = anyInput as Input & { readonly by?: unknown };
    const silent = type !== 'ok' || output === undefined || output === null;
    if (input.f === 'add') {
      if (!silent || !Number.isSafeInteger(input.by)) return undefined;
      amounts[op] = input.by as number;
      reach += Math.abs(amounts[op]!);
      // No sum may lose a digit.
      if (reach > Number.MAX_SAFE_INTEGER) return undefined;
    } else if (input.f !== 'read') return undefined;
    else if (!silent) {
      if (!Number.isSafeInteger(output)) return undefined;
      totals[op] = output as number;
    }
  }
  const ranks = rankEvents(history, budget);
  const timeline = new Int32Array(ranks.end);
  for (let op = 0; op < history.length; op++) {
    timeline[ranks.invoke[op]!] = op;
    if (ranks.complete[op]! < ranks.end) timeline[ranks.complete[op]!] = ~op;
  }
  return { history, initial, ranks, timeline, amounts, totals, ...uncertainOf(history, amounts) };
}

function uncertainOf(history: History, amounts: Float64Array): Pick<CounterColumns, 'uncertain' | 'kinds'> {
  const kinds = new Int32Array(history.length).fill(-1);
  const kindOf = new Map<number, number>();
  const uncertain: { readonly amount: number; readonly operations: number[] }[] = [];
  for (let op = 0; op < history.length; op++) {
    const amount = amounts[op]!;
    if (history[op]!.type !== 'info' || Number.isNaN(amount) || amount === 0) continue;
    let kind = kindOf.get(amount);
    if (kind === undefined) kindOf.set(amount, (kind = uncertain.push({ amount, operations: [] }) - 1));
    uncertain[kind]!.operations.push(op);
    kinds[op] = kind;
  }
  return { uncertain, kinds };
}

/** The first read, in order of completion, that answers more or less than the additions allow. */
function outOfBounds(
  columns: CounterColumns,
  partOf: PartOfCounter,
  budget: BudgetMeter,
): FastVerdict | undefined {
  const { history, timeline, amounts, totals, initial } = columns;
  /** By read: what was certain when it began, of both signs. */
  const certainUp = new Float64Array(history.length);
  const certainDown = new Float64Array(history.length);
  let [doneUp, doneDown, begunUp, begunDown] = [0, 0, 0, 0];
  for (const event of timeline) {
    budget.spend();
    const op = event < 0 ? ~event : event;
    const amount = amounts[op]!;
    if (!Number.isNaN(amount)) {
      if (event >= 0) {
        begunUp += Math.max(0, amount);
        begunDown += Math.min(0, amount);
      } else {
        doneUp += Math.max(0, amount);
        doneDown += Math.min(0, amount);
      }
    } else if (event >= 0) {
      certainUp[op] = doneUp;
      certainDown[op] = doneDown;
    } else {
      const least = initial + certainUp[op]! + begunDown;
      const most = initial + certainDown[op]! + begunUp;
      // Neither comparison holds for a read that says nothing.
      if (totals[op]! < least || totals[op]! > most) return wrongTotal(columns, op, { least, most }, partOf);
    }
  }
  return undefined;
}

function wrongTotal(
  { history, amounts, totals, ranks, initial }: CounterColumns,
  read: number,
  bounds: { readonly least: number; readonly most: number },
  partOf: PartOfCounter,
): FastVerdict {
  const begun: number[] = [];
  let certain = 0;
  for (let op = 0; op < history.length; op++) {
    if (Number.isNaN(amounts[op]!) || ranks.invoke[op]! > ranks.complete[read]!) continue;
    begun.push(op);
    if (ranks.complete[op]! < ranks.invoke[read]!) certain++;
  }
  const { least, most } = bounds;
  const wanted = least === most ? `should be ${least}` : `should be from ${least} to ${most}`;
  const open = begun.length - certain;
  const before = `${counted(certain, 'addition')} had completed before${open > 0 ? `, ${open} more may count` : ''}`;
  const reason = `${history[read]!.process} read the total ${totals[read]!}, which ${wanted}: it was ${initial} at first, ${before}`;
  return begun.length <= SHOWN_ADDITIONS
    ? invalidBy(history, 'wrong-total', reason, [...begun, read])
    : invalidBy(history, 'wrong-total', reason, [read], partOf(bounds));
}

/** Where nothing is taken away: a read that answers less than one before it. */
function falls(
  { history, timeline, amounts, totals }: CounterColumns,
  partOf: PartOfCounter,
): FastVerdict | undefined {
  if (amounts.some((amount) => amount < 0)) return undefined;
  /** The completed read that answered most; by read, the one when it began. */
  let most = -1;
  const before = new Int32Array(history.length).fill(-1);
  for (const event of timeline) {
    const op = event < 0 ? ~event : event;
    if (Number.isNaN(totals[op]!)) continue;
    if (event >= 0) before[op] = most;
    else {
      const other = before[op]!;
      if (other >= 0 && totals[op]! < totals[other]!) {
        const reason = `${history[op]!.process} read the total ${totals[op]!}, although ${history[other]!.process} had read ${totals[other]!} before and nothing is taken away`;
        return invalidBy(history, 'stale-read', reason, [other, op], partOf('never falls'));
      }
      if (most < 0 || totals[op]! > totals[most]!) most = op;
    }
  }
  return undefined;
}
