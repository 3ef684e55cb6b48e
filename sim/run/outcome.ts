/** What one run gives: its verdict, what it is a function of, and what can be asked of it afterwards. */
import type { History, VerdictKind } from '../../checkers/history.js';
import type { RunCoverage } from '../coverage/recorder.js';
import type { LeftOut } from '../faults/budget.js';
import type { Plan } from '../faults/plan.js';
import type { BegunFault } from '../faults/timeline.js';
import type { Seed } from '../kernel/random.js';
import type { RunFigures } from '../record/figures.js';
import type { OutcomeCounts } from '../record/history.js';
import type { RingEvent } from '../record/ring.js';
import type { TraceRecord } from '../record/trace.js';
import type { CheckResult } from './judgements.js';

/** All about one run. */
export interface Run {
  readonly scenario: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly seed: Seed;
  readonly bug: string | undefined;
  /** Name of the profile that drew the faults; `plan` where they were given. */
  readonly profile: string;
  readonly plan: Plan;
  readonly verdict: VerdictKind;
  readonly checks: readonly CheckResult[];
  readonly history: History;
  /** Equal for equal runs, on every machine. */
  readonly fingerprint: string;
  readonly events: number;
  readonly virtualMs: number;
  /** How many operations of clients ended how. */
  readonly operations: Readonly<OutcomeCounts>;
  /** How many faults of the plan began. */
  readonly faults: number;
  /** Faults that the profile drew and the budget left out, counted by kind. */
  readonly leftOut: LeftOut;
  /** Numbers of the faults of the plan that are outside the budget. Only for runs that are not valid. */
  readonly outside: readonly number[];
  /** The faults that waited for something (`when`) and began, and when. */
  readonly triggered: readonly BegunFault[];
  /** The named sites that the run reached, and the states that it saw. */
  readonly coverage: RunCoverage;
  /** How fast it was: throughput and latency of what clients asked, and what nodes measured; made when it is asked for. */
  figures(): RunFigures;
  /** The last events, oldest first; always there. */
  lastEvents(): RingEvent[];
  /** Runs it again and hands every record of the full trace to `write`. */
  trace(write: (record: TraceRecord) => void): Promise<void>;
  /**
   * The run itself if it is valid.
   * @throws RunFailed otherwise: it keeps the failure as a capsule under `.seedstorm/failures/` and says which command
   *   replays it
   */
  expectValid(): Run;
}
