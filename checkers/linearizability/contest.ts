/** Judges one part of a history: the model's own procedure if it has one that applies, else both searches in turns. */

import { counted } from '../counted.js';
import { BudgetSpent } from '../budget.js';
import type { BudgetMeter } from '../budget.js';
import type { History, Input, Operation } from '../history.js';
import type { FastVerdict, Model } from '../model.js';
import { Automaton } from './automaton.js';
import { BreadthFirst } from './breadth.js';
import { DepthFirst } from './depth.js';
import { onSameObject } from './partition.js';
import type { Part } from './partition.js';
import { classifyAll, problemOf } from './problem.js';
import type { Problem } from './problem.js';
import type { SearchStatus } from './search.js';
import type { Path } from './trail.js';
import { witnessOf } from './witness.js';

/** Which of the searches may run: both in turns, or only one. */
export type Algorithm = 'auto' | 'depth-first' | 'breadth-first';

/** The depth-first search gets so many steps for each event before the breadth-first one begins. */
const FIRST_STEPS_PER_EVENT = 8;
/** The breadth-first search is the one that decides illegal histories: it gets more of the time. */
const BREADTH_SHARE = 4;

/** What the search may spend on the core that a model's own procedure found. */
const STEPS_TO_CONFIRM = 50_000;

/** What a problem keeps of each operation. */
const BYTES_PER_OPERATION = 40;

export class Contest {
  status: SearchStatus = 'running';
  /** What the model's own procedure found, if it decided. */
  fast: FastVerdict | undefined;
  /** Once found invalid: the first operation that cannot return, and the operations among which the reason lies. */
  failing: Operation | undefined;
  suspects: readonly Operation[];
  /** What the model's own procedure proved was too hard for the search to confirm, or to explain. */
  isHard = false;
  private problem: Problem | undefined;
  private depth: DepthFirst | undefined;
  private breadth: BreadthFirst | undefined;
  /** Once a search found one: an order. */
  private path: Path | undefined;
  /** Bytes that both searches hold, and those of the depth-first one. */
  private held = 0;
  private heldByDepth = 0;
  /** How far a depth-first search came that was given up. */
  private reached = 0;

  constructor(
    private readonly model: Model<unknown, Input, unknown>,
    readonly part: Part,
    private readonly meter: BudgetMeter,
    private readonly algorithm: Algorithm,
    /** Operations that certainly did not happen, for what is said of those that did. */
    private readonly failed: History = [],
  ) {
    this.suspects = part.operations;
  }

  /** Goes on for about `maxSteps` steps. */
  run(maxSteps: number): SearchStatus {
    if (this.status !== 'running') return this.status;
    if (!this.problem) {
      if (this.algorithm === 'auto' && this.takeFastPath()) return this.status;
      this.prepare();
    }
    const share = this.depth && this.breadth ? 1 / (1 + BREADTH_SHARE) : 1;
    for (const search of [this.depth, this.breadth]) {
      if (!search || this.status !== 'running') continue;
      this.status = this.runOne(
        search,
        search === this.depth ? maxSteps * share : maxSteps * (share === 1 ? 1 : 1 - share),
      );
      if (this.status === 'running') continue;
      const { events, operations } = this.problem!;
      if (this.status === 'valid') this.path = search.path();
      else this.failing = operations[~events[search.furthest]!];
      this.forgetSearches();
    }
    // Only a breadth-first search keeps its memory small: it joins when the first attempt did not get through.
    if (this.status === 'running' && this.algorithm === 'auto') {
      this.breadth ??= new BreadthFirst(this.problem!, this.meter);
    }
    return this.status;
  }

  /** A depth-first search that holds too much gives its room to the breadth-first one, which needs less. */
  private runOne(search: DepthFirst | BreadthFirst, maxSteps: number): SearchStatus {
    const { meter } = this;
    const ownBytes = (): number => meter.heldBySearch - this.problem!.automaton.heldBytes;
    const before = ownBytes();
    const isDepth = search === this.depth;
    try {
      return search.run(maxSteps);
    } catch (error) {
      const isFull = error instanceof BudgetSpent && error.limit === 'search-memory';
      if (!isFull || !isDepth || this.algorithm !== 'auto') throw error;
      this.reached = this.depth!.furthest;
      this.depth = undefined;
      return 'running';
    } finally {
      const grown = ownBytes() - before;
      this.held += grown;
      if (isDepth) this.heldByDepth += grown;
      if (isDepth && this.depth === undefined) this.release(this.heldByDepth);
    }
  }

  /** What was found is kept, not how. */
  private forgetSearches(): void {
    this.depth = undefined;
    this.breadth = undefined;
    this.release(this.held);
  }

  private release(bytes: number): void {
    this.meter.holdForSearch(-bytes);
    this.held -= bytes;
  }

  /** Steps worth spending on a first attempt. */
  get firstSteps(): number {
    return 1024 + 2 * FIRST_STEPS_PER_EVENT * this.part.operations.length;
  }

  /** Once found valid: operations in an order that replays. */
  witness(): readonly Operation[] | undefined {
    if (this.fast) return this.fast.verdict === 'valid' ? this.fast.witness : undefined;
    return this.path && witnessOf(this.problem!, this.path);
  }

  /** How far it got, for people. */
  progress(): string {
    if (!this.problem) return `none of ${counted(this.part.operations.length, 'operation')} looked at`;
    const past = Math.max(this.reached, this.depth?.furthest ?? 0, this.breadth?.furthest ?? 0);
    return `${past} of ${this.problem.events.length} invocations and completions explained`;
  }

  /** Once found invalid: all operations on the object that is to blame, of those that were judged at once. */
  get blamed(): History {
    const { part, suspects, model } = this;
    return this.fast && model.fastPathTakesAll === true && suspects[0]
      ? onSameObject(part.operations, suspects[0], model)
      : part.operations;
  }

  /** Whether the model's own procedure decides. Its core has to fail before the search as well. */
  takeFastPath(): boolean {
    const found = this.model.fastPath?.(this.part.operations, this.meter, this.failed);
    if (!found) return false;
    if (found.verdict === 'invalid') {
      const automaton = new Automaton(found.part ?? this.model, this.meter);
      const problem = problemOf(found.core, classifyAll(found.core, automaton), automaton, this.meter);
      const search = new BreadthFirst(problem, this.meter);
      const confirmed = search.run(STEPS_TO_CONFIRM);
      if (confirmed === 'valid') return false;
      // Too hard for the search, as a cycle of many transactions at once: the procedure has proven it nevertheless.
      this.isHard = confirmed === 'running';
      this.failing =
        confirmed === 'invalid'
          ? found.core[search.failure().operation]
          : found.core.reduce((a, b) => (b.type !== 'info' && b.complete > a.complete ? b : a));
      this.suspects = found.core;
    }
    this.fast = found;
    this.status = found.verdict;
    return true;
  }

  private prepare(): void {
    const { operations } = this.part;
    const automaton = new Automaton(this.model, this.meter);
    const classes = classifyAll(operations, automaton);
    this.meter.hold(BYTES_PER_OPERATION * operations.length);
    this.problem = problemOf(operations, classes, automaton, this.meter);
    if (this.algorithm === 'breadth-first') this.breadth = new BreadthFirst(this.problem, this.meter);
    else this.depth = new DepthFirst(this.problem, this.meter);
  }
}
