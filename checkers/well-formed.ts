/** Refuses histories that no recorder can have seen, before a checker draws conclusions from them. */

import { BudgetMeter } from './budget.js';
import type { History, Operation, ProcessId } from './history.js';
import { show } from './identity.js';

/** A history that contradicts itself: where, and how. */
export class MalformedHistory extends Error {
  override readonly name = 'MalformedHistory';

  constructor(
    /** Index of the operation in the history. */
    readonly index: number,
    readonly reason: string,
  ) {
    super(`operation ${index} of the history is malformed: ${reason}`);
  }
}

/**
 * Checks that positions are numbers in order, that each operation begins before it ends, and that no process has two
 * operations open. A process whose operation ended as `info` may go on: the operation stays open.
 *
 * @throws MalformedHistory
 * @throws BudgetSpent
 */
export function assertWellFormed(history: History, meter = new BudgetMeter()): void {
  const lastOf = new Map<ProcessId, Operation>();
  let before = -Infinity;
  for (let index = 0; index < history.length; index++) {
    const operation = history[index]!;
    meter.spend();
    if (!isSound(operation, before)) throw new MalformedHistory(index, faultOf(operation, before));
    before = operation.invoke;
    const last = lastOf.get(operation.process);
    if (last && last.type !== 'info' && last.complete > operation.invoke) {
      throw new MalformedHistory(
        index,
        `process ${show(operation.process)} invokes at ${operation.invoke} while its operation of ${last.invoke} is open until ${last.complete}`,
      );
    }
    // What ends as it begins, as effects do, leaves nothing open.
    if (operation.complete > operation.invoke) lastOf.set(operation.process, operation);
  }
}

/** Whether an operation, invoked after the position `before`, is well-formed in itself: the quick way to know. */
function isSound({ invoke, complete, type, input }: Operation, before: number): boolean {
  return (
    invoke >= before &&
    invoke < Infinity &&
    invoke > -Infinity &&
    complete >= invoke &&
    (type === 'info' || ((type === 'ok' || type === 'fail') && complete < Infinity)) &&
    typeof input === 'object' &&
    input !== null
  );
}

/** What is wrong with an operation that is not sound. */
function faultOf({ invoke, complete, type, input }: Operation, before: number): string {
  if (!Number.isFinite(invoke)) return `invoke must be a finite number, not ${invoke}`;
  if (invoke < before) return `it is invoked at ${invoke}, before the one listed ahead of it, at ${before}`;
  if (type !== 'ok' && type !== 'fail' && type !== 'info')
    return `type must be ok, fail or info, not ${String(type)}`;
  if (typeof complete !== 'number' || Number.isNaN(complete))
    return `complete must be a number, not ${String(complete)}`;
  if (complete < invoke) return `it completes at ${complete}, before it is invoked at ${invoke}`;
  if (complete === Infinity && type !== 'info') return `its outcome is ${type}, but it never completes`;
  return `input must be an object with a function name f, not ${String(input)}`;
}
