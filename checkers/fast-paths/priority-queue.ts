/**
 * Priority queues whose inserted values all differ, in O(n log n).
 *
 * The value that goes last is removed from the problem first: it never stands in the way of the others, and to them
 * its own removal is like one that finds the container empty. So a removal fits exactly if some moment of it, after
 * the value's insertion began, is outside the certain stays of all values that should have gone before; values of
 * equal priority do not stand in each other's way. Going from the most urgent value down, stays are only added.
 */
import type { BudgetMeter } from '../budget.js';
import type { FastPath } from '../model.js';
import { show } from '../identity.js';
import { containerPath, emptiesInOrder, placeEmpties } from './container.js';
import type { Decision } from './container.js';
import { Coverage, fewestCovering } from './coverage.js';
import type { Lives } from './lives.js';
import { sortedIndexes } from './ranks.js';
import { OrderBuilder } from './verdicts.js';

/** Decides a priority queue. `urgency` of a value: the smallest goes first; NaN where it has none. */
export function priorityQueuePath(urgency: (value: unknown) => number): FastPath {
  return containerPath({
    insert: 'insert',
    remove: 'extract',
    accepts: (value) => !Number.isNaN(urgency(value)),
    decide: (lives, budget) => decide(lives, urgency, budget),
  });
}

const valueOf = (lives: Lives, value: number): unknown =>
  (lives.history[lives.insertOp[value]!]!.input as { readonly value?: unknown }).value;

function decide(lives: Lives, urgency: (value: unknown) => number, budget: BudgetMeter): Decision {
  const { count, end, insertInvoke, insertComplete, removeInvoke, removeComplete, removeOp } = lives;
  budget.spend(2 * count);
  const empties = placeEmpties(lives);
  if (!(empties instanceof Int32Array)) return empties;
  const keys = new Float64Array(count);
  for (let value = 0; value < count; value++) keys[value] = urgency(valueOf(lives, value));
  const byUrgency = sortedIndexes(keys);
  const inside = new Coverage(end + 1);
  const removeAt = new Int32Array(count);
  for (let first = 0, last = 0; first < count; first = last) {
    const key = keys[byUrgency[first]!]!;
    for (last = first; last < count && (last === first || keys[byUrgency[last]!] === key); last++) {
      budget.spend();
      const value = byUrgency[last]!;
      const slot = inside.firstFree(Math.max(insertInvoke[value]!, removeInvoke[value]!));
      removeAt[value] = slot;
      if (removeOp[value] !== -1 && slot >= removeComplete[value]!) {
        return overtaken(lives, value, byUrgency.subarray(0, first));
      }
    }
    for (let i = first; i < last; i++) {
      inside.cover(insertComplete[byUrgency[i]!]!, removeInvoke[byUrgency[i]!]!);
    }
  }
  return { fits: true, order: () => sequence(lives, byUrgency, removeAt, empties) };
}

/** `value` was removed while one or another of the more urgent values was certainly inside. */
function overtaken(lives: Lives, value: number, moreUrgent: Int32Array): Decision {
  const from = Math.max(lives.insertInvoke[value]!, lives.removeInvoke[value]!);
  const to = lives.removeComplete[value]!;
  const blocking = fewestCovering(from, to, moreUrgent, lives.insertComplete, lives.removeInvoke);
  const names = blocking.map((other) => show(valueOf(lives, other)));
  const which =
    names.length === 1
      ? names[0]!
      : `one or another of ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}`;
  const reason = `${show(valueOf(lives, value))} was removed while ${which}, which goes before it, was inside`;
  return { fits: false, kind: 'VOrd', reason, values: [...blocking, value] };
}

/**
 * Removals as early, insertions as late as possible. In one slot: the removals, most urgent first, each right after
 * its insertion where that is as late; then those that found nothing; then insertions.
 */
function sequence(
  lives: Lives,
  byUrgency: Int32Array,
  removeAt: Int32Array,
  empties: Int32Array,
): Int32Array {
  const { count, insertOp, removeOp, insertComplete, emptyOp } = lives;
  const rankOf = new Int32Array(count);
  byUrgency.forEach((value, rank) => (rankOf[value] = rank));
  const insertAt = new Int32Array(count);
  for (let value = 0; value < count; value++) {
    insertAt[value] =
      removeOp[value] === -1
        ? insertComplete[value]! - 1
        : Math.min(insertComplete[value]! - 1, removeAt[value]!);
  }
  const every = Int32Array.from(insertOp.keys());
  const inserts = every.slice().sort((a, b) => insertAt[a]! - insertAt[b]!);
  const removals = every
    .filter((value) => removeOp[value] !== -1)
    .sort((a, b) => removeAt[a]! - removeAt[b]! || rankOf[a]! - rankOf[b]!);
  const nothings = emptiesInOrder(empties);
  const inserted = new Uint8Array(count);
  const order = new OrderBuilder(2 * count + nothings.length);
  let nextInsert = 0;
  let nextRemoval = 0;
  let nextNothing = 0;
  const insert = (value: number): void => {
    if (inserted[value]) return;
    inserted[value] = 1;
    order.push(insertOp[value]!);
  };
  while (nextInsert < count || nextRemoval < removals.length || nextNothing < nothings.length) {
    const i = nextInsert < count ? insertAt[inserts[nextInsert]!]! : Infinity;
    const r = nextRemoval < removals.length ? removeAt[removals[nextRemoval]!]! : Infinity;
    const n = nextNothing < nothings.length ? empties[nothings[nextNothing]!]! : Infinity;
    if (r <= i && r <= n) {
      const value = removals[nextRemoval++]!;
      insert(value);
      order.push(removeOp[value]!);
    } else if (n <= i) order.push(emptyOp[nothings[nextNothing++]!]!);
    else insert(inserts[nextInsert++]!);
  }
  return order.done();
}
