/** Where failures are kept: one capsule a file under `.seedstorm/failures/`. */
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { capsuleName } from '../sim/run/capsule/name.js';
import { capsuleOf, parseCapsule } from '../sim/run/capsule/capsule.js';
import type { ShrunkPart } from '../sim/run/capsule/shrunk-part.js';
import type { ToldRun } from '../sim/run/capsule/told-run.js';
import { InputError } from '../sim/input/error.js';
import { UsageError } from './errors.js';
import { writeWhole, type Disk } from './output-file.js';
import { sweepFolder } from './part-file.js';
import { fileOf } from './catalogue.js';
import { packageVersion } from './version.js';

export const FAILURES_FOLDER = join('.seedstorm', 'failures');
/** Beside the capsules, not among them: whatever ends the process, there is nothing half-written in their folder. */
const PART_FOLDER = join('.seedstorm', 'part');

/** The path of the one file for a scenario, bug, seed and whatever else was given; relative to the working folder. */
export function capsulePath(run: ToldRun, given: Readonly<Record<string, unknown>>): string {
  return join(FAILURES_FOLDER, capsuleName(run, given));
}

/**
 * Keeps a failed run, and what it was shrunk to if it was. A file that holds the very run already, shrunk or not, stays
 * unless there is something to add.
 * @throws UsageError in one sentence when it cannot be written
 */
export function keepFailure(path: string, run: ToldRun, shrunk?: ShrunkPart, disk?: Disk): void {
  const file = fileOf(run.scenario);
  const capsule = { ...capsuleOf(run, packageVersion, shrunk), ...(file === undefined ? {} : { file }) };
  if (shrunk === undefined && holds(path, capsule)) return;
  writeCapsule(path, capsule, disk);
}

/**
 * Notes in a capsule that its run did not repeat.
 * @throws UsageError in one sentence when it cannot be written
 */
export function keepUnrepeated(path: string): void {
  try {
    const { shrunk: _, ...capsule } = parseCapsule(readFileSync(path, 'utf8'));
    writeCapsule(path, { ...capsule, repeats: false });
  } catch (error) {
    // A person's own file among the regressions may be anything by now.
    if (!(error instanceof InputError)) throw error;
  }
}

/** @throws UsageError in one sentence when it cannot be written */
export function writeCapsule(path: string, capsule: object, disk?: Disk): void {
  writeWhole(path, JSON.stringify(capsule, undefined, 1), {
    partFolder: PART_FOLDER,
    ...(disk === undefined ? {} : { disk }),
  });
}

/**
 * Refuses a place where no failure could be kept, before hours of work are lost there.
 * @throws UsageError in one sentence
 */
export function refuseUnwritable(): void {
  let path = FAILURES_FOLDER;
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
  if (!statSync(path).isDirectory())
    throw new UsageError(`failures cannot be kept in ${FAILURES_FOLDER}: ${path} is a file`);
  try {
    accessSync(path, constants.W_OK);
  } catch {
    throw new UsageError(`failures cannot be kept in ${FAILURES_FOLDER}: ${path} may not be written`);
  }
}

/** Removes what processes left behind that were killed while they wrote. */
export function sweepParts(): void {
  sweepFolder(PART_FOLDER);
}

function holds(
  path: string,
  { version, fingerprint, check, anomaly }: ReturnType<typeof capsuleOf>,
): boolean {
  try {
    const there = parseCapsule(readFileSync(path, 'utf8'));
    return (
      there.version === version &&
      there.fingerprint === fingerprint &&
      there.check === check &&
      there.anomaly === anomaly
    );
  } catch {
    return false;
  }
}
