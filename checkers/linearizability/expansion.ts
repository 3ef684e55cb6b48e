/**
 * From one configuration to those one operation further: the moves every search makes.
 *
 * Of open operations that do the same, only the first to return is tried (using another instead could be mended by
 * swapping the two), and of those that crashed, one. Operations that would leave the state as it is are not tried:
 * they have their alibi (or the search was not sure that they would, and then they are tried).
 */

import { FIRST_STATE, IMPOSSIBLE, OVERWRITES, READS } from './automaton.js';
import type { Layout } from './front.js';
import type { Problem } from './problem.js';
import type { Window } from './window.js';

/** Takes a configuration reached by using `operation`; it is in `row` and only valid during the call. */
export type Reached = (row: Int32Array, operation: number) => void;

const LAST_ROUND = 2 ** 30;
const OVER = 1;
const WITH_ALIBI = 2;

export class Expansion {
  /** The configuration being made. */
  private readonly row: Int32Array;
  /** By class: whether it was tried from the present configuration. */
  private tried: Int32Array;
  private round = 0;

  constructor(
    private readonly problem: Problem,
    private readonly layout: Layout,
    private readonly window: Window,
  ) {
    this.row = new Int32Array(layout.width);
    this.tried = new Int32Array(problem.automaton.kinds.length);
  }

  /** Calls `reached` with each configuration one operation after the one at `rows[at…]`. */
  expand(rows: Int32Array, at: number, reached: Reached): void {
    this.useOpen(rows, at, reached);
    this.useCrashed(rows, at, reached);
  }

  private useOpen(rows: Int32Array, at: number, reached: Reached): void {
    const { window, problem, layout, tried } = this;
    const { classes, slots, automaton } = problem;
    const { open, openCount } = window;
    const state = rows[at]!;
    // `tried[cls] - round` is OVER or WITH_ALIBI for classes met in this round, negative for others.
    if (this.round > LAST_ROUND) this.tried.fill((this.round = 0));
    const round = (this.round += 3);
    for (let i = 0; i < openCount; i++) {
      const operation = open[i]!;
      const cls = classes[operation]!;
      const kind = automaton.kinds[cls]!;
      if (kind === READS) continue;
      const met = tried[cls]! - round;
      if (met === OVER) continue;
      const slot = slots[operation]!;
      const word = at + 1 + (slot >>> 5);
      const bit = 1 << (slot & 31);
      if ((rows[word]! & bit) !== 0) continue;
      const hasAlibi = (rows[word + layout.windowWords]! & bit) !== 0;
      if (met === WITH_ALIBI && hasAlibi) continue;
      // One that has an alibi may be worth less than a later one that has none, unless using it gives alibis to all.
      tried[cls] = round + (hasAlibi && kind !== OVERWRITES ? WITH_ALIBI : OVER);
      const code = automaton.next(cls, state);
      if (code === IMPOSSIBLE) continue;
      if (code > 0) {
        if (code - FIRST_STATE !== state || !hasAlibi)
          this.use(rows, at, slot, kind, code - FIRST_STATE, operation, reached);
      } else {
        for (const next of automaton.choice(code)) {
          if (next !== state || !hasAlibi) this.use(rows, at, slot, kind, next, operation, reached);
        }
      }
    }
  }

  private useCrashed(rows: Int32Array, at: number, reached: Reached): void {
    const { problem, window, layout } = this;
    const { crashed, automaton } = problem;
    const state = rows[at]!;
    for (let index = 0; index < crashed.length; index++) {
      const invoked = window.crashed[index]!;
      if (invoked === 0) continue;
      const { cls, word, shift, mask, operations } = crashed[index]!;
      // An open operation of the class returns sooner.
      if (this.tried[cls]! > this.round) continue;
      const used = (rows[at + layout.countsAt + word]! >>> shift) & mask;
      if (used >= invoked) continue;
      const code = automaton.next(cls, state);
      if (code === IMPOSSIBLE || code - FIRST_STATE === state) continue;
      const successors = code > 0 ? [code - FIRST_STATE] : automaton.choice(code);
      for (const next of successors) {
        if (next === state) continue;
        this.copy(rows, at);
        this.row[layout.countsAt + word]! += 1 << shift;
        this.arrive(next, automaton.kinds[cls]!);
        if (window.isHopeless(this.row, 0)) continue;
        reached(this.row, operations[used]!);
      }
    }
  }

  private use(
    rows: Int32Array,
    at: number,
    slot: number,
    kind: number,
    next: number,
    operation: number,
    reached: Reached,
  ): void {
    this.copy(rows, at);
    const word = 1 + (slot >>> 5);
    const bit = 1 << (slot & 31);
    this.row[word]! |= bit;
    this.arrive(next, kind);
    if (!this.window.isHopeless(this.row, 0)) reached(this.row, operation);
  }

  private copy(rows: Int32Array, at: number): void {
    const { row } = this;
    for (let word = 0; word < row.length; word++) row[word] = rows[at + word]!;
  }

  /** Sets the state and gives alibis: to all that was overwritten, and to all that leaves the new state as it is. */
  private arrive(state: number, kind: number): void {
    const { row, window, layout } = this;
    const { windowWords } = layout;
    row[0] = state;
    const from = window.keepers(state);
    const { masks, total } = window;
    for (let word = 0; word < windowWords; word++) {
      const alibis = masks[from + word]! | (kind === OVERWRITES ? total[word]! : 0);
      row[1 + windowWords + word] = (row[1 + windowWords + word]! | alibis) & ~row[1 + word]!;
    }
  }
}
