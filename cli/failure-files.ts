/** Where failures are kept: one capsule a file under `.seedstorm/failures/`. */
import { join } from 'node:path';
import { capsuleName } from '../sim/explore/capsule-name.js';
import { capsuleOf } from '../sim/explore/capsule.js';
import type { Shrunk } from '../sim/explore/shrink/shrink.js';
import type { Run } from '../sim/run.js';
import { writeWhole } from './output-file.js';
import { fileOf } from './catalogue.js';
import { packageVersion } from './version.js';

const FAILURES_FOLDER = join('.seedstorm', 'failures');

/**
 * Keeps a failed run, and the shrunk one beside it if there is one. One scenario, bug, seed and set of given
 * parameters has one file.
 * @returns the path of the file, relative to the working folder
 * @throws UsageError in one sentence when it cannot be written
 */
export function keepFailure(
  run: Run,
  givenParams: Readonly<Record<string, unknown>>,
  shrunk?: Shrunk,
): string {
  const path = join(FAILURES_FOLDER, capsuleName(run, givenParams));
  const file = fileOf(run.scenario);
  const capsule = { ...capsuleOf(run, packageVersion, shrunk), ...(file === undefined ? {} : { file }) };
  writeWhole(path, JSON.stringify(capsule, undefined, 1));
  return path;
}
