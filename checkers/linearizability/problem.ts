/**
 * One partition of a history made ready for the search: events in order, operations as class numbers, and a bit for
 * each operation that can be open at the same time (the window).
 */

import type { BudgetMeter } from '../budget.js';
import { rankEvents } from '../fast-paths/ranks.js';
import type { History, Operation } from '../history.js';
import type { Automaton } from './automaton.js';
import { READS } from './automaton.js';

/** Crashed operations of one class: none ever returns, so only their number counts. */
interface CrashedClass {
  readonly cls: number;
  /** Operations of the class in order of invocation. */
  readonly operations: readonly number[];
  /** Where a configuration counts how many of them were used. */
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
}

export interface Problem {
  readonly automaton: Automaton;
  /** All operations of the partition; numbers below are positions in here. */
  readonly operations: History;
  /** Invocations as `operation`, returns as `~operation`, in order. Operations that cannot matter have none. */
  readonly events: Int32Array;
  /** How many of the events, at their beginning, are invocations that an earlier search has seen before. */
  readonly takenUp: number;
  /** Foresight looks at no event from this one on; at all of them if absent. */
  readonly foreseen?: number;
  /** The class of each operation. */
  readonly classes: Int32Array;
  /** The place of each returning operation in the window, or -1 - the index of its crashed class. */
  readonly slots: Int32Array;
  /** For each operation the index of the event at which it returns, or `events.length`. */
  readonly returns: Int32Array;
  /** 1 for operations that may be left out, although they return. */
  readonly optional: Uint8Array;
  readonly crashed: readonly CrashedClass[];
  /** Words of 32 bits that the window takes. */
  readonly windowWords: number;
  /** Words that the counts of crashed operations take. */
  readonly countWords: number;
  /** In each word of counts, the bits between fields. */
  readonly guards: Int32Array;
}

/** Exploring a state space may cost this many steps, and so many more for each operation. */
const CLOSING_STEPS = 256;
const CLOSING_STEPS_PER_OPERATION = 4;

/** Numbers the classes of the operations; those that do the same in every state get the same number. */
export function classifyAll(operations: History, automaton: Automaton): Int32Array {
  const classes = new Int32Array(operations.length);
  for (let i = 0; i < classes.length; i++) classes[i] = automaton.classify(operations[i]!);
  const sameAs = automaton.close(CLOSING_STEPS + CLOSING_STEPS_PER_OPERATION * classes.length);
  if (sameAs) for (let i = 0; i < classes.length; i++) classes[i] = sameAs[classes[i]!]!;
  return classes;
}

/**
 * Builds the problem of one partition. `mayBeSkipped` weakens it: those operations happen inside their time, or not
 * at all.
 */
export function problemOf(
  operations: readonly Operation[],
  classes: Int32Array,
  automaton: Automaton,
  meter: BudgetMeter,
  mayBeSkipped?: (operation: number) => boolean,
): Problem {
  const { kinds } = automaton;
  const optional = new Uint8Array(operations.length);
  const silent = new Uint8Array(operations.length);
  const crashes = new Uint8Array(operations.length);
  for (let i = 0; i < operations.length; i++) {
    meter.spend();
    if (mayBeSkipped?.(i)) optional[i] = 1;
    // A read that nobody heard of says nothing and changes nothing.
    if (operations[i]!.type === 'info') crashes[i] = 1;
    const unheard = optional[i] === 1 || crashes[i] === 1;
    if (unheard && kinds[classes[i]!] === READS) silent[i] = 1;
  }
  const timeline = timelineOf(operations, meter);

  const events = new Int32Array(timeline.length);
  const slots = new Int32Array(operations.length);
  const returns = new Int32Array(operations.length);
  const free: number[] = [];
  const crashedIn = new Map<number, number[]>();
  let count = 0;
  let width = 0;
  for (const event of timeline) {
    meter.spend();
    const operation = event >= 0 ? event : ~event;
    if (silent[operation] === 1) continue;
    if (event < 0) {
      returns[operation] = count;
      free.push(slots[operation]!);
    } else if (crashes[operation] === 0) {
      slots[operation] = free.pop() ?? width++;
    } else {
      const cls = classes[operation]!;
      const known = crashedIn.get(cls);
      if (known) known.push(operation);
      else crashedIn.set(cls, [operation]);
    }
    events[count++] = event;
  }
  const { crashed, guards } = countFields(crashedIn);
  crashed.forEach(({ operations }, index) => {
    for (const operation of operations) {
      slots[operation] = -1 - index;
      returns[operation] = count;
    }
  });
  return {
    automaton,
    operations,
    events: events.subarray(0, count),
    takenUp: 0,
    classes,
    slots,
    returns,
    optional,
    crashed,
    windowWords: (width + 31) >>> 5,
    countWords: guards.length,
    guards,
  };
}

/** Below so many operations the general way of ordering events is not worth its preparations. */
const FEW = 512;

/** Invocations as `operation` and returns as `~operation` in order of time; where they coincide, invocations first. */
function timelineOf(operations: History, meter: BudgetMeter): Int32Array {
  if (operations.length < FEW) return mergedTimeline(operations);
  const { invoke, complete, end } = rankEvents(operations, meter);
  const timeline = new Int32Array(end);
  for (let i = 0; i < operations.length; i++) {
    timeline[invoke[i]!] = i;
    if (complete[i] !== end) timeline[complete[i]!] = ~i;
  }
  return timeline;
}

function mergedTimeline(operations: History): Int32Array {
  const returning: number[] = [];
  operations.forEach(({ type }, index) => {
    if (type !== 'info') returning.push(index);
  });
  returning.sort((a, b) => operations[a]!.complete - operations[b]!.complete);
  const timeline = new Int32Array(operations.length + returning.length);
  let invoked = 0;
  let returned = 0;
  for (let at = 0; at < timeline.length; at++) {
    const next = operations[invoked];
    const done = returning[returned];
    const invokes = next && (done === undefined || next.invoke <= operations[done]!.complete);
    timeline[at] = invokes ? invoked++ : ~returning[returned++]!;
  }
  return timeline;
}

/** Packs counters into words: each as wide as it must be, with one guard bit above, so that words compare at once. */
function countFields(crashedIn: ReadonlyMap<number, readonly number[]>): {
  crashed: CrashedClass[];
  guards: Int32Array;
} {
  const crashed: CrashedClass[] = [];
  const guards: number[] = [];
  let used = 32;
  for (const [cls, operations] of crashedIn) {
    const bits = 32 - Math.clz32(operations.length);
    if (used + bits + 1 > 32) {
      guards.push(0);
      used = 0;
    }
    const word = guards.length - 1;
    crashed.push({ cls, operations, word, shift: used, mask: (1 << bits) - 1 });
    guards[word]! |= 1 << (used + bits);
    used += bits + 1;
  }
  return { crashed, guards: Int32Array.from(guards) };
}
