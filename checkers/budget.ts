/** Counts what a checker spends and stops it, from any depth, when the caller's limit is reached. */

import type { Budget } from './history.js';

/** Which limit of a `Budget` was reached. */
export type BudgetLimit = 'steps' | 'time' | 'memory' | 'search-memory';

/**
 * What searches for an order may hold where a `Budget` does not say: their tables stand beside Node's heap, and grow for
 * as long as the time lasts.
 */
export const SEARCH_BYTES = 48 * 2 ** 20;

/** Thrown by a `BudgetMeter` when a limit is reached; the checker's entry point turns it into `unknown`. */
export class BudgetSpent extends Error {
  constructor(
    readonly limit: BudgetLimit,
    readonly detail: string,
  ) {
    super(detail);
    this.name = 'BudgetSpent';
  }
}

/** Steps of the checker's own between two looks at the clock: about a tenth of a millisecond of work. */
const STEPS_PER_LOOK = 1024;

/**
 * One meter serves one call of `check`. Every method throws `BudgetSpent` once its limit is passed.
 *
 * A synchronous step of a user's model cannot be interrupted: the clock is read after each one (`userStep`), so
 * the answer comes at most one such step late.
 */
export class BudgetMeter {
  private spent = 0;
  private bytes = 0;
  private searchBytes = 0;
  private nextLook: number;
  private readonly maxSteps: number;
  private maxBytes: number;
  private maxSearchBytes: number;
  private deadline: number;

  constructor(
    private readonly budget: Budget = {},
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.maxSteps = budget.steps ?? Infinity;
    this.maxBytes = budget.memoryBytes ?? Infinity;
    this.maxSearchBytes = budget.searchBytes ?? SEARCH_BYTES;
    this.deadline = budget.timeMs === undefined ? Infinity : clock() + budget.timeMs;
    this.nextLook = Math.min(this.maxSteps, this.deadline === Infinity ? Infinity : STEPS_PER_LOOK);
    // What is spent before the first step is spent too.
    if (this.maxSteps <= 0 || (budget.timeMs !== undefined && budget.timeMs <= 0)) this.nextLook = -1;
  }

  /** Elementary steps spent so far. */
  get steps(): number {
    return this.spent;
  }

  /** Bytes the checker says it holds now. */
  get heldBytes(): number {
    return this.bytes;
  }

  /** Counts `steps` elementary steps of the checker's own. */
  spend(steps = 1): void {
    this.spent += steps;
    if (this.spent > this.nextLook) this.look();
  }

  /** Counts one call of a user's function, and reads the clock after it. */
  userStep(): void {
    this.spent += 1;
    if (this.spent > this.nextLook || this.deadline !== Infinity) this.look();
  }

  /** Accounts for `bytes` more (or, negative, fewer) held in memory; an estimate. */
  hold(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.maxBytes) {
      throw new BudgetSpent('memory', `the memory limit of ${this.maxBytes} bytes`);
    }
  }

  /** Bytes that searches for an order say they hold now; part of `heldBytes`. */
  get heldBySearch(): number {
    return this.searchBytes;
  }

  /** Accounts for what a search for an order holds, which has a limit of its own. */
  holdForSearch(bytes: number): void {
    this.hold(bytes);
    this.searchBytes += bytes;
    if (this.searchBytes > this.maxSearchBytes) {
      const limit = Math.round(this.maxSearchBytes / 2 ** 20);
      throw new BudgetSpent(
        'search-memory',
        `the ${limit} MB of memory that the search for an order may take (searchBytes, or --memory on the command line, gives it more)`,
      );
    }
  }

  /** Lifts all limits: the verdict is known, and what is worked out later is the caller's own wish. */
  lift(): void {
    this.nextLook = Infinity;
    this.deadline = Infinity;
    this.maxBytes = Infinity;
    this.maxSearchBytes = Infinity;
  }

  private look(): void {
    if (this.spent > this.maxSteps) throw new BudgetSpent('steps', `the limit of ${this.maxSteps} steps`);
    if (this.deadline !== Infinity) {
      if (this.clock() >= this.deadline) {
        throw new BudgetSpent('time', `the limit of ${this.budget.timeMs} ms`);
      }
      this.nextLook = Math.min(this.maxSteps, this.spent + STEPS_PER_LOOK);
    } else this.nextLook = this.maxSteps;
  }
}
