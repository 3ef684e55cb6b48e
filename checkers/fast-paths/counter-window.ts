/**
 * Whether some reads of a counter can be right together, by all orders of the additions around them. What had completed
 * before is certain. Additions of unknown outcome are among those that are ordered or, where there are many, known by
 * their sum alone. Reads that are left out and sums that cannot be only ever allow more: reads that fail here fail in the
 * whole history.
 */
import type { BudgetMeter } from '../budget.js';
import type { CounterColumns } from './counter-columns.js';
import type { UnknownSums } from './unknown-sums.js';

/** What one question may cost: ways that are looked at. */
const MOST_WAYS = 400_000;

/** What may have happened so far. */
interface State {
  /** Operations that are open and have taken effect, one bit for each slot. */
  readonly done: bigint;
  /** What those of them come to that are additions. */
  readonly sum: number;
  /** What had counted of unknown outcome when the last read found its total. */
  readonly unknown: number;
}

/** A moment of the history: the total that is certain, and the additions that are open. */
export interface Start {
  readonly at: number;
  readonly total: number;
  readonly open: readonly number[];
}

/** The slots of what is open. */
class Slots {
  readonly ops: number[] = [];
  private readonly free: number[] = [];
  readonly slotOf = new Map<number, number>();

  put(op: number): void {
    const slot = this.free.pop() ?? this.ops.length;
    this.ops[slot] = op;
    this.slotOf.set(op, slot);
  }

  remove(op: number): void {
    const slot = this.slotOf.get(op)!;
    this.ops[slot] = -1;
    this.free.push(slot);
    this.slotOf.delete(op);
  }

  bit(op: number): bigint {
    return 1n << BigInt(this.slotOf.get(op)!);
  }
}

/**
 * Whether `reads` are known not to be right together, by what happens up to the event `end`. Additions of unknown outcome
 * are ordered where nothing is known of their sum.
 */
export function cannotBeRight(
  reads: ReadonlySet<number>,
  start: Start,
  end: number,
  unknown: UnknownSums,
  columns: CounterColumns,
  budget: BudgetMeter,
): boolean {
  return new Window(reads, start, unknown, columns, budget).fails(end);
}

class Window {
  private readonly slots = new Slots();
  private readonly waiting = new Set<number>();
  private states: State[] = [{ done: 0n, sum: 0, unknown: 0 }];
  private certain: number;
  private ways = 0;
  private readonly onlyUp: boolean;

  constructor(
    private readonly reads: ReadonlySet<number>,
    private readonly start: Start,
    private readonly unknown: UnknownSums,
    private readonly columns: CounterColumns,
    private readonly budget: BudgetMeter,
  ) {
    this.certain = start.total;
    for (const op of start.open) if (!this.isTold(op)) this.slots.put(op);
    this.onlyUp = !columns.amounts.some((amount) => amount < 0);
  }

  fails(end: number): boolean {
    const { timeline, amounts } = this.columns;
    for (let at = this.start.at; at <= end; at++) {
      const event = timeline[at]!;
      const op = event < 0 ? ~event : event;
      const isRead = Number.isNaN(amounts[op]!);
      if (isRead ? !this.reads.has(op) : this.isTold(op)) continue;
      if (event >= 0) {
        this.slots.put(op);
        if (isRead) this.waiting.add(op);
        if (isRead && this.onlyUp) this.states = this.states.filter((state) => !this.leadsPast(state, 0));
      } else this.complete(op, isRead);
      if (this.ways > MOST_WAYS) return false;
      if (this.states.length === 0) return true;
    }
    return false;
  }

  /** Whether an addition is known by the sum of those of unknown outcome alone. */
  private isTold(op: number): boolean {
    return !this.unknown.isNone && this.columns.history[op]!.type === 'info';
  }

  private complete(op: number, isRead: boolean): void {
    const bit = this.slots.bit(op);
    const amount = isRead ? 0 : this.columns.amounts[op]!;
    const after = new Map<string, State>();
    const seen = new Set<string>();
    const work = this.states;
    for (let state = work.pop(); state !== undefined && this.ways <= MOST_WAYS; state = work.pop()) {
      this.ways++;
      if ((state.done & bit) !== 0n) {
        keep(after, { ...state, done: state.done & ~bit, sum: state.sum - amount });
        continue;
      }
      const key = nameOf(state);
      if (seen.has(key)) continue;
      seen.add(key);
      // It takes effect now, which its sum shows from here on; or other reads find their totals before.
      if (!isRead && !this.leadsPast(state, amount)) keep(after, state);
      this.readsFound(state, isRead ? -1 : op, work);
    }
    this.budget.spend(seen.size);
    this.certain += amount;
    this.waiting.delete(op);
    this.slots.remove(op);
    this.states = [...after.values()];
  }

  /** Whether the total would be more than a read waits for, where nothing is taken away. */
  private leadsPast({ done, sum, unknown }: State, amount: number): boolean {
    if (!this.onlyUp) return false;
    const total = this.certain + sum + unknown + amount;
    for (const read of this.waiting)
      if (this.columns.totals[read]! < total && (done & this.slots.bit(read)) === 0n) return true;
    return false;
  }

  /** All ways in which a read that waits finds its total next; where nothing is taken away it is that of the least. */
  private readsFound(state: State, besides: number, into: State[]): void {
    const { totals, amounts } = this.columns;
    const { slots } = this;
    const waiting = [...this.waiting].filter((read) => (state.done & slots.bit(read)) === 0n);
    const least = Math.min(...waiting.map((read) => totals[read]!));
    const open = slots.ops.filter(
      (op) => op >= 0 && op !== besides && amounts[op]! !== 0 && amounts[op] === amounts[op],
    );
    const free = open.filter((op) => (state.done & slots.bit(op)) === 0n);
    const up = [0];
    const down = [0];
    for (const [at, op] of free.entries()) {
      up[at + 1] = up[at]! + Math.max(0, amounts[op]!);
      down[at + 1] = down[at]! + Math.min(0, amounts[op]!);
    }
    for (const read of waiting) {
      if (this.onlyUp && totals[read] !== least) continue;
      const missing = totals[read]! - this.certain - state.sum;
      // What is unknown makes up for the rest.
      const from = missing - this.unknown.most;
      const to = missing - (this.unknown.onlyUp ? state.unknown : this.unknown.least);
      const choose = (at: number, done: bigint, chosen: number): void => {
        this.ways++;
        if (chosen + up[at]! < from || chosen + down[at]! > to || this.ways > MOST_WAYS) return;
        if (at === 0) {
          const unknown = missing - chosen;
          if (this.unknown.mayGrow(state.unknown, unknown))
            into.push({ done: done | slots.bit(read), sum: state.sum + chosen, unknown });
          return;
        }
        const op = free[at - 1]!;
        choose(at - 1, done | slots.bit(op), chosen + amounts[op]!);
        choose(at - 1, done, chosen);
      };
      choose(free.length, state.done, 0);
      if (this.onlyUp) break;
    }
  }
}

const nameOf = ({ done, unknown }: State): string => `${done} ${unknown}`;

function keep(states: Map<string, State>, state: State): void {
  states.set(nameOf(state), state);
}
