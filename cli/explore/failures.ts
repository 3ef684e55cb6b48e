/** The failures of a campaign: one capsule for each signature, as others of its kind tell nothing new. */
import { failedCheck } from '../../sim/run/capsule/failed-check.js';
import type { ShrunkRun } from '../../explore/workers/task.js';
import { toldSignature, type ToldRun } from '../../sim/run/capsule/told-run.js';
import { UsageError } from '../errors.js';
import { without } from './corpus.js';
import { capsulePath, keepFailure } from '../failure-files.js';
import { quoted, runCommand, type Given } from '../replay-command.js';

/** A failure of a campaign. Of each kind one is kept whole: a campaign of hours may find a million. */
export type Failure = WholeFailure | OtherFailure;

interface AnyFailure {
  /** Path of the file that shows it, or another one of its kind. */
  readonly capsule: string;
  /** The command that brings it back. */
  readonly replay: string;
  /** Number of the run among the new seeds of its scenario, from 1; absent for one that was kept before. */
  readonly number?: number;
}

/** The first of its kind: the capsule is its own. */
export interface WholeFailure extends AnyFailure {
  readonly first: true;
  /** As it was found. */
  readonly run: ToldRun;
  readonly shrunk?: Pick<ShrunkRun, 'run' | 'part' | 'story'>;
  /** The very run was seen twice already, when it was kept and now. */
  readonly repeats?: true;
}

interface OtherFailure extends AnyFailure {
  readonly first: false;
  readonly run: FailedRun;
  readonly shrunk?: undefined;
  readonly repeats?: undefined;
}

/** What of a run says that and how it failed. */
type FailedRun = Pick<ToldRun, 'scenario' | 'bug' | 'seed' | 'verdict' | 'checks'>;

/** Failures that tell nothing new, by the capsule that stands for them: nobody reads so many, and memory has an end. */
export type Unlisted = Map<string, number>;

/** So many others of a kind are listed, each with its seed and command. */
const MAX_LISTED = 5_000;

export class FailureLog {
  /** Capsules by signature, and how many failures each stands for. */
  private readonly kinds = new Map<string, { readonly capsule: string; others: number }>();
  readonly unlisted: Unlisted = new Map();

  /**
   * A capsule that has just been seen to fail stands for its kind.
   * @param varied names of parameters that each seed draws for itself, and that make no other failure of one
   */
  knows(run: ToldRun, path: string, varied: readonly string[]): void {
    const key = keyOf(run, varied);
    if (!this.kinds.has(key)) this.kinds.set(key, { capsule: path, others: 0 });
  }

  /**
   * @param drawn what else makes the plan another one than the seed alone would draw
   * @returns undefined where it is counted only: there are enough of its kind
   * @throws UsageError when the capsule cannot be written
   */
  keep(run: ToldRun, given: Given, varied: readonly string[], drawn: object = {}): Failure | undefined {
    const key = keyOf(run, varied);
    const known = this.kinds.get(key);
    const flags = given.flags.length === 0 ? {} : { '--': given.flags };
    const own = capsulePath(run, { ...given.params, ...flags, ...drawn });
    if (known !== undefined && known.capsule !== own) {
      const { capsule } = known;
      if (++known.others > MAX_LISTED) {
        this.unlisted.set(capsule, (this.unlisted.get(capsule) ?? 0) + 1);
        return undefined;
      }
      return { run: failedRun(run), capsule, first: false, replay: runCommand(run, given) };
    }
    this.write(own, run, given);
    this.kinds.set(key, { capsule: own, others: 0 });
    return { run, capsule: own, first: true, replay: replayCommand(own) };
  }

  private write(path: string, run: ToldRun, given: Given): void {
    try {
      keepFailure(path, run);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(`${error.message}; the failure comes back with ${runCommand(run, given)}`);
    }
  }
}

export function replayCommand(capsule: string): string {
  return `npx seedstorm replay ${quoted(capsule)}`;
}

/** No plan, no parameters, nothing of the checks that had nothing to say. */
function failedRun(run: ToldRun): FailedRun {
  const { scenario, bug, seed, verdict } = run;
  const failed = failedCheck(run);
  const checks = failed === undefined ? [] : [{ ...failed, anomalies: failed.anomalies.slice(0, 1) }];
  return { scenario, bug, seed, verdict, checks };
}

function keyOf(run: ToldRun, varied: readonly string[]): string {
  return JSON.stringify([toldSignature(run), run.bug, without(varied, run.params)]);
}

/** One sentence on a failure. */
export function sentenceOf({ run }: Failure): string {
  const failed = failedCheck(run);
  return `${failed?.name ?? run.verdict}: ${failed?.reason ?? ''}`;
}
