/**
 * An order for the operations of a counter, found in one pass over what happened. They wait: an addition takes effect
 * when it completes, or when an open read finds its total by it. Where that can be in several ways the first one is
 * taken; where an operation completes that cannot, the pass goes back to the last such choice. An order that is found is
 * replayed before it counts.
 */
import type { BudgetMeter } from '../budget.js';
import type { CounterColumns } from './counter-columns.js';
import { CounterState } from './counter-state.js';
import { WayFinder, Ways } from './counter-ways.js';
import type { Among } from './counter-ways.js';

/** How ways are looked for, one time after the other, while none of those before leads on. */
const STAGES: readonly { readonly most: number; readonly among: Among }[] = [
  { most: 4, among: 'certain' },
  { most: 64, among: 'certain' },
  { most: 8, among: 'all' },
  { most: 64, among: 'all' },
];
/** Ways that fail before one event is passed, after which the pass gives up. */
const MOST_FAILURES = 100_000;
/** After so many, the pass begins anew so many events before, and prefers other ways. */
const FAILURES_PER_TRY = 4096;
const EVENTS_PER_TRY = 256;
/** Choices that can be gone back to, and states that are known to lead nowhere, before some are forgotten. */
const MOST_CHOICES = 16_384;
const MOST_HOPELESS = 100_000;
const BYTES_PER_CHOICE = 256;

/** Where one of several ways was taken. */
interface Choice {
  /** The event: a completion. */
  at: number;
  /** The state before. */
  changes: number;
  key: number;
  /** Ways of the stage that was looked at last: they begin at `start`, those not taken yet at `next`. */
  start: number;
  next: number;
  end: number;
  stage: number;
  found: number;
}

/** The operations in order, or the event that no order was found to pass. */
export type CounterOrder = { readonly order: Int32Array } | { readonly stuckAt: number };

export function orderOfCounter(columns: CounterColumns, budget: BudgetMeter): CounterOrder {
  return new Pass(columns, budget).run();
}

class Pass {
  private readonly state: CounterState;
  private readonly ways = new Ways();
  private readonly finder: WayFinder;
  private readonly onlyUp: boolean;
  private readonly choices: Choice[] = [];
  private depth = 0;
  /** States at a choice of which no way leads on. */
  private readonly hopeless = new Set<number>();
  private furthest = -1;
  private failures = 0;
  /** Whether an addition that completes is taken before what leads to a read. */
  private isAddFirst = false;

  constructor(
    private readonly columns: CounterColumns,
    private readonly budget: BudgetMeter,
  ) {
    budget.hold(BYTES_PER_CHOICE * Math.min(MOST_CHOICES, columns.history.length));
    this.state = new CounterState(columns, budget);
    this.finder = new WayFinder(columns, this.state, this.ways, budget);
    this.onlyUp = !columns.amounts.some((amount) => amount < 0);
  }

  run(): CounterOrder {
    const { timeline } = this.columns;
    for (let at = 0; at < timeline.length;) {
      this.budget.spend();
      if (at > this.furthest) {
        this.furthest = at;
        this.failures = 0;
      }
      if (this.passes(at)) at++;
      else {
        at = this.failures++ < MOST_FAILURES ? this.goBack(at) : -1;
        if (at < 0) return { stuckAt: this.furthest };
      }
    }
    return { order: this.state.order() };
  }

  private passes(at: number): boolean {
    const { columns, state } = this;
    const event = columns.timeline[at]!;
    if (event < 0) return this.completes(at, ~event);
    if (columns.history[event]!.type === 'info') {
      const kind = columns.kinds[event]!;
      if (kind >= 0) state.begun[kind]!++;
      return true;
    }
    state.begin(event);
    if (!Number.isNaN(columns.amounts[event]!)) return true;
    const wanted = columns.totals[event]!;
    if (Number.isNaN(wanted) || wanted === state.total) state.take(event);
    return !(this.onlyUp && wanted < state.total);
  }

  private completes(at: number, op: number): boolean {
    const { state } = this;
    while (state.isDone[op] === 0) {
      if (state.isQuiet) state.take(op);
      else if (!this.choose(at, op)) return false;
    }
    state.pass(op);
    return true;
  }

  /** Takes the first way to go on; `false` if there is none. */
  private choose(at: number, op: number): boolean {
    const { state, ways } = this;
    const key = (state.name >>> 0) * 2 ** 21 + ((Math.imul(at, 31) + state.total) & (2 ** 21 - 1));
    if (at <= this.furthest && this.hopeless.has(key)) return false;
    if (this.depth === MOST_CHOICES) this.forgetHalf();
    const choice = (this.choices[this.depth] ??= emptyChoice());
    choice.at = at;
    choice.key = key;
    choice.changes = state.changes;
    choice.start = ways.length;
    choice.stage = choice.found = 0;
    if (!this.refill(choice, op)) return false;
    this.take(choice);
    if (choice.next < choice.end || choice.stage < STAGES.length) this.depth++;
    else ways.length = choice.start;
    return true;
  }

  /** Looks for ways by the next stages, until there are some. */
  private refill(choice: Choice, op: number): boolean {
    const { state, ways, finder, columns } = this;
    const amount = columns.amounts[op]!;
    const isAdd = !Number.isNaN(amount);
    choice.next = choice.end = ways.length = choice.start;
    while (choice.stage < STAGES.length && choice.end === choice.start) {
      const { most, among } = STAGES[choice.stage]!;
      const known = choice.stage > 0 && STAGES[choice.stage - 1]!.among === among ? choice.found : 0;
      // The completed addition may come first, unless it leads past what a read waits for.
      const mayAdd =
        choice.stage === 0 && isAdd && !(this.onlyUp && state.total + amount > state.leastWanted());
      if (mayAdd && this.isAddFirst) ways.add([op], 1);
      finder.find(isAdd ? op : -1, { known, most, among });
      if (mayAdd && !this.isAddFirst) ways.add([op], 1);
      choice.found = finder.found;
      choice.end = ways.length;
      choice.stage++;
      if (finder.found < most) while (STAGES[choice.stage]?.among === among) choice.stage++;
      if (columns.uncertain.length === 0 && STAGES[choice.stage]?.among === 'all')
        choice.stage = STAGES.length;
    }
    return choice.end > choice.start;
  }

  private take(choice: Choice): void {
    const { sets } = this.ways;
    let at = choice.next;
    for (; sets[at]! >= 0; at++) this.state.take(sets[at]!);
    this.state.settle();
    choice.next = at + 1;
  }

  /** To the last choice with another way, which is taken; `-1` if there is none. */
  private goBack(from: number): number {
    const { state, columns, choices } = this;
    if (this.failures % FAILURES_PER_TRY === 0) this.beginAnew();
    for (let at = from; this.depth > 0; this.depth--) {
      const choice = choices[this.depth - 1]!;
      while (at > choice.at) {
        const event = columns.timeline[--at]!;
        const kind = event < 0 ? -1 : columns.kinds[event]!;
        if (event < 0) state.pass(~event);
        else if (kind >= 0) state.begun[kind]!--;
      }
      state.undo(choice.changes);
      if (choice.next < choice.end || this.refill(choice, ~columns.timeline[at]!)) {
        this.take(choice);
        return at;
      }
      this.ways.length = choice.start;
      if (this.hopeless.size === MOST_HOPELESS) this.hopeless.clear();
      this.hopeless.add(choice.key);
    }
    return -1;
  }

  /** Where too much fails, the choice that is to blame lies further back: all since then are made in another way. */
  private beginAnew(): void {
    const { choices } = this;
    const tries = this.failures / FAILURES_PER_TRY;
    const before = this.furthest - tries * EVENTS_PER_TRY;
    while (this.depth > 1 && choices[this.depth - 1]!.at > before) this.depth--;
    const choice = choices[this.depth - 1];
    if (choice !== undefined)
      Object.assign(choice, { next: choice.start, end: choice.start, stage: 0, found: 0 });
    this.hopeless.clear();
    this.isAddFirst = !this.isAddFirst;
  }

  private forgetHalf(): void {
    const { choices, ways } = this;
    const half = MOST_CHOICES / 2;
    const forgotten = choices.splice(0, half);
    const start = choices[0]!.start;
    ways.sets.copyWithin(0, start, ways.length);
    ways.length -= start;
    for (const choice of choices) {
      choice.start -= start;
      choice.next -= start;
      choice.end -= start;
    }
    choices.push(...forgotten);
    this.depth = half;
  }
}

const emptyChoice = (): Choice => ({
  ...{ at: 0, changes: 0, key: 0, start: 0, next: 0, end: 0, stage: 0, found: 0 },
});
