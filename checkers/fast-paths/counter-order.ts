/**
 * An order for the operations of a counter, found by adding as late as possible: an addition takes effect when it
 * completes, or earlier if a read needs it. What a read needs is taken from the open additions, those that complete first
 * before others, and only then from additions of unknown outcome, which may still be used later. This does not find
 * every order, but one for almost every history that has one; what it finds is an order by construction.
 */
import type { BudgetMeter } from '../budget.js';
import type { CounterColumns } from './counter.js';
import { OrderBuilder } from './verdicts.js';

/** Choices tried for one read. */
const MOST_CHOICES = 256;

/** The operations in order; `undefined` where none was found. */
export function orderOfCounter(columns: CounterColumns, budget: BudgetMeter): Int32Array | undefined {
  const { history, timeline, amounts } = columns;
  const counter = new LazyCounter(columns, budget);
  for (const event of timeline) {
    budget.spend();
    const op = event < 0 ? ~event : event;
    const isAdd = !Number.isNaN(amounts[op]!);
    let fits = true;
    if (event >= 0) {
      if (!isAdd) fits = counter.beginRead(op);
      else if (history[op]!.type === 'info') counter.addUncertain(op);
      else counter.beginAddition(op);
    } else fits = isAdd ? counter.endAddition(op) : counter.endRead(op);
    if (!fits) return undefined;
  }
  return counter.order.done();
}

class LazyCounter {
  readonly order: OrderBuilder;
  private total: number;
  /** Additions that have begun and not taken effect, those that complete first at the end. */
  private readonly open: number[] = [];
  /** Reads that have begun and not found their total. */
  private reads: number[] = [];
  /** Additions of unknown outcome that have not been used, by amount. */
  private readonly uncertain = new Map<number, number[]>();
  private largest: number[] = [];
  private readonly onlyUp: boolean;

  constructor(
    private readonly columns: CounterColumns,
    private readonly budget: BudgetMeter,
  ) {
    this.order = new OrderBuilder(columns.history.length);
    this.total = columns.initial;
    this.onlyUp = !columns.amounts.some((amount) => amount < 0);
  }

  beginRead(op: number): boolean {
    const wanted = this.columns.totals[op]!;
    if (this.columns.history[op]!.type !== 'ok') return true;
    if (Number.isNaN(wanted) || wanted === this.total) this.order.push(op);
    else if (this.onlyUp && wanted < this.total) return false;
    else this.reads.push(op);
    return true;
  }

  beginAddition(op: number): void {
    const { complete } = this.columns.ranks;
    let at = this.open.length;
    while (at > 0 && complete[this.open[at - 1]!]! < complete[op]!) at--;
    this.open.splice(at, 0, op);
  }

  addUncertain(op: number): void {
    const amount = this.columns.amounts[op]!;
    const known = this.uncertain.get(amount);
    if (known) known.push(op);
    else {
      this.uncertain.set(amount, [op]);
      this.largest = [...this.uncertain.keys()].sort((a, b) => Math.abs(b) - Math.abs(a));
    }
  }

  endRead(op: number): boolean {
    return !this.reads.includes(op) || this.reach(this.columns.totals[op]!);
  }

  endAddition(op: number): boolean {
    if (!this.open.includes(op)) return true;
    // Whoever is to read a total on the way, or one that this addition is no part of, must do so now.
    while (this.onlyUp && this.reads.length > 0) {
      const next = this.nextTotal(Infinity)!;
      const amount = this.columns.amounts[op]!;
      const passes = next < this.total + amount;
      if (!passes && (this.choose(next - this.total - amount, op) || !this.choose(next - this.total, op)))
        break;
      if (!this.reach(next)) return false;
    }
    if (this.open.includes(op)) this.apply(op);
    return true;
  }

  /** The smallest total, up to `most`, that an open read still waits for. */
  private nextTotal(most: number): number | undefined {
    let next: number | undefined;
    for (const read of this.reads) {
      const wanted = this.columns.totals[read]!;
      if (wanted <= most && (next === undefined || wanted < next)) next = wanted;
    }
    return next;
  }

  /** Brings the total to `wanted`, by way of what other open reads wait for. */
  private reach(wanted: number): boolean {
    for (;;) {
      const next = this.onlyUp ? (this.nextTotal(wanted) ?? wanted) : wanted;
      if (next !== this.total && !this.step(next - this.total)) return false;
      if (next === wanted) return true;
    }
  }

  private step(missing: number): boolean {
    if (this.onlyUp && missing < 0) return false;
    let rest: readonly number[] | undefined = [];
    const chosen =
      this.choose(missing) ?? this.choose(missing, -1, (left) => (rest = this.fill(left)) !== undefined);
    if (chosen === undefined) return false;
    for (const op of chosen) this.apply(op, false);
    for (const amount of rest) this.apply(this.uncertain.get(amount)!.pop()!, false);
    this.settle();
    return true;
  }

  /** Open additions, but for `without`, that come to `missing`, or leave what `isRest` takes. */
  private choose(
    missing: number,
    without = -1,
    isRest: (left: number) => boolean = () => false,
  ): readonly number[] | undefined {
    const { amounts } = this.columns;
    const chosen: number[] = [];
    const passedOver: number[] = [];
    let choices = 0;
    const from = (at: number, left: number): boolean => {
      this.budget.spend();
      if (left === 0) return true;
      if (++choices > MOST_CHOICES) return false;
      if (at < 0) return isRest(left);
      const op = this.open[at]!;
      const amount = amounts[op]!;
      const isNeedless = passedOver.includes(amount);
      if (op !== without && !isNeedless && (!this.onlyUp || amount <= left)) {
        chosen.push(op);
        if (from(at - 1, left - amount)) return true;
        chosen.pop();
        // Another of this amount that completes later would do no better.
        passedOver.push(amount);
        const found = from(at - 1, left);
        passedOver.pop();
        return found;
      }
      return from(at - 1, left);
    };
    return from(this.open.length - 1, missing) ? chosen : undefined;
  }

  /** Amounts of unused additions of unknown outcome that come to `missing`. */
  private fill(missing: number): readonly number[] | undefined {
    const taken: number[] = [];
    let tries = 0;
    const from = (at: number, left: number): boolean => {
      this.budget.spend();
      if (left === 0) return true;
      if (at === this.largest.length || ++tries > MOST_CHOICES) return false;
      const amount = this.largest[at]!;
      const held = this.uncertain.get(amount)!.length;
      const most = Math.min(held, Math.max(0, Math.floor(left / amount)));
      for (let count = most; count >= 0 && count > most - 4; count--) {
        for (let i = 0; i < count; i++) taken.push(amount);
        if (from(at + 1, left - count * amount)) return true;
        taken.length -= count;
      }
      return false;
    };
    return from(0, missing) ? taken : undefined;
  }

  private apply(op: number, alone = true): void {
    this.total += this.columns.amounts[op]!;
    this.order.push(op);
    const at = this.open.indexOf(op);
    if (at >= 0) this.open.splice(at, 1);
    if (alone) this.settle();
  }

  /** Reads that wait for the total as it is now find it. */
  private settle(): void {
    if (this.reads.length === 0) return;
    const { totals } = this.columns;
    for (const read of this.reads) if (totals[read] === this.total) this.order.push(read);
    this.reads = this.reads.filter((read) => totals[read] !== this.total);
  }
}
