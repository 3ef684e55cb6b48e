/** How much a search may do: runs and what they cost, counted alike on every machine. */
import type { Plan } from '../../faults/plan.js';
import type { Prepared } from '../../prepare.js';
import type { Run } from '../../run.js';

/** How far a search has got. */
export interface ShrinkProgress {
  /** What is being tried now, in a few words. */
  readonly pass: string;
  readonly runs: number;
  readonly faults: number;
  readonly operations: number;
}

export interface SearchLimits {
  /** Runs at most. */
  readonly runs: number;
  /** What all these runs may cost together: long runs are few. An event of a state machine costs 1. */
  readonly cost: number;
  /** Asked before each run; the search ends with what it has on `false`. */
  readonly goesOn?: () => boolean;
  readonly onProgress?: (progress: ShrinkProgress) => void;
}

/** An event of an async program is drained to the last promise. */
const ASYNC_EVENT = 4;
/** Building a world and judging it, in events of a state machine. */
const RUN = 500;

/** Counts the runs of one or more searches. */
export class Effort {
  runs = 0;
  cost = 0;
  private smallest: { readonly faults: number; readonly operations: number } | undefined;

  constructor(private readonly limits: SearchLimits) {}

  /** No run is left, or the caller has had enough. */
  get spent(): boolean {
    const { runs, cost, goesOn } = this.limits;
    return this.runs >= runs || this.cost >= cost || goesOn?.() === false;
  }

  /** Which part of what the runs may cost is used up. */
  get used(): number {
    return Math.max(this.cost / this.limits.cost, this.runs / this.limits.runs);
  }

  /** Counts a run. */
  made(run: Run, prepared: Prepared): void {
    this.cost += costOf(run, prepared);
  }

  /** Which part of what may be spent such a run is. */
  shareOf(run: Run, prepared: Prepared): number {
    return Math.max(costOf(run, prepared) / this.limits.cost, 1 / this.limits.runs);
  }

  /** Tells how small the smallest is: another search may have begun from the whole again. */
  report(pass: string, { faults, operations }: Plan): void {
    const size = { faults: faults.length, operations: operations.length };
    const { smallest } = this;
    if (smallest === undefined || size.faults + size.operations < smallest.faults + smallest.operations)
      this.smallest = size;
    this.limits.onProgress?.({ pass, runs: this.runs, ...(this.smallest ?? size) });
  }
}

function costOf({ events }: Run, { setup }: Prepared): number {
  const isAsync = setup.nodes.some(({ program }) => program.style === 'async');
  return RUN + events * (isAsync ? ASYNC_EVENT : 1);
}
