/** Where failures are kept: one capsule a file under `.seedstorm/failures/`. */
import { join } from 'node:path';
import { capsuleOf } from '../sim/explore/capsule.js';
import { digest } from '../sim/kernel/digest.js';
import type { Run } from '../sim/run.js';
import { writeWhole } from './output-file.js';
import { packageVersion } from './version.js';

const FAILURES_FOLDER = join('.seedstorm', 'failures');

/**
 * Keeps a failed run. One scenario, bug, seed and set of given parameters has one file.
 * @returns the path of the file, relative to the working folder
 * @throws UsageError in one sentence when it cannot be written
 */
export function keepFailure(run: Run, givenParams: Readonly<Record<string, unknown>>): string {
  const parts = [
    run.scenario.split('/').at(-1) ?? run.scenario,
    ...(run.bug === undefined ? [] : [run.bug]),
    ...(Object.keys(givenParams).length === 0 ? [] : [(digest(givenParams) >>> 0).toString(36)]),
    fileSafe(String(run.seed)),
  ];
  const path = join(FAILURES_FOLDER, `${parts.join('-')}.json`);
  writeWhole(path, JSON.stringify(capsuleOf(run, packageVersion), undefined, 1));
  return path;
}

/** Seeds may be any text; two that look alike as file names are told apart by their digest. */
function fileSafe(seed: string): string {
  const safe = seed.replace(/[^\w.-]+/g, '_').slice(0, 60);
  return safe === seed ? seed : `${safe}-${(digest(seed) >>> 0).toString(36)}`;
}
