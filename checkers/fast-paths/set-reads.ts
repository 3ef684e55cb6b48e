/**
 * Sets that only grow and are read as a whole, in time linear in what the reads show.
 *
 * What was read must grow, so the different answers form a chain S0 ⊂ S1 ⊂ …. That gives every operation a level: a
 * read of Si is of level 2i + 1, and an element that shows first in Si is added on level 2i (one that never shows, after
 * all reads). An order by levels is legal, and every legal order is one by levels. So the history is linearizable
 * exactly if no operation begins after one of a higher level has completed. Of several additions of one element the
 * one that begins first is the one that counts; the others may come at any later moment. An addition of unknown outcome
 * whose element never shows did not happen.
 */
import type { BudgetMeter } from '../budget.js';
import type { History, Input } from '../history.js';
import type { FastPath, Model } from '../model.js';
import { show } from '../identity.js';
import { sortedIndexes } from './ranks.js';
import { NONE, readSetColumns } from './set-read-columns.js';
import type { SetColumns } from './set-read-columns.js';
import { invalidBy, validBy } from './verdicts.js';

/** Judges only some elements of a set: whatever the set allows, this allows too. */
export type PartOfSet = (elements: readonly unknown[]) => Model<unknown, Input, unknown>;

/** Decides sets with `add` and `read` alone; a proof is about a few elements, and is judged by `partOf` them. */
export const setReadsPath =
  (partOf: PartOfSet): FastPath =>
  (history, budget) => {
    const columns = readSetColumns(history, budget);
    if (columns === undefined) return undefined;
    const set = new GrowingSet(history, columns, budget);
    const fault = set.layReads() ?? set.compareWithTime();
    if (fault === undefined) return validBy(history, () => set.order());
    return invalidBy(history, fault.kind, fault.reason, fault.operations, partOf(fault.elements));
  };

/** What is wrong: the operations that show it, and the elements they show it of. */
interface Fault {
  readonly kind: string;
  readonly reason: string;
  readonly operations: readonly number[];
  readonly elements: readonly unknown[];
}

/** Above all levels: the operation may come at any later moment. */
const ANY = Infinity;

class GrowingSet {
  /** By element: the place in the chain of the first answer that shows it. */
  private readonly shownAt: Int32Array;
  /** By operation: the place of its answer in the chain. */
  private readonly placeOf: Int32Array;
  /** By place in the chain: the last read of it to begin. */
  private readonly readAt: number[] = [];
  /** By element: the read that was looked at when it was met last. */
  private readonly metIn: Int32Array;
  /** By level: the last moment at which an operation of a lower level begins. */
  private begins = new Float64Array(0);

  constructor(
    private readonly history: History,
    private readonly columns: SetColumns,
    private readonly budget: BudgetMeter,
  ) {
    this.shownAt = new Int32Array(columns.elements).fill(NONE);
    this.metIn = new Int32Array(columns.elements).fill(NONE);
    this.placeOf = new Int32Array(history.length).fill(NONE);
  }

  /** Finds the chain of answers, or a read that cannot be in one. */
  layReads(): Fault | undefined {
    const { history } = this;
    const { reads, elements } = this.columns;
    const sizes = new Float64Array(reads.length);
    for (const [at, op] of reads.entries()) {
      for (const value of this.answer(op)) {
        const element = this.columns.elementIn(value);
        if (element >= elements) return this.neverAdded(op, value);
        if (this.isFirst(element, op)) sizes[at]!++;
      }
    }
    this.metIn.fill(NONE);
    let before = 0;
    for (const at of sortedIndexes(sizes)) {
      const op = reads[at]!;
      const size = sizes[at]!;
      const grows = size > before || this.readAt.length === 0;
      const place = grows ? this.readAt.length : this.readAt.length - 1;
      let known = 0;
      let fresh: unknown;
      for (const value of this.answer(op)) {
        const element = this.columns.elementIn(value);
        if (!this.isFirst(element, op)) continue;
        if (this.shownAt[element] !== NONE) known++;
        else {
          this.shownAt[element] = place;
          fresh ??= value;
        }
      }
      if (known < before) return this.disagree(this.readAt.at(-1)!, op, fresh);
      if (grows || history[op]!.invoke > history[this.readAt[place]!]!.invoke) this.readAt[place] = op;
      this.placeOf[op] = place;
      before = size;
    }
    return undefined;
  }

  /** Whether no operation begins after one of a higher level has completed. */
  compareWithTime(): Fault | undefined {
    const { history, budget } = this;
    const levels = 2 * this.readAt.length + 1;
    // By level: the operation that begins last of those that must come before it …
    const last = new Int32Array(levels + 1).fill(NONE);
    // … and the one that completes first of those that may not come before it.
    const first = new Int32Array(levels + 1).fill(NONE);
    for (let op = 0; op < history.length; op++) {
      budget.spend();
      const low = this.lowest(op);
      const { complete, type, invoke } = history[op]!;
      if (low !== NONE && type === 'ok') {
        const other = first[low]!;
        if (other === NONE || complete < history[other]!.complete) first[low] = op;
      }
      const high = this.highest(op);
      if (high !== ANY) {
        const other = last[high + 1]!;
        if (other === NONE || invoke >= history[other]!.invoke) last[high + 1] = op;
      }
    }
    for (let level = levels - 1; level >= 0; level--) {
      const [here, above] = [first[level]!, first[level + 1]!];
      if (above === NONE) continue;
      if (here === NONE || history[above]!.complete < history[here]!.complete) first[level] = above;
    }
    this.begins = new Float64Array(levels + 1).fill(-Infinity);
    for (let level = 1; level <= levels; level++) {
      const [here, below] = [last[level]!, last[level - 1]!];
      if (below !== NONE && (here === NONE || history[below]!.invoke > history[here]!.invoke))
        last[level] = below;
      const [late, early] = [last[level]!, first[level]!];
      if (late === NONE) continue;
      this.begins[level] = history[late]!.invoke;
      if (early !== NONE && history[early]!.complete < history[late]!.invoke)
        return this.reversed(early, late);
    }
    return undefined;
  }

  /** Everything that happened, each at the first moment that its level and its invocation allow. */
  order(): Int32Array {
    const { history, columns } = this;
    const placed: { op: number; at: number; level: number }[] = [];
    for (const op of columns.silent) placed.push({ op, at: history[op]!.invoke, level: NONE });
    for (let op = 0; op < history.length; op++) {
      const low = this.lowest(op);
      const counts = history[op]!.type === 'ok' || this.highest(op) !== ANY;
      if (low === NONE || !counts) continue;
      placed.push({ op, at: Math.max(history[op]!.invoke, this.begins[low]!), level: low });
    }
    placed.sort((a, b) => a.at - b.at || a.level - b.level || a.op - b.op);
    return Int32Array.from(placed, ({ op }) => op);
  }

  /** The level before which it may not come; `NONE` for what says nothing. */
  private lowest(op: number): number {
    const element = this.columns.elementOf[op]!;
    if (element === NONE) return this.placeOf[op] === NONE ? NONE : 2 * this.placeOf[op]! + 1;
    return 2 * (this.shownAt[element] === NONE ? this.readAt.length : this.shownAt[element]!);
  }

  /** The level after which it may not come. */
  private highest(op: number): number {
    const element = this.columns.elementOf[op]!;
    if (element === NONE) return this.placeOf[op] === NONE ? ANY : 2 * this.placeOf[op]! + 1;
    const counts = this.columns.addOp[element] === op && this.shownAt[element] !== NONE;
    return counts ? 2 * this.shownAt[element]! : ANY;
  }

  private answer(op: number): Iterable<unknown> {
    return this.history[op]!.output as Iterable<unknown>;
  }

  /** Whether the element is met for the first time in what `op` read. */
  private isFirst(element: number, op: number): boolean {
    this.budget.spend();
    if (this.metIn[element] === op) return false;
    this.metIn[element] = op;
    return true;
  }

  private neverAdded(op: number, value: unknown): Fault {
    const reason = `${this.who(op)} read ${show(value)}, but nobody may have added it`;
    return { kind: 'VFresh', reason, operations: [op], elements: [value] };
  }

  /** Two reads of which each shows an element that the other lacks. */
  private disagree(one: number, other: number, fresh: unknown): Fault {
    const missing = this.shownOnlyBy(one, other);
    const operations = [this.additionOf(missing), this.additionOf(fresh), one, other];
    const reason = `${this.who(one)} read ${show(missing)} and not ${show(fresh)}, ${this.who(other)} read ${show(fresh)} and not ${show(missing)}: neither can have been first`;
    return { kind: 'long-fork', reason, operations, elements: [missing, fresh] };
  }

  /** `early` must come after `late`, but completed before that began. */
  private reversed(early: number, late: number): Fault {
    const { elementOf } = this.columns;
    const [before, after] = [elementOf[early] === NONE, elementOf[late] === NONE];
    const kind = 'stale-read';
    if (after && before) {
      const value = this.shownOnlyBy(early, late);
      const reason = `${this.who(late)} did not read ${show(value)}, which ${this.who(early)} had read before`;
      return { kind, reason, operations: [this.additionOf(value), early, late], elements: [value] };
    }
    const added = this.valueOf(before ? late : early);
    if (after) {
      const never = this.shownAt[elementOf[early]!] === NONE;
      const reason = `${this.who(late)} did not read ${show(added)}, although its addition by ${this.who(early)} had completed before`;
      return { kind: never ? 'lost-element' : kind, reason, operations: [early, late], elements: [added] };
    }
    if (before) {
      const reason = `${this.who(early)} read ${show(added)} before anyone began to add it`;
      return { kind: 'VFresh', reason, operations: [early, late], elements: [added] };
    }
    const shown = this.valueOf(late);
    const read = this.readAt[this.shownAt[elementOf[late]!]!]!;
    if (this.history[early]!.complete < this.history[read]!.invoke) return this.reversed(early, read);
    const reason = `${this.who(read)} read ${show(shown)} and not ${show(added)}, although ${show(added)} had been added before anyone began to add ${show(shown)}`;
    return { kind, reason, operations: [early, late, read], elements: [added, shown] };
  }

  /** An element that the answer of `one` has and that of `other` lacks. */
  private shownOnlyBy(one: number, other: number): unknown {
    const shown = new Set([...this.answer(other)].map((value) => this.columns.elementIn(value)));
    return [...this.answer(one)].find((value) => !shown.has(this.columns.elementIn(value)));
  }

  private additionOf(value: unknown): number {
    return this.columns.addOp[this.columns.elementIn(value)]!;
  }

  private valueOf(op: number): unknown {
    return (this.history[op]!.input as { readonly value?: unknown }).value;
  }

  private who(op: number): string {
    return String(this.history[op]!.process);
  }
}
