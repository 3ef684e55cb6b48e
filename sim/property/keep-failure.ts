/** Keeps a failure as a capsule under `.seedstorm/failures/`, where `seedstorm replay` takes it up. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { capsuleName } from '../explore/capsule-name.js';
import { capsuleOf } from '../explore/capsule.js';
import type { Shrunk } from '../explore/shrink/shrink.js';
import { shrunkPartOf } from '../explore/shrunk-part.js';
import type { Run } from '../run.js';

const FOLDER = join('.seedstorm', 'failures');
export const { version } = createRequire(import.meta.url)('seedstorm/package.json') as { version: string };

/** Where the capsule is, or why there is none: a failure is worth telling even where nothing can be written. */
export type Kept = { readonly path: string } | { readonly why: string };

export function keepFailure(
  run: Run,
  given: Readonly<Record<string, unknown>>,
  shrunk: Shrunk | undefined,
): Kept {
  const path = join(FOLDER, capsuleName(run, given));
  try {
    mkdirSync(FOLDER, { recursive: true });
    // Whole or not at all, whatever happens meanwhile.
    const capsule = capsuleOf(run, version, shrunk && shrunkPartOf(shrunk));
    writeFileSync(`${path}.part`, `${JSON.stringify(capsule, undefined, 1)}\n`);
    renameSync(`${path}.part`, path);
    return { path };
  } catch (error) {
    return { why: (error as Error).message };
  }
}
