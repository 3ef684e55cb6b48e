/** Whether transactions on lists fit an order, from the definition: each at one moment of its time, and reading what is there. */
import type { BudgetMeter } from '../budget.js';
import type { History } from '../history.js';
import { identityOf } from '../identity.js';
import { listRead, ran } from './lists.js';

/** @param order places in the history; all that ended well are to be among them */
export function replaysLists(history: History, order: Int32Array, meter: BudgetMeter): boolean {
  const held = new Map<string | number, unknown[]>();
  const placed = new Uint8Array(history.length);
  let latestInvocation = -Infinity;
  for (const op of order) {
    const operation = history[op]!;
    if (placed[op] === 1 || (operation.type !== 'info' && operation.complete < latestInvocation))
      return false;
    placed[op] = 1;
    latestInvocation = Math.max(latestInvocation, operation.invoke);
    const micros = ran(operation);
    for (let index = 0; index < micros.length; index++) {
      const [kind, key, value] = micros[index]!;
      const list = held.get(key);
      if (kind !== 'r') {
        meter.spend();
        if (list) list.push(value);
        else held.set(key, [value]);
        continue;
      }
      const read = listRead(operation, index);
      if (read === undefined) continue;
      meter.spend(1 + read.length);
      if (read.length !== (list?.length ?? 0)) return false;
      for (let at = 0; at < read.length; at++)
        if (!Object.is(read[at], list![at]) && identityOf(read[at]) !== identityOf(list![at])) return false;
    }
  }
  return history.every(({ type }, op) => type === 'info' || placed[op] === 1);
}
