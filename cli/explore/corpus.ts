/**
 * Failures of earlier days, run again before new seeds are: what `.seedstorm/failures/` keeps, and what was committed
 * under `regressions/`.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseCapsule, type Capsule } from '../../sim/run/capsule/capsule.js';
import { failedCheck } from '../../sim/run/capsule/failed-check.js';
import type { Calm } from '../../explore/shrink/calm.js';
import type { ShrunkPart } from '../../sim/run/capsule/shrunk-part.js';
import type { Story } from '../../explore/story.js';
import type { ToldRun } from '../../sim/run/capsule/told-run.js';
import type { Crew } from '../../explore/workers/crew.js';
import { InputError } from '../../sim/input/error.js';
import { UsageError } from '../errors.js';
import { FAILURES_FOLDER } from '../failure-files.js';
import { capsuleOptions, readText } from '../run-options.js';
import { packageVersion } from '../version.js';
import { placeOf } from './crew.js';

const REGRESSIONS_FOLDER = 'regressions';

export interface Kept {
  readonly path: string;
  readonly capsule: Capsule;
}

/** What became of a capsule. */
export type Replayed = {
  readonly path: string;
  readonly capsule: Capsule;
} & (
  | {
      readonly kind: 'fails';
      readonly run: ToldRun;
      readonly shrunk?: ShrunkPart;
      readonly story?: Story | undefined;
    }
  /** It does not fail any more, or not in the same way; `note` says so in one sentence. */
  | { readonly kind: 'gone' | 'changed'; readonly run: ToldRun; readonly note: string }
  | { readonly kind: 'unfit'; readonly note: string }
);

/** What can be said of the files in both folders without running them. */
export interface Corpus {
  readonly kept: readonly Kept[];
  /** One sentence for every file that is no capsule. */
  readonly notes: readonly string[];
}

export function readCorpus(): Corpus {
  const kept: Kept[] = [];
  const notes: string[] = [];
  for (const folder of [REGRESSIONS_FOLDER, FAILURES_FOLDER]) {
    for (const path of capsuleFiles(folder)) {
      try {
        kept.push({ path, capsule: parseCapsule(readText(path, 'capsule')) });
      } catch (error) {
        if (!(error instanceof InputError || error instanceof UsageError)) throw error;
        notes.push(`${path} is left out: ${error.message}`);
      }
    }
  }
  return { kept, notes };
}

function capsuleFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { withFileTypes: true });
  return names
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map(({ name }) => join(folder, name))
    .sort();
}

/**
 * The capsules of a scenario and planted bug, and, unless they are regressions, of its parameters.
 * @param varied names of parameters that may be anything
 */
export function capsulesFor(
  { kept }: Corpus,
  scenario: string,
  bug: string | undefined,
  params: Params,
  varied: readonly string[],
): Kept[] {
  const fixed = without(varied, params);
  return kept.filter(
    ({ path, capsule }) =>
      capsule.scenario === scenario &&
      capsule.bug === bug &&
      (isRegression(path) || isDeepStrictEqual(without(varied, capsule.params), fixed)),
  );
}

type Params = Readonly<Record<string, unknown>>;

/** Parameters but for those that every seed draws for itself. */
export function without(varied: readonly string[], params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !varied.includes(name)));
}

/** Whether it was put there by a person, who meant something by it. */
export function isRegression(path: string): boolean {
  return path.startsWith(REGRESSIONS_FOLDER);
}

/** Runs a capsule: what it was shrunk to, and where that no longer fails, what was found. */
export async function replayCapsule(crew: Crew, { path, capsule }: Kept): Promise<Replayed> {
  const { shrunk } = capsule;
  let run: ToldRun;
  try {
    if (shrunk !== undefined) {
      const { run: small, story } = await ran(crew, { ...capsule, ...shrunk }, shrunk);
      if (failsAs(small, capsule)) return { kind: 'fails', path, capsule, run: small, shrunk, story };
    }
    ({ run } = await ran(crew, capsule));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { kind: 'unfit', path, capsule, note: `${path} is left out: ${error.message}.${madeBy(capsule)}` };
  }
  if (failsAs(run, capsule)) return { kind: 'fails', path, capsule, run };
  const failed = failedCheck(run);
  const now =
    run.verdict === 'invalid' ? `${failed?.name} fails: ${failed?.reason}` : `the run is ${run.verdict}`;
  const note = `${path} no longer reproduces: ${capsule.check} was ${capsule.verdict} (${capsule.reason}), now ${now}.${madeBy(capsule)}`;
  return { kind: run.verdict === 'invalid' ? 'changed' : 'gone', path, capsule, run, note };
}

/** What was shrunk comes with its story. */
async function ran(
  crew: Crew,
  capsule: Capsule,
  calm?: Calm,
): Promise<{ readonly run: ToldRun; readonly story?: Story | undefined }> {
  const told = await crew.runOne(
    placeOf(capsule.scenario),
    capsuleOptions(capsule),
    calm,
    calm !== undefined,
  );
  return { run: told.run, story: told.kind === 'told' ? told.story : undefined };
}

function failsAs(run: ToldRun, { check, anomaly }: Capsule): boolean {
  const failed = failedCheck(run);
  return run.verdict === 'invalid' && failed?.name === check && (failed.anomalies[0]?.kind ?? '') === anomaly;
}

/** Named where it is another version than this. */
export function madeBy({ version }: Capsule): string {
  return version === packageVersion ? '' : ` It was made by Seedstorm ${version}; this is ${packageVersion}.`;
}
