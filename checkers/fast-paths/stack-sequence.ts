/** The order of operations that shows a stack history to be linearizable, from how its values nest. */
import type { Lives } from './lives.js';
import { orderByRank } from './ranks.js';
import { OrderBuilder } from './verdicts.js';

/**
 * Merges the nested members (`2 × value` for a push, one more for a pop) with the pops that found nothing, which go
 * between groups, and with the values whose push and pop overlap, which can go anywhere, both in one moment.
 * `slots` are the moments of the empty pops, `empties` their order.
 */
export function stackSequence(
  lives: Lives,
  nested: Int32Array,
  slots: Int32Array,
  empties: Int32Array,
): Int32Array {
  const { insertOp, removeOp, emptyOp, insertInvoke, insertComplete, removeInvoke } = lives;
  const order = new OrderBuilder(2 * lives.count + empties.length);
  const passing = passingValues(lives);
  const momentOf = (value: number) => Math.max(insertInvoke[value]!, removeInvoke[value]!);
  let nextPassing = 0;
  let nextEmpty = 0;
  let now = -1;

  /** Emits what passes at or before `until`. */
  const pass = (until: number): void => {
    for (; nextPassing < passing.length && momentOf(passing[nextPassing]!) <= until; nextPassing++) {
      order.push(insertOp[passing[nextPassing]!]!);
      order.push(removeOp[passing[nextPassing]!]!);
    }
  };
  const findNothing = (before: number): void => {
    for (; nextEmpty < empties.length && slots[empties[nextEmpty]!]! < before; nextEmpty++) {
      now = Math.max(now, slots[empties[nextEmpty]!]!);
      pass(now - 1);
      order.push(emptyOp[empties[nextEmpty]!]!);
    }
  };
  for (let i = 0, depth = 0; i < nested.length; i++) {
    const value = nested[i]! >> 1;
    const pops = (nested[i]! & 1) === 1;
    // Nothing of a group need have happened before its outermost push completes.
    if (depth === 0) findNothing(insertComplete[value]!);
    const op = pops ? removeOp[value]! : insertOp[value]!;
    depth += pops ? -1 : 1;
    if (op === -1) continue;
    now = Math.max(now, pops ? removeInvoke[value]! : insertInvoke[value]!);
    pass(now - 1);
    order.push(op);
  }
  findNothing(Infinity);
  pass(Infinity);
  return order.done();
}

/** Values whose push and pop overlap, in order of the moment at which both can happen. */
function passingValues({ count, insertComplete, insertInvoke, removeInvoke, end }: Lives): number[] {
  const passing: number[] = [];
  for (let value = 0; value < count; value++) {
    if (insertComplete[value]! >= removeInvoke[value]!) passing.push(value);
  }
  const moments = Int32Array.from(passing, (value) => Math.max(insertInvoke[value]!, removeInvoke[value]!));
  return Array.from(orderByRank(moments, end), (index) => passing[index]!);
}
