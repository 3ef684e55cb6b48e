/** One way in which the operations of a counter so far may have taken effect, and how it may go on. */
import type { BudgetMeter } from '../budget.js';
import type { CounterColumns } from './counter.js';

const NONE = -1;
const BYTES_PER_LINK = 8;

/** What took effect before what, for all candidates at once: each knows the last. */
export class Past {
  /** What comes after is forgotten when it is set back. */
  length = 0;
  private ops: Int32Array;
  private before: Int32Array;

  constructor(
    capacity: number,
    private readonly budget: BudgetMeter,
  ) {
    budget.hold(BYTES_PER_LINK * capacity);
    this.ops = new Int32Array(capacity);
    this.before = new Int32Array(capacity);
  }

  add(op: number, before: number): number {
    if (this.length === this.ops.length) {
      this.budget.hold(BYTES_PER_LINK * this.length);
      this.ops = grown(this.ops);
      this.before = grown(this.before);
    }
    this.ops[this.length] = op;
    this.before[this.length] = before;
    return this.length++;
  }

  /** All up to `last`, the first one first. */
  upTo(last: number, room: Int32Array): Int32Array {
    let at = room.length;
    for (let link = last; link !== NONE; link = this.before[link]!) room[--at] = this.ops[link]!;
    return room.subarray(at);
  }
}

const grown = (full: Int32Array): Int32Array => {
  const next = new Int32Array(2 * full.length);
  next.set(full);
  return next;
};

export class Candidate {
  private constructor(
    public total: number,
    /** Open additions that have not taken effect; those that complete first at the end. */
    readonly open: number[],
    /** Open reads that have not found their total. */
    readonly waiting: number[],
    /** By amount: how many additions of unknown outcome have taken effect. */
    readonly used: Int32Array,
    readonly usedInAll: number,
    /** What took effect last. */
    public last: number,
  ) {}

  static first(total: number, uncertainAmounts: number): Candidate {
    return new Candidate(total, [], [], new Int32Array(uncertainAmounts), 0, NONE);
  }

  copy(): Candidate {
    return new Candidate(
      this.total,
      this.open.slice(),
      this.waiting.slice(),
      this.used,
      this.usedInAll,
      this.last,
    );
  }

  begin(op: number, complete: Int32Array): void {
    const { open } = this;
    const deadline = complete[op]!;
    let at = open.length;
    open.push(op);
    for (; at > 0 && complete[open[at - 1]!]! < deadline; at--) open[at] = open[at - 1]!;
    open[at] = op;
  }

  /** Whether `op` has still to take effect, of which nothing open completes before it. */
  isNext(op: number): boolean {
    return this.open.length > 0 && this.open[this.open.length - 1] === op;
  }

  /** The addition that completes next takes effect. */
  applyNext(columns: CounterColumns, past: Past): void {
    const op = this.open.pop()!;
    this.total += columns.amounts[op]!;
    this.last = past.add(op, this.last);
    this.settle(columns.totals, past);
  }

  /** Another candidate: additions at the places `chosen` of those open take effect, the last place first. */
  after(chosen: readonly number[], uncertain: number, columns: CounterColumns, past: Past): Candidate {
    const open: number[] = [];
    let { total, last, used, usedInAll } = this;
    let next = chosen.length - 1;
    for (let at = 0; at < this.open.length; at++) {
      const op = this.open[at]!;
      if (chosen[next] === at) {
        next--;
        total += columns.amounts[op]!;
        last = past.add(op, last);
      } else open.push(op);
    }
    if (uncertain !== NONE) {
      const op = columns.uncertain[uncertain]!.operations[used[uncertain]!]!;
      used = used.slice();
      used[uncertain]!++;
      usedInAll++;
      total += columns.amounts[op]!;
      last = past.add(op, last);
    }
    const made = new Candidate(total, open, this.waiting.slice(), used, usedInAll, last);
    made.settle(columns.totals, past);
    return made;
  }

  /** Reads that wait for the total as it is now find it. */
  private settle(totals: Float64Array, past: Past): void {
    const { waiting } = this;
    if (waiting.length === 0) return;
    let kept = 0;
    for (const read of waiting) {
      if (totals[read] === this.total) this.last = past.add(read, this.last);
      else waiting[kept++] = read;
    }
    waiting.length = kept;
  }
}
