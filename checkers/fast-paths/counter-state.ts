/**
 * One way in which the operations of a counter so far may have taken effect. It is changed in place, and every change
 * can be undone in reverse: a pass over a million events keeps one such state instead of many.
 */
import type { BudgetMeter } from '../budget.js';
import type { CounterColumns } from './counter-columns.js';

const BYTES_PER_OPERATION = 36;

export class CounterState {
  total: number;
  /** A name for which of the open operations, and which of unknown outcome, have taken effect. */
  name = 0;
  /** How many changes were made; `undo` goes back to such a number. */
  changes = 0;
  readonly isDone: Uint8Array;
  /** By amount of unknown outcome: how many additions have begun, and how many of them have taken effect. */
  readonly begun: Int32Array;
  readonly used: Int32Array;
  /** The ends of two rings: additions still to take effect, by when they complete, and reads still to find their total. */
  readonly additions: number;
  readonly reads: number;
  readonly next: Int32Array;
  private readonly previous: Int32Array;
  /** Twice the operation that began; one more for an operation that took effect. */
  private readonly trail: Int32Array;
  private readonly names: Int32Array;

  constructor(
    private readonly columns: CounterColumns,
    budget: BudgetMeter,
  ) {
    const { history, initial, uncertain } = columns;
    const count = history.length;
    budget.hold(BYTES_PER_OPERATION * count);
    this.total = initial;
    this.isDone = new Uint8Array(count);
    this.begun = new Int32Array(uncertain.length);
    this.used = new Int32Array(uncertain.length);
    this.additions = count;
    this.reads = count + 1;
    this.next = new Int32Array(count + 2);
    this.previous = new Int32Array(count + 2);
    for (const end of [this.additions, this.reads]) this.next[end] = this.previous[end] = end;
    this.trail = new Int32Array(2 * count);
    this.names = namesOf(count);
  }

  /** Whether no read waits. */
  get isQuiet(): boolean {
    return this.next[this.reads] === this.reads;
  }

  /** The least total that a read waits for; `Infinity` if none does. */
  leastWanted(): number {
    const { totals } = this.columns;
    let least = Infinity;
    for (let read = this.next[this.reads]!; read !== this.reads; read = this.next[read]!)
      if (totals[read]! < least) least = totals[read]!;
    return least;
  }

  /** An addition or a read whose outcome is known begins. */
  begin(op: number): void {
    const { next, previous, columns } = this;
    const isRead = Number.isNaN(columns.amounts[op]!);
    const end = isRead ? this.reads : this.additions;
    let before = previous[end]!;
    if (!isRead) {
      const { complete } = columns.ranks;
      const deadline = complete[op]!;
      while (before !== end && complete[before]! > deadline) before = previous[before]!;
    }
    previous[op] = before;
    next[op] = next[before]!;
    previous[next[op]!] = op;
    next[before] = op;
    this.trail[this.changes++] = 2 * op;
  }

  take(op: number): void {
    const amount = this.columns.amounts[op]!;
    this.isDone[op] = 1;
    this.name ^= this.names[op]!;
    if (amount === amount) this.total += amount;
    const kind = this.columns.kinds[op]!;
    if (kind >= 0) this.used[kind]!++;
    else {
      this.next[this.previous[op]!] = this.next[op]!;
      this.previous[this.next[op]!] = this.previous[op]!;
    }
    this.trail[this.changes++] = 2 * op + 1;
  }

  /** Reads that wait for the total as it is now find it. */
  settle(): void {
    const { next, reads } = this;
    const { totals } = this.columns;
    for (let read = next[reads]!; read !== reads; read = next[read]!)
      if (totals[read] === this.total) this.take(read);
  }

  /** The completion of `op`, which has taken effect, goes by or is gone back over: nothing else depends on it now. */
  pass(op: number): void {
    this.name ^= this.names[op]!;
  }

  undo(changes: number): void {
    const { next, previous, columns, trail } = this;
    while (this.changes > changes) {
      const change = trail[--this.changes]!;
      const op = change >> 1;
      if ((change & 1) === 0) {
        next[previous[op]!] = next[op]!;
        previous[next[op]!] = previous[op]!;
        continue;
      }
      const amount = columns.amounts[op]!;
      this.isDone[op] = 0;
      this.name ^= this.names[op]!;
      if (amount === amount) this.total -= amount;
      const kind = columns.kinds[op]!;
      if (kind >= 0) this.used[kind]!--;
      else {
        next[previous[op]!] = op;
        previous[next[op]!] = op;
      }
    }
  }

  /** All that took effect, in order. */
  order(): Int32Array {
    const order = new Int32Array(this.columns.history.length);
    let length = 0;
    for (let at = 0; at < this.changes; at++)
      if ((this.trail[at]! & 1) === 1) order[length++] = this.trail[at]! >> 1;
    return order.subarray(0, length);
  }
}

/** Numbers whose exclusive or tells sets apart (Zobrist 1970), mixed as by splitmix32. */
function namesOf(count: number): Int32Array {
  const names = new Int32Array(count);
  for (let op = 0; op < count; op++) {
    let mixed = Math.imul(op + 1, 0x9e3779b9);
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    names[op] = mixed ^ (mixed >>> 15);
  }
  return names;
}
