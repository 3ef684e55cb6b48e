/**
 * Queues whose enqueued values all differ, in O(n log n).
 *
 * The front of the queue is removed from the problem again and again: a value that can be the first to be enqueued
 * among those left (its enqueue begins before any of theirs has ended) and also the first to be dequeued. If no
 * value is both, the first to complete its enqueue, `a`, and some `b` dequeued entirely before `a` violate the order
 * of arrival (VOrd: enqueue a, enqueue b, dequeue b, dequeue a, each before the next in real time where it matters).
 * Among the possible fronts the one whose dequeue may begin first is taken, so that the order found can be parted
 * at every moment at which the queue may have been empty.
 */
import type { BudgetMeter } from '../budget.js';
import type { FastPath } from '../model.js';
import { show } from '../identity.js';
import { containerPath, emptiesInOrder, placeEmpties } from './container.js';
import type { Decision } from './container.js';
import type { Lives } from './lives.js';
import { MinHeap } from './min-heap.js';
import { orderByRank } from './ranks.js';
import { OrderBuilder } from './verdicts.js';

/** Decides a queue; `undefined` where values repeat or a removal of unknown outcome leaves it open. */
export const queuePath: FastPath = containerPath({ insert: 'enqueue', remove: 'dequeue', decide });

function decide(lives: Lives, budget: BudgetMeter): Decision {
  const slots = placeEmpties(lives);
  if (!(slots instanceof Int32Array)) return slots;
  // A dequeue cannot take effect before its enqueue has begun.
  const dequeueFrom = lives.removeInvoke.map((at, value) => Math.max(at, lives.insertInvoke[value]!));
  const arrival = orderOfArrival(lives, dequeueFrom, budget);
  if (!(arrival instanceof Int32Array)) return arrival;
  return { fits: true, order: () => sequence(lives, dequeueFrom, arrival, slots) };
}

function orderOfArrival(lives: Lives, dequeueFrom: Int32Array, budget: BudgetMeter): Int32Array | Decision {
  const { count, end, insertInvoke, insertComplete, removeComplete } = lives;
  const ordered = (ranks: Int32Array): Int32Array => {
    budget.spend(count);
    return orderByRank(ranks, end);
  };
  const byEnqueueInvoke = ordered(insertInvoke);
  const byEnqueueComplete = ordered(insertComplete);
  const byDequeueFrom = ordered(dequeueFrom);
  const byDequeueComplete = ordered(removeComplete);
  /** Bit 1: it can be enqueued before all others left; bit 2: dequeued before them; 4: it is in the order. */
  const state = new Uint8Array(count);
  const fronts = new MinHeap(dequeueFrom);
  const arrival = new Int32Array(count);
  let nextEnqueue = 0;
  let nextDequeue = 0;
  let firstEnqueue = 0;
  let firstDequeue = 0;
  for (let placed = 0; placed < count; placed++) {
    budget.spend();
    while (state[byEnqueueComplete[firstEnqueue]!] === 7) firstEnqueue++;
    while (state[byDequeueComplete[firstDequeue]!] === 7) firstDequeue++;
    const enqueuedBefore = insertComplete[byEnqueueComplete[firstEnqueue]!]!;
    const dequeuedBefore = removeComplete[byDequeueComplete[firstDequeue]!]!;
    for (; nextEnqueue < count; nextEnqueue++) {
      const value = byEnqueueInvoke[nextEnqueue]!;
      if (insertInvoke[value]! >= enqueuedBefore) break;
      state[value]! |= 1;
      if (state[value] === 3) fronts.push(value);
    }
    for (; nextDequeue < count; nextDequeue++) {
      const value = byDequeueFrom[nextDequeue]!;
      if (dequeueFrom[value]! >= dequeuedBefore) break;
      state[value]! |= 2;
      if (state[value] === 3) fronts.push(value);
    }
    if (fronts.size === 0) {
      return outOfOrder(lives, byEnqueueComplete[firstEnqueue]!, byDequeueComplete[firstDequeue]!);
    }
    const front = fronts.pop();
    state[front] = 7;
    arrival[placed] = front;
  }
  return arrival;
}

/** `first` was enqueued before `second`, which was dequeued before `first`. */
function outOfOrder(lives: Lives, first: number, second: number): Decision {
  const name = (value: number) =>
    show((lives.history[lives.insertOp[value]!]!.input as { value?: unknown }).value);
  const [a, b] = [name(first), name(second)];
  const end = lives.removeOp[first] === -1 ? `${a} was never dequeued` : `${a} only afterwards`;
  const reason = `${a} was enqueued before ${b}, but ${b} was dequeued and ${end}`;
  return { fits: false, kind: 'VOrd', reason, values: [first, second] };
}

/** Dequeues as early, enqueues as late as the order allows: then the queue is empty wherever it can be. */
function sequence(lives: Lives, dequeueFrom: Int32Array, arrival: Int32Array, slots: Int32Array): Int32Array {
  const { count, end, insertOp, insertComplete, removeOp, emptyOp } = lives;
  const dequeueAt = new Int32Array(count);
  const enqueueAt = new Int32Array(count);
  for (let i = 0, latest = -1; i < count; i++) {
    latest = Math.max(latest, dequeueFrom[arrival[i]!]!);
    dequeueAt[i] = latest;
  }
  for (let i = count - 1, earliest = end + 1; i >= 0; i--) {
    earliest = Math.min(earliest, insertComplete[arrival[i]!]! - 1);
    enqueueAt[i] = Math.min(earliest, dequeueAt[i]!);
  }
  const empties = emptiesInOrder(slots);
  const order = new OrderBuilder(2 * count + empties.length);
  let enqueued = 0;
  let dequeued = 0;
  let found = 0;
  while (enqueued < count || dequeued < count || found < empties.length) {
    const e = enqueued < count ? enqueueAt[enqueued]! : Infinity;
    const d = dequeued < count ? dequeueAt[dequeued]! : Infinity;
    const nothing = found < empties.length ? slots[empties[found]!]! : Infinity;
    if (d <= e && d <= nothing) {
      for (; enqueued <= dequeued; enqueued++) order.push(insertOp[arrival[enqueued]!]!);
      const op = removeOp[arrival[dequeued++]!]!;
      if (op !== -1) order.push(op);
    } else if (nothing <= e) order.push(emptyOp[empties[found++]!]!);
    else order.push(insertOp[arrival[enqueued++]!]!);
  }
  return order.done();
}
