/**
 * Depth-first search (Wing & Gong 1993; with memory, Lowe 2017; Horn & Kroening 2015), in the just-in-time form and
 * with the configurations of `front.ts`. It follows one past as far as it goes: fastest where the history is legal.
 */

import type { BudgetMeter } from '../budget.js';
import { READS } from './automaton.js';
import { Expansion } from './expansion.js';
import { Layout } from './front.js';
import type { Problem } from './problem.js';
import { RowStack } from './row-stack.js';
import type { Search, SearchStatus } from './search.js';
import { ROOT, Trail } from './trail.js';
import type { Path } from './trail.js';
import { Visited } from './visited.js';
import { Window } from './window.js';

/** What is to be done with a configuration: pass the event it stands before … */
const FOLLOW = 0;
/** … or use one more operation before that event, a return. */
const USE = 1;

export class DepthFirst implements Search {
  /** How many events the search got past at its best. */
  furthest = 0;
  private readonly window: Window;
  private readonly layout: Layout;
  private readonly expansion: Expansion;
  private readonly trail: Trail;
  private readonly visited: Visited;
  private readonly stack: RowStack;
  private readonly found: RowStack;
  /** The configuration being followed, before the event `window.at`; `trailHere` is its trail, if `following`. */
  private readonly row: Int32Array;
  private trailHere = ROOT;
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
    this.stack = new RowStack(this.layout.width);
    this.found = new RowStack(this.layout.width);
    this.row = new Int32Array(this.layout.width);
  }

  run(maxSteps: number): SearchStatus {
    const { meter, stack } = this;
    const until = meter.steps + maxSteps;
    while (meter.steps < until) {
      if (this.following) {
        if (this.follow(until)) return 'valid';
      } else if (stack.count === 0) return 'invalid';
      else this.takeNext();
    }
    return 'running';
  }

  /** The path to the end, once the history was found valid. */
  path(): Path {
    return this.trail.read(this.trailHere);
  }

  /** Passes events until the end (then true), or until operations have to be used. */
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
        if (slot >= 0 && (optional[operation] === 1 || automaton.canKeep(classes[operation]!, row[0]!))) {
          row[word + windowWords]! |= bit;
        }
        continue;
      }
      if ((row[word]! & bit) === 0) {
        const alibi = (row[word + windowWords]! & bit) !== 0;
        if (!alibi) {
          this.following = false;
          this.furthest = Math.max(this.furthest, window.at);
          this.use(row, 0, this.trailHere);
          return false;
        }
        // It may also have happened as late as now: to be tried if all else fails.
        if (automaton.kinds[classes[operation]!] !== READS) {
          this.stack.push(row, 0, window.at, this.trailHere, USE);
        }
      }
      row[word]! &= ~bit;
      row[word + windowWords]! &= ~bit;
      window.forward();
    }
    this.furthest = events.length;
    return true;
  }

  /** Takes up the last configuration put aside. */
  private takeNext(): void {
    const { stack, window, row, layout } = this;
    if (this.trail.full) this.trail.compact(stack.trails, stack.count);
    const next = --stack.count;
    const event = stack.events[next]!;
    while (window.at > event) window.backward();
    while (window.at < event) window.forward();
    const at = next * layout.width;
    for (let word = 0; word < row.length; word++) row[word] = stack.rows[at + word]!;
    this.meter.spend();
    if (stack.tasks[next] === FOLLOW) {
      this.trailHere = stack.trails[next]!;
      this.following = true;
    } else this.use(row, 0, stack.trails[next]!);
  }

  /** Puts aside all configurations one operation further, before the same return or just after it. */
  private use(row: Int32Array, at: number, trail: number): void {
    const { window, problem, layout, meter, found, stack } = this;
    if (this.visited.seen(row, at, window.at)) return;
    const returning = ~problem.events[window.at]!;
    const slot = problem.slots[returning]!;
    const word = 1 + (slot >>> 5);
    const bit = 1 << (slot & 31);
    const pure = problem.automaton.kinds[problem.classes[returning]!] === READS;
    const hadAlibi = (row[at + word + layout.windowWords]! & bit) !== 0;
    found.count = 0;
    this.expansion.expand(row, at, (reached, operation) => {
      meter.spend();
      const extended = this.trail.append(trail, operation, window.at, reached[0]!);
      const hasAlibi = (reached[word + layout.windowWords]! & bit) !== 0;
      if (operation !== returning && !(hasAlibi && pure)) found.push(reached, 0, window.at, extended, USE);
      if (operation === returning || (hasAlibi && !hadAlibi)) {
        reached[word]! &= ~bit;
        reached[word + layout.windowWords]! &= ~bit;
        found.push(reached, 0, window.at, extended, FOLLOW);
      }
    });
    // The stack gives back the last first: those that get past the event, then those with the nearest deadlines.
    for (const task of [USE, FOLLOW]) {
      for (let i = found.count - 1; i >= 0; i--) {
        if (found.tasks[i] !== task) continue;
        const event = found.events[i]! + (task === FOLLOW ? 1 : 0);
        stack.push(found.rows, i * layout.width, event, found.trails[i]!, task);
      }
    }
  }
}
