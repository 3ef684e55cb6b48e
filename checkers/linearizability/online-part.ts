/**
 * One part of a history judged while it happens.
 *
 * It follows one past (`thread.ts`); only when that breaks does it search, from the configurations known at a moment not
 * long ago (the base) through what happened since. The base moves on once the outcomes of all operations invoked before
 * are known, so that memory is bounded by what happens while an operation is open (and by the crashed ones), not by the
 * length of the history.
 */

import { BudgetMeter } from '../budget.js';
import type { Budget, Input, Operation } from '../history.js';
import type { Model } from '../model.js';
import { Automaton, READS } from './automaton.js';
import { BreadthFirst } from './breadth.js';
import { carry, takeUp } from './carried.js';
import type { Carried } from './carried.js';
import { classOf } from './live-operation.js';
import type { LiveOperation } from './live-operation.js';
import { problemOf } from './problem.js';
import type { Problem } from './problem.js';
import { Thread } from './thread.js';

/** The base is moved when so many operations are remembered, … */
const FIRST_BATCH = 64;
/** … or, when it could not forget more, when so many times more are. */
const BATCH_GROWTH = 2;
/** An operation still open when so many are remembered is taken for crashed, whatever is heard of it later. */
const GIVEN_UP_AFTER = 4096;
/** The table of a model is begun anew at this size, so that it does not grow with the history. */
const MANY_STATES = 4096;

export class OnlinePart {
  /** The first operation that was given up and did return: then `valid` cannot be told. */
  tooLong: Operation | undefined;
  private automaton: Automaton;
  private base: readonly Carried[];
  /** The position of the base. */
  private baseAt = -Infinity;
  /** Operations that may still matter, in order of invocation. */
  private live: LiveOperation[] = [];
  private readonly givenUp = new Set<LiveOperation>();
  private readonly thread: Thread;
  private batch = FIRST_BATCH;

  constructor(
    private readonly model: Model<unknown, Input, unknown>,
    private readonly budget: Budget,
  ) {
    this.automaton = this.newAutomaton();
    this.base = [{ state: model.initial, used: new Set(), alibis: new Set() }];
    this.thread = new Thread(this.automaton, model.initial);
  }

  invoke(operation: LiveOperation): void {
    if (this.live.length >= this.batch) this.advance(operation.invoke);
    this.live.push(operation);
    this.thread.invoke(operation);
  }

  /**
   * Takes what became known of an operation, at `position`. Returns whether the history may still be linearizable.
   * Throws `BudgetSpent`.
   */
  complete(operation: LiveOperation, type: Operation['type'], output: unknown, position: number): boolean {
    operation.open = false;
    if (this.givenUp.delete(operation)) {
      if (type !== 'info') this.tooLong ??= operation;
      return true;
    }
    if (type === 'info') {
      this.thread.crash(operation);
      return true;
    }
    operation.cls = -1;
    operation.type = type;
    operation.complete = position;
    if (output !== undefined) operation.output = output;
    if (type === 'fail' && !this.model.observesFail?.(operation.input as Input)) {
      this.live.splice(this.live.indexOf(operation), 1);
      return this.thread.withdraw(operation) || this.search();
    }
    return this.thread.complete(operation) || this.search();
  }

  /** Looks for another past that explains all that is known, to follow that. */
  private search(): boolean {
    const { problem, search } = this.begin(Infinity);
    if (search.run(Infinity) !== 'valid') return false;
    const path = search.path();
    this.thread.follow(problem, path, this.base[path.start]!);
    return true;
  }

  /** Moves the base to just before the invocation of the first operation whose outcome is not known yet. */
  private advance(position: number): void {
    if (this.live.length > GIVEN_UP_AFTER) this.giveUpFirst();
    const { live } = this;
    const first = live.findIndex((operation) => operation.open && !this.givenUp.has(operation));
    const end = first < 0 ? live.length : first;
    const cut = live[end]?.invoke ?? position;
    const { problem, search } = this.begin(cut);
    if (search.run(Infinity) !== 'valid') throw new Error('the online check lost the past it was following');
    const over: number[] = [];
    for (let index = 0; index < end; index++) {
      const operation = live[index]!;
      if (operation.type === 'info' ? !this.saysNothing(operation) : operation.complete >= cut)
        over.push(index);
    }
    const base: Carried[] = [];
    search.forEachSurvivor((rows, at) => base.push(carry(problem, rows, at, over)));
    const matters = (operation: LiveOperation): boolean =>
      operation.type !== 'info' || base.some(({ used }) => !used.has(operation));
    this.base = base;
    this.baseAt = cut;
    this.live = [...over.map((index) => live[index]!).filter(matters), ...live.slice(end)];
    this.batch = Math.max(FIRST_BATCH, BATCH_GROWTH * this.live.length);
    if (this.automaton.states.length > MANY_STATES) this.renew();
    this.thread.settle(this.automaton, new Set(this.live));
  }

  private saysNothing(operation: LiveOperation): boolean {
    return this.automaton.kinds[classOf(operation, this.automaton)] === READS;
  }

  private giveUpFirst(): void {
    const first = this.live.find((operation) => operation.open && !this.givenUp.has(operation));
    if (!first) return;
    this.givenUp.add(first);
    this.thread.crash(first);
  }

  /** A search from the base through the events before the position `cut`. */
  private begin(cut: number): { problem: Problem; search: BreadthFirst } {
    const { automaton, base } = this;
    const operations = cut === Infinity ? this.live : this.live.filter(({ invoke }) => invoke < cut);
    const classes = Int32Array.from(operations, (operation) => classOf(operation, automaton));
    const meter = new BudgetMeter(this.budget);
    const whole = problemOf(operations, classes, automaton, meter);
    const end = whole.events.findIndex((event) => event < 0 && operations[~event]!.complete >= cut);
    const events = end < 0 ? whole.events : whole.events.subarray(0, end);
    const firstNew = events.findIndex((event) => event < 0 || operations[event]!.invoke >= this.baseAt);
    const problem = { ...whole, events, takenUp: firstNew < 0 ? events.length : firstNew };
    const search = new BreadthFirst(problem, meter, (row, add) => {
      for (const configuration of base) {
        takeUp(configuration, problem, row);
        add();
      }
    });
    return { problem, search };
  }

  private renew(): void {
    this.automaton = this.newAutomaton();
    for (const operation of this.live) operation.cls = -1;
  }

  /** Its steps are not metered: they are remembered across searches, each of which has a budget of its own. */
  private newAutomaton(): Automaton {
    return new Automaton(this.model, new BudgetMeter());
  }
}
