/** The failures of a campaign: one capsule for each signature, as others of its kind tell nothing new. */
import { failedCheck } from '../../sim/explore/failed-check.js';
import type { ShrunkRun } from '../../sim/explore/workers/task.js';
import { toldSignature, type ToldRun } from '../../sim/explore/told-run.js';
import { UsageError } from '../errors.js';
import { without } from './corpus.js';
import { capsulePath, keepFailure } from '../failure-files.js';
import { quoted, runCommand, type Given } from '../replay-command.js';

/** A failure that is kept. */
export interface Failure {
  /** As it was found. */
  readonly run: ToldRun;
  /** Path of the file that shows it, or another one of its kind. */
  readonly capsule: string;
  /** Whether the capsule is its own. */
  readonly first: boolean;
  /** The command that brings it back. */
  readonly replay: string;
  /** Number of the run among the new seeds of its scenario, from 1; absent for one that was kept before. */
  readonly number?: number;
  readonly shrunk?: Pick<ShrunkRun, 'run' | 'part' | 'story'>;
  /** The very run was seen twice already, when it was kept and now. */
  readonly repeats?: true;
}

export class FailureLog {
  /** Paths of capsules by signature. */
  private readonly capsules = new Map<string, string>();

  /**
   * A capsule that has just been seen to fail stands for its kind.
   * @param varied names of parameters that each seed draws for itself, and that make no other failure of one
   */
  knows(run: ToldRun, path: string, varied: readonly string[]): void {
    const key = keyOf(run, varied);
    if (!this.capsules.has(key)) this.capsules.set(key, path);
  }

  /**
   * @param drawn what else makes the plan another one than the seed alone would draw
   * @throws UsageError when the capsule cannot be written
   */
  keep(run: ToldRun, given: Given, varied: readonly string[], drawn: object = {}): Failure {
    const key = keyOf(run, varied);
    const known = this.capsules.get(key);
    const flags = given.flags.length === 0 ? {} : { '--': given.flags };
    const own = capsulePath(run, { ...given.params, ...flags, ...drawn });
    if (known !== undefined && known !== own)
      return { run, capsule: known, first: false, replay: runCommand(run, given) };
    this.write(own, run, given);
    this.capsules.set(key, own);
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

function keyOf(run: ToldRun, varied: readonly string[]): string {
  return JSON.stringify([toldSignature(run), run.bug, without(varied, run.params)]);
}

/** One sentence on a failure. */
export function sentenceOf({ run }: Failure): string {
  const failed = failedCheck(run);
  return `${failed?.name ?? run.verdict}: ${failed?.reason ?? ''}`;
}
