/**
 * Stacks whose pushed values all differ, in O(n log n).
 *
 * A value whose push and pop overlap in time never disturbs anyone: both can happen in one moment. Each other value
 * is certainly inside from the end of its push to the beginning of its pop. Where these stays fall into groups with
 * a free moment between them, the groups are independent. Within a connected group the stack is never empty, so one
 * value must lie at the bottom of it all the while: pushed before everything else, popped after everything else.
 * Any value that can be is as good as any other, since removing a value harms nobody. It is removed, the rest falls
 * into groups again, and so on; a group without such a value cannot be explained.
 *
 * Members are values in order of the completion of their push; points are the ends of their stays in order.
 */
import type { BudgetMeter } from '../budget.js';
import type { FastPath } from '../model.js';
import { show } from '../identity.js';
import { containerPath, emptiesInOrder, placeEmpties } from './container.js';
import type { Decision } from './container.js';
import { fewestCovering } from './coverage.js';
import type { Lives } from './lives.js';
import { orderByRank } from './ranks.js';
import { NO_KEY, RangeMinimum } from './range-minimum.js';
import { SpanCounter } from './span-counter.js';
import { stackSequence } from './stack-sequence.js';

/** Decides a stack; `undefined` where values repeat or a pop of unknown outcome leaves it open. */
export const stackPath: FastPath = containerPath({ insert: 'push', remove: 'pop', decide });

function decide(lives: Lives, budget: BudgetMeter): Decision {
  const slots = placeEmpties(lives);
  if (!(slots instanceof Int32Array)) return slots;
  const stays = staysOf(lives);
  const nested = nest(lives, stays, budget);
  if (!(nested instanceof Int32Array)) return tangled(lives, stays, nested);
  const order = () => stackSequence(lives, nested, slots, emptiesInOrder(slots));
  return { fits: true, order };
}

interface Stays {
  readonly valueOf: Int32Array;
  /** The points at which the stay of a member begins and ends. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** By point: its rank, and how many members have begun up to it. */
  readonly rankAt: Int32Array;
  readonly begun: Int32Array;
}

function staysOf({ count, end, insertComplete, removeInvoke }: Lives): Stays {
  const staying: number[] = [];
  for (let value = 0; value < count; value++) {
    if (insertComplete[value]! < removeInvoke[value]!) staying.push(value);
  }
  const byBeginning = orderByRank(
    Int32Array.from(staying, (value) => insertComplete[value]!),
    end,
  );
  const valueOf = byBeginning.map((index) => staying[index]!);
  const byEnd = orderByRank(
    valueOf.map((value) => removeInvoke[value]!),
    end,
  );
  const members = valueOf.length;
  const from = new Int32Array(members);
  const to = new Int32Array(members);
  const rankAt = new Int32Array(2 * members);
  const begun = new Int32Array(2 * members);
  for (let point = 0, member = 0, ended = 0; ended < members; point++) {
    const begins = member < members ? insertComplete[valueOf[member]!]! : Infinity;
    const ends = removeInvoke[valueOf[byEnd[ended]!]!]!;
    if (begins < ends) from[member++] = point;
    else to[byEnd[ended++]!] = point;
    rankAt[point] = Math.min(begins, ends);
    begun[point] = member;
  }
  return { valueOf, from, to, rankAt, begun };
}

/** A connected group without a bottom: the members between two points. */
interface Tangle {
  readonly members: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** The members' pushes and pops in an order that nests: `2 × value` for a push, one more for a pop. */
function nest(lives: Lives, stays: Stays, budget: BudgetMeter): Int32Array | Tangle {
  const { valueOf, from, to, rankAt, begun } = stays;
  const members = valueOf.length;
  const pushInvoke = valueOf.map((value) => lives.insertInvoke[value]!);
  /** Members whose push began before the group they are in: candidates, by the completion of their pop, latest first. */
  const candidates = new RangeMinimum(new Int32Array(members).fill(NO_KEY));
  const later = new RangeMinimum(pushInvoke);
  const over = new SpanCounter(countsOver(stays));
  /** The next member that is left, itself included. */
  const next = Int32Array.from({ length: members + 1 }, (_, member) => member);
  const sequence = new Int32Array(2 * members);
  let length = 0;
  // Work to do, last first: a range of members (first, last), or a pop to note (its value, -1).
  const work = [0, members - 1];
  while (work.length > 0) {
    budget.spend();
    const last = work.pop()!;
    const start = work.pop()!;
    if (last === -1) {
      sequence[length++] = 2 * start + 1;
      continue;
    }
    const first = nextLeft(next, start);
    if (first > last) continue;
    const close = over.firstClear(from[first]!);
    const lastHere = begun[close]! - 1;
    if (lastHere < last) work.push(lastHere + 1, last);
    const bottom =
      to[first] === close ? first : findBottom(first, lastHere, rankAt[from[first]!]!, rankAt[close]!);
    if (bottom === -1) {
      const left = Array.from({ length: lastHere - first + 1 }, (_, i) => first + i);
      return { members: left.filter((member) => next[member] === member), from: from[first]!, to: close };
    }
    next[bottom] = bottom + 1;
    candidates.set(bottom, NO_KEY);
    over.remove(from[bottom]!, to[bottom]!);
    sequence[length++] = 2 * valueOf[bottom]!;
    work.push(valueOf[bottom]!, -1, first, lastHere);
  }
  return sequence;

  /** A member that can be pushed before all of its group and popped after all of it; -1 if there is none. */
  function findBottom(firstMember: number, lastMember: number, opens: number, closes: number): number {
    for (;;) {
      const member = later.below(firstMember, lastMember + 1, opens);
      if (member === -1) return candidates.below(firstMember, lastMember + 1, -closes);
      later.set(member, NO_KEY);
      if (next[member] === member) candidates.set(member, -lives.removeComplete[valueOf[member]!]!);
    }
  }
}

function nextLeft(next: Int32Array, from: number): number {
  let at = from;
  while (next[at] !== at) {
    const skip = next[next[at]!]!;
    next[at] = skip;
    at = skip;
  }
  return at;
}

/** How many stays lie over the time between each point and the next. */
function countsOver({ from, to }: Stays): Int32Array {
  const counts = new Int32Array(2 * from.length);
  for (let member = 0; member < from.length; member++) {
    counts[from[member]!]!++;
    counts[to[member]!]!--;
  }
  for (let point = 1; point < counts.length; point++) counts[point]! += counts[point - 1]!;
  return counts;
}

/** Windows of a chain up to this many values are searched for a smaller tangle. */
const MAX_WINDOW = 8;

/** The fewest stays that connect the group from its first point to its last have no bottom either; or some of them. */
function tangled(lives: Lives, stays: Stays, tangle: Tangle): Decision {
  const chain = fewestCovering(tangle.from, tangle.to, tangle.members, stays.from, stays.to);
  const values = smallestWindow(
    lives,
    chain.map((member) => stays.valueOf[member]!),
  );
  const names = values.map((value) =>
    show((lives.history[lives.insertOp[value]!]!.input as { readonly value?: unknown }).value),
  );
  const listed = names.length > 6 ? [...names.slice(0, 6), '…'] : names;
  const reason = `the stack was never empty while ${listed.join(', ')} passed through it, but none of them can have been pushed first and popped last`;
  return { fits: false, kind: 'VOrd', reason, values };
}

/** The shortest run of a chain of overlapping stays that has no bottom of its own. */
function smallestWindow(lives: Lives, chain: readonly number[]): readonly number[] {
  for (let size = 2; size <= Math.min(MAX_WINDOW, chain.length - 1); size++) {
    for (let first = 0; first + size <= chain.length; first++) {
      const window = chain.slice(first, first + size);
      const opens = lives.insertComplete[window[0]!]!;
      const closes = lives.removeInvoke[window[size - 1]!]!;
      const isBottom = (value: number) =>
        lives.insertInvoke[value]! < opens && lives.removeComplete[value]! > closes;
      if (!window.some(isBottom)) return window;
    }
  }
  return chain;
}
