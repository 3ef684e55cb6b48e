/**
 * How the total of a counter may come to what an open read waits for: sets of open additions and, where these do not do,
 * of additions of unknown outcome. Of additions of one amount the one that completes first goes first, since whatever
 * follows could do with that as well.
 */
import type { BudgetMeter } from '../budget.js';
import type { CounterColumns } from './counter-columns.js';
import type { CounterState } from './counter-state.js';

/** So many open additions are looked at together where amounts have both signs; those that complete first. */
const MOST_TOGETHER = 20;
/** Sums of one half of them are looked up by their last bits. */
const LAST_BITS = 1023;
/** Sums that are looked at for one event, with additions of certain outcome alone and with others. */
const MOST_SUMS = 4096;
/** From so many additions on, sums may be far apart: so many sets or fewer come to each. */
const FEW = 6;
const SETS_PER_SUM = 8;
/** So many amounts of unknown outcome are tried one by one. */
const FEW_KINDS = 32;
const NONE = -1;
/** Ways to make up one sum by additions of unknown outcome, and amounts that are tried for it. */
const UNCERTAIN_WAYS = 2;
const UNCERTAIN_TRIES = 64;

/** Which additions may count: certain ones alone, or those of unknown outcome besides. */
export type Among = 'certain' | 'all';

export interface Wanted {
  readonly known: number;
  readonly most: number;
  readonly among: Among;
}

/** Sets of operations, each after the other, with an end mark. */
export class Ways {
  sets = new Int32Array(1024);
  length = 0;

  /** The first `count` operations of `set`. */
  add(set: readonly number[], count: number): void {
    if (this.length + count >= this.sets.length) {
      const wider = new Int32Array(2 * this.sets.length + count);
      wider.set(this.sets);
      this.sets = wider;
    }
    for (let at = 0; at < count; at++) this.sets[this.length++] = set[at]!;
    this.sets[this.length++] = -1;
  }
}

export class WayFinder {
  private readonly onlyUp: boolean;
  private readonly kindOf = new Map<number, number>();
  /** Amounts of unknown outcome, the largest first. */
  private readonly largestFirst: Int32Array;
  /** Additions that may be chosen, by when they complete; `count` of them. */
  private readonly open: number[] = [];
  private count = 0;
  /** By place: what the additions from there on come to. */
  private readonly rest: number[] = [0];
  /** A stack of those chosen. */
  private readonly chosen: number[] = [];
  private chosenCount = 0;
  private readonly passedOver: number[] = [];
  private readonly left = new Half();
  private readonly right = new Half();
  private readonly first = new Int32Array(LAST_BITS + 1).fill(-1);
  private readonly following = new Int32Array(1 << (MOST_TOGETHER / 2));
  /** How many ways were found at last. */
  found = 0;
  private known = 0;
  private most = 0;
  private tried = 0;
  private triesLeft = 0;

  constructor(
    private readonly columns: CounterColumns,
    private readonly state: CounterState,
    private readonly ways: Ways,
    private readonly budget: BudgetMeter,
  ) {
    const { uncertain, amounts } = columns;
    this.onlyUp = !amounts.some((amount) => amount < 0);
    uncertain.forEach(({ amount }, kind) => this.kindOf.set(amount, kind));
    this.largestFirst = Int32Array.from(uncertain.keys()).sort(
      (a, b) => uncertain[b]!.amount - uncertain[a]!.amount,
    );
  }

  /**
   * Finds up to `most` ways to reach what reads wait for, always the same ones first, without the addition `besides`;
   * adds those after the first `known` ones.
   */
  find(besides: number, { known, most, among }: Wanted): void {
    const { state, columns } = this;
    this.found = this.tried = 0;
    this.known = known;
    this.most = most;
    this.chosenCount = 0;
    const { open, rest } = this;
    const { amounts } = columns;
    let count = 0;
    for (let op = state.next[state.additions]!; op !== state.additions; op = state.next[op]!)
      if (op !== besides && amounts[op] !== 0) open[count++] = op;
    this.count = count;
    rest[count] = 0;
    for (let at = count - 1; at >= 0; at--) rest[at] = rest[at + 1]! + Math.abs(amounts[open[at]!]!);
    // Few sets come to one sum where sums are far apart: then these few are to be found, else the first ones will do.
    if (!this.onlyUp || (count >= FEW && SETS_PER_SUM * rest[0]! >= 2 ** count)) this.meet(among);
    else {
      if (this.passedOver.length > 0) this.passedOver.length = 0;
      // What is read must be reached in ascending order.
      this.rise(0, state.leastWanted() - state.total, among);
    }
    this.budget.spend(1 + (this.tried >> 3));
  }

  private get isEnough(): boolean {
    return this.found >= this.most || this.tried > MOST_SUMS;
  }

  private add(): void {
    if (++this.found > this.known) this.ways.add(this.chosen, this.chosenCount);
  }

  /** All amounts are positive: sets of open additions from place `at` on that come to `wanted`. */
  private rise(at: number, wanted: number, among: Among): void {
    const { open, passedOver, rest } = this;
    this.tried++;
    if (wanted === 0) {
      if (among === 'certain') this.add();
      return;
    }
    if (at === this.count) return among === 'all' ? this.makeUp(wanted) : undefined;
    if (among === 'certain' && wanted > rest[at]!) return;
    const op = open[at]!;
    const amount = this.columns.amounts[op]!;
    if (amount > wanted || passedOver.includes(amount)) return this.rise(at + 1, wanted, among);
    this.chosen[this.chosenCount++] = op;
    this.rise(at + 1, wanted - amount, among);
    this.chosenCount--;
    if (this.isEnough) return;
    passedOver.push(amount);
    this.rise(at + 1, wanted, among);
    passedOver.pop();
  }

  /** Sums of one half of the open additions meet those of the other half. */
  private meet(among: Among): void {
    const { open, left, right, first, following, state } = this;
    const { amounts, totals } = this.columns;
    this.count = Math.min(this.count, MOST_TOGETHER);
    const half = this.count >> 1;
    left.fill(open, 0, half, amounts);
    right.fill(open, half, this.count, amounts);
    for (let set = 0; set < left.count; set++) {
      const bits = left.sums[set]! & LAST_BITS;
      following[set] = first[bits]!;
      first[bits] = set;
    }
    const least = this.onlyUp ? state.leastWanted() : NaN;
    for (
      let read = state.next[state.reads]!;
      read !== state.reads && !this.isEnough;
      read = state.next[read]!
    ) {
      if (totals[read]! > least) continue;
      const wanted = totals[read]! - state.total;
      if (among === 'all') this.meetUncertain(wanted);
      else this.meetAt(wanted, NONE);
    }
    for (let set = 0; set < left.count; set++) first[left.sums[set]! & LAST_BITS] = -1;
  }

  /** Sets that come to `wanted` together with an addition of unknown outcome, if one is given. */
  private meetAt(wanted: number, besides: number): void {
    const { left, right, first, following } = this;
    for (let other = 0; other < right.count && !this.isEnough; other++) {
      const missing = wanted - right.sums[other]!;
      for (let set = first[missing & LAST_BITS]!; set >= 0; set = following[set]!) {
        if (left.sums[set] !== missing || !this.choose(set, other)) continue;
        if (besides !== NONE) this.chosen[this.chosenCount++] = besides;
        this.add();
      }
    }
    this.tried += right.count >> 2;
  }

  /** As `meet`, where additions of unknown outcome make up for what is missing. */
  private meetUncertain(wanted: number): void {
    const { left, right, state } = this;
    const { uncertain } = this.columns;
    let kinds = 0;
    for (let kind = 0; kind < uncertain.length && kinds <= FEW_KINDS; kind++) {
      const used = state.used[kind]!;
      if (used === state.begun[kind]!) continue;
      kinds++;
      this.meetAt(wanted - uncertain[kind]!.amount, uncertain[kind]!.operations[used]!);
    }
    if (kinds <= FEW_KINDS && this.found > 0) return;
    for (let other = 0; other < right.count; other++)
      for (let set = 0; set < left.count; set++) {
        if (this.isEnough) return;
        this.tried++;
        const missing = wanted - right.sums[other]! - left.sums[set]!;
        if (missing !== 0 && this.choose(set, other)) this.makeUp(missing);
      }
  }

  /** Chooses the additions of both sets, unless one of the same amount completes before. */
  private choose(set: number, other: number): boolean {
    const { open, count } = this;
    const { amounts } = this.columns;
    const half = count >> 1;
    const isIn = (at: number): boolean => (at < half ? (set >> at) & 1 : (other >> (at - half)) & 1) === 1;
    this.chosenCount = 0;
    for (let at = 0; at < count; at++) {
      if (!isIn(at)) continue;
      for (let before = 0; before < at; before++)
        if (amounts[open[before]!] === amounts[open[at]!] && !isIn(before)) return false;
      this.chosen[this.chosenCount++] = open[at]!;
    }
    return true;
  }

  /** Additions of unknown outcome come to `missing`: one of them, else two, else some of the largest. */
  private makeUp(missing: number): void {
    const { uncertain } = this.columns;
    const before = this.chosenCount;
    const enough = this.found + UNCERTAIN_WAYS;
    const take = (kind: number, besides: number): boolean => {
      const at = this.state.used[kind]! + besides;
      if (at >= this.state.begun[kind]!) return false;
      this.chosen[this.chosenCount++] = uncertain[kind]!.operations[at]!;
      return true;
    };
    const one = this.kindOf.get(missing);
    if (one !== undefined && take(one, 0)) this.add();
    this.chosenCount = before;
    let tries = 0;
    for (const kind of this.largestFirst) {
      const amount = uncertain[kind]!.amount;
      if (this.onlyUp && amount >= missing) continue;
      if (this.found >= enough || tries++ > UNCERTAIN_TRIES) break;
      const other = this.kindOf.get(missing - amount);
      if (other === undefined || other < kind) continue;
      if (take(kind, 0) && take(other, other === kind ? 1 : 0)) this.add();
      this.chosenCount = before;
    }
    if (this.onlyUp && this.found < enough) {
      this.triesLeft = UNCERTAIN_TRIES;
      this.makeUpByMany(0, missing, 0, enough);
    }
    this.tried += tries;
  }

  /** Three or more, as many of the largest as possible first; `from` is a place in `largestFirst`. */
  private makeUpByMany(from: number, missing: number, count: number, enough: number): void {
    const { largestFirst, state } = this;
    if (missing === 0) return count > 2 ? this.add() : undefined;
    for (let at = from; at < largestFirst.length; at++) {
      if (this.triesLeft-- <= 0 || this.found >= enough) return;
      const kind = largestFirst[at]!;
      const { amount, operations } = this.columns.uncertain[kind]!;
      const used = state.used[kind]!;
      const most = Math.min(state.begun[kind]! - used, Math.floor(missing / amount));
      const before = this.chosenCount;
      for (let next = 0; next < most; next++) this.chosen[this.chosenCount++] = operations[used + next]!;
      for (let taken = most; taken > 0 && this.triesLeft > 0 && this.found < enough; taken--) {
        this.makeUpByMany(at + 1, missing - taken * amount, count + taken, enough);
        this.chosenCount--;
      }
      this.chosenCount = before;
    }
  }
}

/** By set of a few additions: what they come to. */
class Half {
  count = 1;
  readonly sums = new Float64Array(1 << (MOST_TOGETHER / 2));

  fill(open: readonly number[], from: number, to: number, amounts: Float64Array): void {
    const { sums } = this;
    let count = 1;
    for (let at = from; at < to; at++) {
      const amount = amounts[open[at]!]!;
      for (let set = 0; set < count; set++) sums[count + set] = sums[set]! + amount;
      count *= 2;
    }
    this.count = count;
  }
}
