/** Whether a counter's operations fit an order, from the definition: each at one moment of its time, each read the sum. */
import type { BudgetMeter } from '../budget.js';
import type { CounterColumns } from './counter-columns.js';

/** @param order places in the history; all that ended well are to be among them, save reads that answered nothing */
export function replaysCounter(
  { history, initial, ranks, amounts, totals }: CounterColumns,
  order: Int32Array,
  budget: BudgetMeter,
): boolean {
  const placed = new Uint8Array(history.length);
  let [total, latestInvocation] = [initial, -1];
  for (const op of order) {
    budget.spend();
    if (placed[op] === 1 || ranks.complete[op]! < latestInvocation) return false;
    placed[op] = 1;
    latestInvocation = Math.max(latestInvocation, ranks.invoke[op]!);
    if (!Number.isNaN(amounts[op]!)) total += amounts[op]!;
    else if (!Number.isNaN(totals[op]!) && totals[op] !== total) return false;
  }
  return history.every(
    ({ type }, op) =>
      type !== 'ok' || placed[op] === 1 || (Number.isNaN(amounts[op]!) && Number.isNaN(totals[op]!)),
  );
}
