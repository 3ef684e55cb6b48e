/**
 * What candidates for the order of a counter do when a read begins and when an operation completes. They wait: an
 * addition takes effect when it completes, or when an open read finds its total by it. Of additions of one amount the
 * one that completes first goes first, since whatever follows could do with that as well.
 */
import type { BudgetMeter } from '../budget.js';
import type { Candidate, Past } from './counter-candidate.js';
import type { CounterColumns } from './counter.js';

const NONE = -1;
/** Ways to go on that are looked at for one candidate where additions of unknown outcome may count. */
const MOST_UNCERTAIN = 256;
/** So many open additions are tried in all combinations at once. */
const MOST_TOGETHER = 12;
/** Wanted sums are looked for by their last bits before they are compared. */
const LAST_BITS = 1023;

/** Which addition of unknown outcome, by amount, may make up for the rest; `NONE` if none does. */
type UncertainFor = (left: number, one: Candidate) => number;

export class CounterMoves {
  private readonly onlyUp: boolean;
  private readonly amountsOfUncertain = new Map<number, number>();
  /** Places of open additions that are tried together, and amounts that are not to be tried. */
  private readonly chosen: number[] = [];
  private readonly passedOver: number[] = [];
  /** By place: what the open additions before it come to, of either sign. */
  private readonly up: number[] = [0];
  private readonly down: number[] = [0];
  /** By set of places: what its additions come to. */
  private readonly sums = new Float64Array(1 << MOST_TOGETHER);
  private readonly mayBeWanted = new Uint8Array(LAST_BITS + 1);

  constructor(
    private readonly columns: CounterColumns,
    private readonly past: Past,
    private readonly budget: BudgetMeter,
  ) {
    this.onlyUp = !columns.amounts.some((amount) => amount < 0);
    columns.uncertain.forEach(({ amount }, at) => this.amountsOfUncertain.set(amount, at));
  }

  beginRead(candidates: Candidate[], op: number): Candidate[] {
    const wanted = this.columns.totals[op]!;
    let isOver = false;
    for (const one of candidates) {
      if (Number.isNaN(wanted) || wanted === one.total) one.last = this.past.add(op, one.last);
      else {
        one.waiting.push(op);
        if (this.onlyUp && wanted < one.total) isOver = true;
      }
    }
    return isOver ? candidates.filter(({ total }) => !(wanted < total)) : candidates;
  }

  /** Where `generous`, a candidate that cannot go on otherwise takes an addition of unknown outcome. */
  complete(candidates: Candidate[], op: number, generous: boolean): Candidate[] {
    const isAdd = !Number.isNaN(this.columns.amounts[op]!);
    let made: Candidate[] | undefined;
    for (let i = 0; i < candidates.length; i++) {
      const one = candidates[i]!;
      const isDone = isAdd ? !one.isNext(op) : !one.waiting.includes(op);
      const isPlain = isAdd && one.waiting.length === 0;
      if (!isDone && isPlain) one.applyNext(this.columns, this.past);
      if (isDone || isPlain) made?.push(one);
      else {
        made ??= candidates.slice(0, i);
        const before = made.length;
        this.expand(one, op, made);
        if (generous && made.length === before) made.push(...this.completeUncertain([one], op));
      }
    }
    return made === undefined ? candidates : distinct(made);
  }

  /** Like `complete`, where an addition of unknown outcome may take effect as well. */
  completeUncertain(candidates: readonly Candidate[], op: number): Candidate[] {
    const { ranks, uncertain } = this.columns;
    const made: Candidate[] = [];
    const uncertainFor: UncertainFor = (left, one) => {
      const found = this.amountsOfUncertain.get(left);
      if (found === undefined) return NONE;
      const next = uncertain[found]!.operations[one.used[found]!];
      return next !== undefined && ranks.invoke[next]! < ranks.complete[op]! ? found : NONE;
    };
    for (const one of candidates) this.expand(one, op, made, uncertainFor);
    return distinct(made);
  }

  /** All ways in which `op` takes effect at last, by way of what open reads wait for. */
  private expand(from: Candidate, op: number, into: Candidate[], uncertainFor?: UncertainFor): void {
    const { totals, amounts } = this.columns;
    const isAdd = !Number.isNaN(amounts[op]!);
    let work = [from];
    while (work.length > 0) {
      const reached: Candidate[] = [];
      for (const one of work) {
        this.budget.spend();
        const least = this.onlyUp ? this.leastWanted(one) : NaN;
        const after = one.total + (isAdd ? amounts[op]! : NaN);
        // One addition of unknown outcome is enough at a time.
        const mayUse = one.usedInAll === from.usedInAll ? uncertainFor : undefined;
        const isQuick = !this.onlyUp && mayUse === undefined && one.open.length <= MOST_TOGETHER;
        if (isQuick) this.reachAny(one, isAdd, reached);
        else
          for (const read of one.waiting) {
            if (after === least || totals[read]! > least) continue;
            this.reach(one, totals[read]!, isAdd, reached, mayUse);
            if (uncertainFor && reached.length > MOST_UNCERTAIN) break;
            if (totals[read] === least) break;
          }
        if (!isAdd || after > least) continue;
        const next = one.copy();
        next.applyNext(this.columns, this.past);
        into.push(next);
      }
      const onTheWay: Candidate[] = [];
      for (const one of reached) (isAdd || one.waiting.includes(op) ? onTheWay : into).push(one);
      work = distinct(onTheWay);
    }
  }

  private leastWanted({ waiting }: Candidate): number {
    let least = Infinity;
    for (const read of waiting) least = Math.min(least, this.columns.totals[read]!);
    return least;
  }

  /** Like `reach`, for all totals that are waited for: one addition for each set of open additions. */
  private reachAny(one: Candidate, waits: boolean, into: Candidate[]): void {
    const { amounts, totals } = this.columns;
    const { open, waiting, total } = one;
    const { sums, mayBeWanted, chosen } = this;
    const count = waits ? open.length - 1 : open.length;
    this.budget.spend(1 + ((1 << count) >> 4));
    for (const read of waiting) mayBeWanted[(totals[read]! - total) & LAST_BITS] = 1;
    for (let place = 0, size = 1; place < count; place++, size *= 2) {
      const amount = amounts[open[place]!]!;
      for (let rest = 0; rest < size; rest++) {
        const sum = sums[rest]! + amount;
        sums[size + rest] = sum;
        if (mayBeWanted[sum & LAST_BITS] === 0) continue;
        if (!waiting.some((read) => totals[read]! - total === sum)) continue;
        for (let at = place; at >= 0; at--) if (((size + rest) >> at) & 1) chosen.push(at);
        if (this.isInTurn(open, size + rest, count))
          into.push(one.after(chosen, NONE, this.columns, this.past));
        chosen.length = 0;
      }
    }
    for (const read of waiting) mayBeWanted[(totals[read]! - total) & LAST_BITS] = 0;
  }

  /** Whether a set of places holds, of additions of one amount, those that complete first. */
  private isInTurn(open: readonly number[], set: number, count: number): boolean {
    const { amounts } = this.columns;
    for (let at = 0; at < count; at++) {
      if (((set >> at) & 1) === 0) continue;
      for (let later = at + 1; later < count; later++)
        if (((set >> later) & 1) === 0 && amounts[open[later]!] === amounts[open[at]!]) return false;
    }
    return true;
  }

  /** Brings `one` to the total `wanted` by open additions, in every way; without the one that completes next if `waits`. */
  private reach(
    one: Candidate,
    wanted: number,
    waits: boolean,
    into: Candidate[],
    uncertainFor?: UncertainFor,
  ): void {
    const { amounts } = this.columns;
    const { open } = one;
    const { up, down, chosen, passedOver, onlyUp } = this;
    const count = waits ? open.length - 1 : open.length;
    for (let at = 0; at < count; at++) {
      const amount = amounts[open[at]!]!;
      up[at + 1] = up[at]! + (amount > 0 ? amount : 0);
      down[at + 1] = down[at]! + (amount < 0 ? amount : 0);
    }
    const take = (uncertain: number): void =>
      void into.push(one.after(chosen, uncertain, this.columns, this.past));
    const from = (at: number, left: number): void => {
      if (left === 0) return take(NONE);
      if (uncertainFor ? at < 0 : left > up[at + 1]! || left < down[at + 1]!) {
        const found = uncertainFor ? uncertainFor(left, one) : NONE;
        if (found !== NONE) take(found);
        return;
      }
      this.budget.spend();
      const amount = amounts[open[at]!]!;
      if ((onlyUp && amount > left) || passedOver.includes(amount)) return from(at - 1, left);
      chosen.push(at);
      from(at - 1, left - amount);
      chosen.pop();
      passedOver.push(amount);
      from(at - 1, left);
      passedOver.pop();
    };
    from(count - 1, wanted - one.total);
  }
}

const isWithin = (some: readonly number[], all: readonly number[]): boolean => {
  if (some.length > all.length) return false;
  for (const one of some) if (!all.includes(one)) return false;
  return true;
};

/** Less has taken effect of what is open, and as many reads have found their totals: what `b` may do, `a` may as well. */
const isAsGood = (a: Candidate, b: Candidate): boolean =>
  a.total === b.total &&
  isWithin(b.open, a.open) &&
  isWithin(a.waiting, b.waiting) &&
  (a.used === b.used || a.used.every((count, at) => count <= b.used[at]!));

/** Those that no other one is as good as. */
function distinct(candidates: Candidate[]): Candidate[] {
  if (candidates.length < 2) return candidates;
  candidates.sort(byPatience);
  const byTotal = new Map<number, Candidate[]>();
  return candidates.filter((one) => {
    const others = byTotal.get(one.total);
    if (others === undefined) byTotal.set(one.total, [one]);
    else if (others.some((other) => isAsGood(other, one))) return false;
    else others.push(one);
    return true;
  });
}

const byPatience = (a: Candidate, b: Candidate): number =>
  a.usedInAll - b.usedInAll || b.open.length - a.open.length || a.waiting.length - b.waiting.length;

/** The most promising ones: those that have taken the least. */
export const bestOf = (candidates: readonly Candidate[], count: number): Candidate[] =>
  [...candidates].sort(byPatience).slice(0, count);
