/** Configurations apart from any problem: what a search hands over when another, on later events, goes on. */

import type { Operation } from '../history.js';
import type { Problem } from './problem.js';

/** One past, as far as it matters for what is still open. */
export interface Carried {
  /** By value, since the next search may number states differently. */
  readonly state: unknown;
  /** Operations still open that were used, … */
  readonly used: ReadonlySet<Operation>;
  /** … and those that have an alibi. */
  readonly alibis: ReadonlySet<Operation>;
}

/** Reads the row at `rows[at…]`, after the events of the problem; `open` operations return later, or never. */
export function carry(problem: Problem, rows: Int32Array, at: number, open: readonly number[]): Carried {
  const { operations, slots, windowWords, crashed, automaton } = problem;
  const used = new Set<Operation>();
  const alibis = new Set<Operation>();
  for (const operation of open) {
    const slot = slots[operation]!;
    if (slot < 0) continue;
    const word = at + 1 + (slot >>> 5);
    const bit = 1 << (slot & 31);
    if ((rows[word]! & bit) !== 0) used.add(operations[operation]!);
    if ((rows[word + windowWords]! & bit) !== 0) alibis.add(operations[operation]!);
  }
  for (const { operations: ofClass, word, shift, mask } of crashed) {
    const count = (rows[at + 1 + 2 * windowWords + word]! >>> shift) & mask;
    for (const operation of ofClass.slice(0, count)) used.add(operations[operation]!);
  }
  return { state: automaton.states[rows[at]!], used, alibis };
}

/** Writes it as a row of another problem, whose first operations are those that were open. */
export function takeUp({ state, used, alibis }: Carried, problem: Problem, row: Int32Array): void {
  const { operations, slots, windowWords, crashed, automaton } = problem;
  row.fill(0);
  row[0] = automaton.numberOf(state);
  for (let i = 0; i < operations.length; i++) {
    const slot = slots[i]!;
    const operation = operations[i]!;
    const isUsed = used.has(operation);
    if (slot < 0) {
      const { word, shift } = crashed[-1 - slot]!;
      if (isUsed) row[1 + 2 * windowWords + word]! += 1 << shift;
      continue;
    }
    if (isUsed) row[1 + (slot >>> 5)]! |= 1 << (slot & 31);
    if (alibis.has(operation)) row[1 + windowWords + (slot >>> 5)]! |= 1 << (slot & 31);
  }
}
