/** What is asked of a worker and what it answers: plain data, because it goes from thread to thread. */
import type { CampaignCoverage } from '../campaign-coverage.js';
import type { RunCoverage } from '../../sim/coverage/recorder.js';
import type { RunOptions } from '../../sim/run/options.js';
import type { RunRecord } from '../../sim/record/run-record.js';
import type { Run } from '../../sim/run/run.js';
import type { ScenarioPlace } from '../../sim/scenario/place.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import type { NumberedSeed } from '../seeds.js';
import type { Calm } from '../shrink/calm.js';
import type { Failure as ToShrink } from '../shrink/shrink.js';
import type { ShrinkProgress } from '../shrink/effort.js';
import type { ShrunkPart } from '../../sim/run/capsule/shrunk-part.js';
import type { Story } from '../story.js';
import type { Tally } from '../tally.js';
import type { ToldRun } from '../../sim/run/capsule/told-run.js';

export type { ScenarioPlace };

export type Task = { readonly scenario: ScenarioPlace } & (
  | {
      /** Run these seeds in their order; end after the first failure unless told to go on. */
      readonly kind: 'seeds';
      readonly options: Omit<RunOptions, 'seed'>;
      readonly seeds: readonly NumberedSeed[];
      readonly keepGoing: boolean;
    }
  /** One run, told whatever its verdict. */
  | {
      readonly kind: 'run';
      readonly options: RunOptions;
      /** What its plan needs, if it was shrunk. */
      readonly calm: Calm;
      /** With its story, if it fails. */
      readonly withStory?: boolean;
    }
  /**
   * One run, recorded, then as often again in the same thread. `against`: words of another record, where these are
   * to be told in full only where they differ from it.
   */
  | {
      readonly kind: 'record';
      readonly options: RunOptions;
      readonly calm: Calm;
      readonly times: number;
      readonly against?: Int32Array;
    }
  /** What would be run, without running it. */
  | { readonly kind: 'draw'; readonly options: RunOptions }
  | {
      readonly kind: 'shrink';
      readonly failure: ToShrink;
      readonly untilMs: number;
      /** Runs at most, if not the usual number. */
      readonly runs?: number;
    }
);

/** Some runs next to each other in the order of seeds; only the last of them may have failed. */
export interface Batch {
  readonly tally: Tally;
  readonly coverage: CampaignCoverage;
  readonly failure?: ToldRun;
}

export type Answer =
  | ({ readonly kind: 'batch' } & Batch)
  | {
      readonly kind: 'told';
      readonly run: ToldRun;
      readonly coverage: RunCoverage;
      readonly story?: Story;
    }
  | { readonly kind: 'recorded'; readonly runs: readonly ToldRecord[] }
  | { readonly kind: 'drawn'; readonly drawn: Drawn }
  | { readonly kind: 'progress'; readonly progress: ShrinkProgress }
  | { readonly kind: 'shrunk'; readonly shrunk: ShrunkRun };

/** A run that was recorded in another thread. */
export interface ToldRecord {
  readonly run: ToldRun;
  readonly record: RunRecord;
}

/** A run that was prepared but not run. */
export type Drawn = Pick<ToldRun, 'params' | 'bug' | 'profile' | 'plan' | 'undrawn'>;

export interface ShrunkRun {
  readonly run: ToldRun;
  readonly part: ShrunkPart;
  /** How many runs it took. */
  readonly runs: number;
  /** Absent where nobody tells it. */
  readonly story?: Story;
}

/** Tells the story of a run that failed; undefined where there is none to tell. */
export type Storyteller = (scenario: Scenario, run: Run) => Promise<Story | undefined>;

/** What a task has to do with the thread it runs in. */
export interface Pulse {
  /** Says that run number `index` of the task begins now. */
  beat(index: number): void;
  /** Whether the rest of the task is no longer wanted. */
  stopped(): boolean;
  answer(answer: Answer): void;
}
