/**
 * An order for the operations of a counter, found in one pass over what happened. All that matters of the past is which
 * of the open additions have taken effect, and which of the open reads have found their total: a few such candidates are
 * carried along (`counter-moves.ts`). Where there are too many, the most patient go on; if these all fail, the pass goes
 * back a little and carries more. An order that is found is replayed before it counts; where none is, the search decides.
 */
import type { BudgetMeter } from '../budget.js';
import { Candidate, Past } from './counter-candidate.js';
import { CounterMoves, bestOf } from './counter-moves.js';
import type { CounterColumns } from './counter.js';

/** Candidates that go on: as a rule, after they all failed, and then where additions of unknown outcome may count. */
const NARROW = 8;
const WIDE = 4096;
const GENEROUS = 64;
/** Events between two places that the pass may go back to, and how many of these are kept at least. */
const STRIDE = 128;
const KEPT = 24;
/** How many places it goes back, one time after the other, while it fails at the same event. */
const STEPS_BACK: readonly number[] = [1, 1, 3, 8, KEPT];
/** Steps for each event, and some more, after which the search is asked. */
const STEPS_PER_EVENT = 128;
const STEPS_BESIDES = 100_000;

interface Place {
  readonly at: number;
  readonly candidates: readonly Candidate[];
  readonly past: number;
}

/** The operations in order; `undefined` where none was found. */
export function orderOfCounter(columns: CounterColumns, budget: BudgetMeter): Int32Array | undefined {
  return new Sweep(columns, budget).order();
}

class Sweep {
  private candidates: Candidate[];
  private readonly past: Past;
  private readonly moves: CounterMoves;
  private readonly places: Place[] = [];
  /** Up to here more candidates go on, because they all failed. */
  private wideUntil = -1;
  /** There, additions of unknown outcome may count wherever a candidate cannot do without. */
  private isGenerous = false;
  /** The last event at which all candidates failed, and how often they did so. */
  private failedAt = -1;
  private failures = 0;

  constructor(
    private readonly columns: CounterColumns,
    private readonly budget: BudgetMeter,
  ) {
    this.past = new Past(columns.history.length, budget);
    this.moves = new CounterMoves(columns, this.past, budget);
    this.candidates = [Candidate.first(columns.initial, columns.uncertain.length)];
  }

  order(): Int32Array | undefined {
    const { timeline, history } = this.columns;
    const most = this.budget.steps + STEPS_PER_EVENT * timeline.length + STEPS_BESIDES;
    for (let at = 0; at < timeline.length; at++) {
      if (at % STRIDE === 0) this.remember(at);
      this.budget.spend(this.candidates.length);
      const before = this.candidates;
      this.candidates = this.pass(timeline[at]!, at);
      if (this.candidates.length === 0) {
        const last = this.budget.steps > most ? undefined : this.goOn(at, before);
        if (last === undefined) return undefined;
        at = last;
      }
      const isWide = at < this.wideUntil;
      const room = !isWide ? NARROW : this.isGenerous ? GENEROUS : WIDE;
      if (this.candidates.length > room)
        this.candidates = bestOf(this.candidates, isWide ? GENEROUS : NARROW);
    }
    return this.past.upTo(this.candidates[0]!.last, new Int32Array(history.length));
  }

  private pass(event: number, at: number): Candidate[] {
    const { candidates, moves, columns } = this;
    if (event < 0) return moves.complete(candidates, ~event, this.isGenerous && at < this.wideUntil);
    if (columns.history[event]!.type !== 'ok') return candidates;
    if (Number.isNaN(columns.amounts[event]!)) return moves.beginRead(candidates, event);
    for (const one of candidates) one.begin(event, columns.ranks.complete);
    return candidates;
  }

  private remember(at: number): void {
    const { places, candidates } = this;
    if (candidates.length > NARROW || at <= (places[places.length - 1]?.at ?? -1)) return;
    places.push({ at, candidates: candidates.map((one) => one.copy()), past: this.past.length });
    if (places.length > 2 * KEPT) places.splice(0, KEPT);
  }

  /** After all candidates failed: sets up what goes on instead, and tells the last event that it has passed. */
  private goOn(at: number, before: readonly Candidate[]): number | undefined {
    if (at > this.failedAt) this.failures = 0;
    this.failedAt = Math.max(at, this.failedAt);
    const event = this.columns.timeline[at]!;
    if (at < this.wideUntil && event < 0) {
      // Nothing that is certain explains it.
      this.candidates = this.moves.completeUncertain(before, ~event);
      this.wideUntil = Math.max(this.wideUntil, at + STRIDE);
      if (this.candidates.length > 0) return at;
    }
    const steps = STEPS_BACK[this.failures++];
    if (steps === undefined) return undefined;
    this.isGenerous = this.failures > 1;
    const last = this.places.findLastIndex((place) => place.at <= this.failedAt);
    const place = this.places[Math.max(0, last - steps + 1)]!;
    this.places.length = Math.max(1, last - steps + 2);
    this.candidates = place.candidates.map((one) => one.copy());
    this.past.length = place.past;
    this.wideUntil = this.failedAt + STRIDE / 2;
    return place.at - 1;
  }
}
