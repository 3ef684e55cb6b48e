/**
 * Breadth-first search, just in time: for each event, all configurations that may be the truth, the dominated ones left out.
 *
 * An operation is used only when one must return that has neither been used nor has an alibi, and then only in orders
 * that end with it; any linearization can be rewritten so (just-in-time linearization: Lowe, "Testing for
 * linearizability", 2017). An operation that returns on an alibi may also be used as late as that, so both are kept.
 * Memory is bounded by what is open at a time, not by the length of the history.
 */

import type { BudgetMeter } from '../budget.js';
import type { Operation } from '../history.js';
import { READS } from './automaton.js';
import { Expansion } from './expansion.js';
import { Front, Layout } from './front.js';
import type { Problem } from './problem.js';
import type { Search, SearchStatus } from './search.js';
import { ROOT, Trail } from './trail.js';
import type { Path } from './trail.js';
import { Window } from './window.js';

/** Where a history cannot go on. */
export interface Failure {
  readonly operation: number;
  /** The event the search stood before. */
  readonly event: number;
  /** All states the object may be in just before, whatever open operations were used. */
  readonly states: readonly number[];
  /** One way to get there. */
  readonly path: Path;
  /** One way that ends in this one of the states. */
  pathTo(state: number): Path;
}

export class BreadthFirst implements Search {
  private readonly window: Window;
  private readonly layout: Layout;
  private readonly expansion: Expansion;
  private readonly trail: Trail;
  /** Configurations before the next event. */
  private front: Front;
  private spare: Front;
  /** Configurations in which the returning operation was not used yet. */
  private readonly pending: Front;
  private nextPending = 0;
  /** The operation that is returning now, -1 between events. */
  private returning = -1;
  private readonly scratch: Int32Array;

  constructor(
    readonly problem: Problem,
    private readonly meter: BudgetMeter,
    start: readonly number[] | ((row: Int32Array, add: () => void) => void) = [0],
  ) {
    this.window = new Window(problem);
    this.layout = new Layout(problem);
    this.expansion = new Expansion(problem, this.layout, this.window);
    this.trail = new Trail(meter);
    this.front = new Front(this.layout, meter);
    this.spare = new Front(this.layout, meter);
    this.pending = new Front(this.layout, meter);
    this.scratch = new Int32Array(this.layout.width);
    let started = 0;
    const add = (): void => void this.front.add(this.scratch, 0, ROOT - started++);
    if (typeof start === 'function') start(this.scratch, add);
    else {
      for (const state of start) {
        this.scratch[0] = state;
        add();
      }
    }
  }

  run(maxSteps: number): SearchStatus {
    const { problem, window, meter } = this;
    const until = meter.steps + maxSteps;
    while (meter.steps < until) {
      if (this.returning >= 0) {
        if (!this.resolve(until)) return 'running';
        if (this.front.count === 0) return 'invalid';
        window.forward();
        this.returning = -1;
        if (this.trail.full) this.trail.compact(this.front.trails, this.front.count);
      } else if (window.at === problem.events.length) return 'valid';
      else {
        const event = problem.events[window.at]!;
        if (event >= 0) {
          this.invoke(event);
          if (this.front.count === 0) return 'invalid';
        } else this.beginReturn(~event);
      }
    }
    return 'running';
  }

  /** The trail of a configuration that survived all events. */
  path(): Path {
    return this.trail.read(this.front.trails[this.front.dead.indexOf(0)]!);
  }

  /** The event the search stands before or, once it failed, one no configuration can pass. */
  get furthest(): number {
    return Math.max(this.window.at, this.window.outOfReach);
  }

  /** Once the search has failed: the operation that cannot return, and what was possible before. */
  failure(): Failure {
    const { problem, window, spare, pending, layout } = this;
    const trails = new Map<number, number>();
    for (const front of [spare, pending]) {
      for (let row = 0; row < front.count; row++) {
        const state = front.rows[row * layout.width]!;
        if (!trails.has(state)) trails.set(state, front.trails[row]!);
      }
    }
    return {
      operation: ~problem.events[this.furthest]!,
      event: window.at,
      states: [...trails.keys()],
      path: this.trail.read(spare.trails[0]!),
      pathTo: (state) => this.trail.read(trails.get(state)!),
    };
  }

  /** Calls `visit` with each configuration that survived. */
  forEachSurvivor(visit: (rows: Int32Array, at: number) => void): void {
    const { front, layout } = this;
    for (let row = 0; row < front.count; row++) {
      if (front.dead[row] === 0) visit(front.rows, row * layout.width);
    }
  }

  /** Operations open before the next event. */
  *openOperations(): Generator<Operation> {
    const { open, openCount } = this.window;
    for (let i = 0; i < openCount; i++) yield this.problem.operations[open[i]!]!;
  }

  private invoke(operation: number): void {
    const { window, problem, front, layout } = this;
    window.forward();
    this.meter.spend(front.count);
    const slot = problem.slots[operation]!;
    if (slot < 0) return;
    const word = 1 + layout.windowWords + (slot >>> 5);
    const bit = 1 << (slot & 31);
    const { automaton, classes } = problem;
    const optional = problem.optional[operation] === 1;
    for (let row = 0; row < front.count; row++) {
      const at = row * layout.width;
      // One that was taken up from an earlier search may have been used there.
      if ((front.rows[at + 1 + (slot >>> 5)]! & bit) !== 0) continue;
      if (optional || automaton.keeps(classes[operation]!, front.rows[at]!)) front.rows[at + word]! |= bit;
    }
    if (window.foresees) this.giveUpHopeless();
  }

  private giveUpHopeless(): void {
    const { window, front, layout } = this;
    let hopeful = 0;
    for (let row = 0; row < front.count; row++) {
      const at = row * layout.width;
      if (window.isHopeless(front.rows, at)) front.dead[row] = 1;
      else hopeful += 1 - front.dead[row]!;
    }
    if (hopeful > 0) return;
    this.front = this.spare;
    this.front.clear();
    this.spare = front;
  }

  /** Sorts the configurations into those that need not use the operation that returns, and those that may or must. */
  private beginReturn(operation: number): void {
    const { problem, layout, scratch, pending } = this;
    const { front, spare } = this;
    this.returning = operation;
    this.front = spare;
    this.spare = front;
    this.front.clear();
    pending.clear();
    this.nextPending = 0;
    this.meter.spend(front.count);
    const slot = problem.slots[operation]!;
    const word = 1 + (slot >>> 5);
    const bit = 1 << (slot & 31);
    const pure = problem.automaton.kinds[problem.classes[operation]!] === READS;
    for (let row = 0; row < front.count; row++) {
      if (front.dead[row] === 1) continue;
      const at = row * layout.width;
      const used = (front.rows[at + word]! & bit) !== 0;
      const alibi = (front.rows[at + word + layout.windowWords]! & bit) !== 0;
      if (used || alibi) {
        for (let i = 0; i < scratch.length; i++) scratch[i] = front.rows[at + i]!;
        this.finish(scratch, word, bit, front.trails[row]!);
      }
      if (!used && !(alibi && pure)) pending.add(front.rows, at, front.trails[row]!);
    }
  }

  /** Tries all orders that end with the returning operation. Returns whether it is done. */
  private resolve(until: number): boolean {
    const { problem, layout, pending, meter, returning } = this;
    const slot = problem.slots[returning]!;
    const word = 1 + (slot >>> 5);
    const bit = 1 << (slot & 31);
    const pure = problem.automaton.kinds[problem.classes[returning]!] === READS;
    for (; this.nextPending < pending.count; this.nextPending++) {
      if (meter.steps >= until) return false;
      const row = this.nextPending;
      if (pending.dead[row] === 1) continue;
      meter.spend();
      const at = row * layout.width;
      const hadAlibi = (pending.rows[at + word + layout.windowWords]! & bit) !== 0;
      const trail = pending.trails[row]!;
      this.expansion.expand(pending.rows, at, (reached, operation) => {
        meter.spend();
        const extended = this.trail.append(trail, operation, this.window.at, reached[0]!);
        const hasAlibi = (reached[word + layout.windowWords]! & bit) !== 0;
        if (operation === returning) return this.finish(reached, word, bit, extended);
        if (!(hasAlibi && pure)) pending.add(reached, 0, extended);
        if (hasAlibi && !hadAlibi) this.finish(reached, word, bit, extended);
      });
    }
    return true;
  }

  /** Keeps a configuration in which the returning operation needs no more attention. Changes `row`. */
  private finish(row: Int32Array, word: number, bit: number, trail: number): void {
    row[word]! &= ~bit;
    row[word + this.layout.windowWords]! &= ~bit;
    this.front.add(row, 0, trail);
  }
}
