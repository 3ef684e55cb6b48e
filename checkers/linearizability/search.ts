/** What the searches have in common, so that they can be run in turns. */

export type SearchStatus = 'running' | 'valid' | 'invalid';

/** A search that can be interrupted. */
export interface Search {
  /** Goes on for about `maxSteps` steps. Throws `BudgetSpent` when the caller's budget is gone. */
  run(maxSteps: number): SearchStatus;
}
