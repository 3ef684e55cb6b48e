/** What of a world is counted on its way and must be kept by a snapshot. */
import type { Micros } from '../kernel/time.js';
import type { TimingState } from '../schedule/timing.js';

export interface WorldCounters {
  readonly now: Micros;
  readonly events: number;
  readonly done: boolean;
  readonly closing: boolean;
  readonly orders: number;
  readonly ids: number;
  readonly eventsNow: number;
  readonly memberNames: readonly string[];
  readonly doubled: ReadonlySet<number>;
  /** How far the schedule of the plan is, if it has one. */
  readonly timing: TimingState | undefined;
}
