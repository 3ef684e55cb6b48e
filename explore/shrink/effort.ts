/** How much a search may do: runs and what they cost, counted alike on every machine. */
import type { Plan } from '../../sim/faults/plan.js';
import type { Run } from '../../sim/run/run.js';

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
  /** What all these runs may cost together: long runs are few. An event costs 1. */
  readonly cost: number;
  /** Asked before each run; the search ends with what it has on `false`. */
  readonly goesOn?: () => boolean;
  readonly onProgress?: (progress: ShrinkProgress) => void;
}

/** Building a world and judging it, in events. */
const RUN = 500;

/** Counts the runs of one or more searches. */
export class Effort {
  runs = 0;
  cost = 0;
  private smallest: { readonly faults: number; readonly operations: number };

  /** @param whole the plan of the run that was found */
  constructor(
    private readonly limits: SearchLimits,
    whole: Plan,
  ) {
    this.smallest = { faults: whole.faults.length, operations: whole.operations.length };
  }

  /** No run is left, or the caller has had enough. */
  get spent(): boolean {
    const { runs, cost, goesOn } = this.limits;
    return this.runs >= runs || this.cost >= cost || goesOn?.() === false;
  }

  /** Which part of what the runs may cost is used up. */
  get used(): number {
    return Math.max(this.costUsed, this.runs / this.limits.runs);
  }

  /** Which part of what the runs may cost they have cost. */
  get costUsed(): number {
    return this.cost / this.limits.cost;
  }

  /** Counts a run. */
  made(run: Run): void {
    this.cost += costOf(run);
  }

  /** Which part of what may be spent such a run is. */
  shareOf(run: Run): number {
    return Math.max(costOf(run) / this.limits.cost, 1 / this.limits.runs);
  }

  /** Tells how small the smallest is: another search may have begun from the whole again. */
  report(pass: string, { faults, operations }: Plan): void {
    const size = { faults: faults.length, operations: operations.length };
    const { smallest } = this;
    if (size.faults + size.operations < smallest.faults + smallest.operations) this.smallest = size;
    this.reportPass(pass);
  }

  /** The same where nothing smaller was found. */
  reportPass(pass: string): void {
    this.limits.onProgress?.({ pass, runs: this.runs, ...this.smallest });
  }
}

function costOf({ events }: Run): number {
  return RUN + events;
}
