/**
 * Depth-first search (Wing & Gong 1993; with memory, Lowe 2017; Horn & Kroening 2015), in the just-in-time form and
 * with the configurations of `front.ts`. It follows one past as far as it goes: fastest where the history is legal.
 * When it gets stuck it goes on with the most promising configuration put aside, not simply with the last.
 */

import type { BudgetMeter } from '../budget.js';
import { READS } from './automaton.js';
import { Expansion } from './expansion.js';
import { Layout } from './front.js';
import type { Problem } from './problem.js';
import { RowQueue } from './row-queue.js';
import type { Search, SearchStatus } from './search.js';
import { ROOT, Trail } from './trail.js';
import type { Path } from './trail.js';
import { Visited } from './visited.js';
import { Window } from './window.js';

/** Instead of a number of uses: the configuration has passed a return and goes on. */
const PASSED = -1;

export class DepthFirst implements Search {
  /** The last return for which operations had to be used. */
  private stuckAt = 0;
  private readonly window: Window;
  private readonly layout: Layout;
  private readonly expansion: Expansion;
  private readonly trail: Trail;
  private readonly visited: Visited;
  /** Configurations put aside: they stand before a return and have to use operations, or have just passed one. */
  private readonly queue: RowQueue;
  /** The configuration being followed, before the event `window.at`, and its trail. */
  private readonly row: Int32Array;
  private rowTrail = ROOT;
  private following = true;

  constructor(
    readonly problem: Problem,
    private readonly meter: BudgetMeter,
  ) {
    this.window = new Window(problem);
    this.layout = new Layout(problem);
    this.expansion = new Expansion(problem, this.layout, this.window);
    this.trail = new Trail(meter);
    this.visited = new Visited(this.layout, meter);
    this.queue = new RowQueue(this.layout.width, problem.events.length, meter);
    this.row = new Int32Array(this.layout.width);
  }

  run(maxSteps: number): SearchStatus {
    const { meter, queue } = this;
    const until = meter.steps + maxSteps;
    while (meter.steps < until) {
      if (this.following) {
        if (this.follow(until)) return 'valid';
      } else if (queue.count === 0) return 'invalid';
      else this.takeNext();
    }
    return 'running';
  }

  /** The last event the search reached. */
  get furthest(): number {
    return Math.max(this.stuckAt, this.window.outOfReach);
  }

  /** The path to the end, once the history was found valid. */
  path(): Path {
    return this.trail.read(this.rowTrail);
  }

  /** Passes events until the end (then true), or until there is no way on. */
  private follow(until: number): boolean {
    const { window, problem, row, layout, meter } = this;
    const { events, slots, classes, automaton, optional } = problem;
    const { windowWords } = layout;
    while (window.at < events.length) {
      if (meter.steps >= until) return false;
      meter.spend();
      const event = events[window.at]!;
      const operation = event >= 0 ? event : ~event;
      const slot = slots[operation]!;
      const word = 1 + (slot >>> 5);
      const bit = 1 << (slot & 31);
      if (event >= 0) {
        window.forward();
        if (slot >= 0 && (optional[operation] === 1 || automaton.keeps(classes[operation]!, row[0]!))) {
          row[word + windowWords]! |= bit;
        }
        if (window.isHopeless(row, 0)) {
          this.following = false;
          return false;
        }
        continue;
      }
      if ((row[word]! & bit) === 0) {
        if ((row[word + windowWords]! & bit) === 0) {
          this.stuckAt = Math.max(this.stuckAt, window.at);
          this.following = false;
          this.use(0);
          return false;
        }
        // It may also have happened as late as now: to be tried if all else fails.
        if (automaton.kinds[classes[operation]!] !== READS)
          this.queue.push(row, 0, window.at, this.rowTrail, 0);
      }
      row[word]! &= ~bit;
      row[word + windowWords]! &= ~bit;
      window.forward();
    }
    return true;
  }

  /** Takes up the most promising configuration put aside. */
  private takeNext(): void {
    const { queue, window, row, layout, meter } = this;
    if (this.trail.full) this.trail.compact(queue.trails, queue.trails.length);
    const place = queue.pop();
    const at = place * layout.width;
    for (let word = 0; word < row.length; word++) row[word] = queue.rows[at + word]!;
    this.rowTrail = queue.trails[place]!;
    queue.trails[place] = ROOT;
    const event = queue.events[place]!;
    meter.spend(1 + (Math.abs(event - window.at) >> 3));
    while (window.at > event) window.backward();
    while (window.at < event) window.forward();
    const uses = queue.uses[place]!;
    if (uses === PASSED) this.following = true;
    else this.use(uses);
  }

  /** Uses each possible operation before the return at hand, and puts aside what that leads to. */
  private use(uses: number): void {
    const { window, problem, layout, meter, queue, row } = this;
    if (this.visited.seen(row, 0, window.at)) return;
    const returning = ~problem.events[window.at]!;
    const slot = problem.slots[returning]!;
    const word = 1 + (slot >>> 5);
    const alibiWord = word + layout.windowWords;
    const bit = 1 << (slot & 31);
    const pure = problem.automaton.kinds[problem.classes[returning]!] === READS;
    const hadAlibi = (row[alibiWord]! & bit) !== 0;
    const trail = this.rowTrail;
    this.expansion.expand(row, 0, (reached, operation) => {
      meter.spend();
      const extended = this.trail.append(trail, operation, window.at, reached[0]!);
      const hasAlibi = (reached[alibiWord]! & bit) !== 0;
      if (operation !== returning && !(hasAlibi && pure))
        queue.push(reached, 0, window.at, extended, uses + 1);
      if (operation === returning || (hasAlibi && !hadAlibi)) {
        reached[word]! &= ~bit;
        reached[alibiWord]! &= ~bit;
        queue.push(reached, 0, window.at + 1, extended, PASSED);
      }
    });
  }
}
