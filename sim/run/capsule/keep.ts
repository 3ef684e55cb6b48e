/**
 * Keeps a failure as a capsule under `.seedstorm/failures/`, where `seedstorm replay` takes it up. What is there
 * already stays where it says more: whoever shrank a failure to three operations does not find thirty in their place.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { quotedForShell } from '../../input/shell.js';
import { capsuleName } from './name.js';
import { capsuleOf, parseCapsule, type Capsule, type Refused } from './capsule.js';
import type { ShrunkPart } from './shrunk-part.js';
import type { ToldRun } from './told-run.js';

const HOME = '.seedstorm';
const FOLDER = join(HOME, 'failures');
/** Apart, as no claim of the scenario fails in them: who runs old failures again has nothing to find there. */
const REFUSED_FOLDER = join(HOME, 'refused');
/** Beside the capsules, not among them: whatever ends the process, nothing half-written lies in their folder. */
const PART_FOLDER = join(HOME, 'part');
export const { version } = createRequire(import.meta.url)('seedstorm/package.json') as { version: string };

/** Where the capsule is, or why there is none: a failure is worth telling even where nothing can be written. */
export type Kept = { readonly path: string } | { readonly why: string };

type Given = Readonly<Record<string, unknown>>;

/** Capsules that this process wrote: their failures are known to show with the code as it is. */
const ours = new Set<string>();

/** @param given what else was said of the run: see given.ts */
export function keepFailure(run: ToldRun, given: Given, shrunk?: ShrunkPart): Kept {
  const path = join(FOLDER, capsuleName(run, given));
  const capsule = capsuleOf(run, version, shrunk);
  try {
    const there = keptCapsule(run, given);
    if (there !== undefined && saysMore(there, capsule, ours.has(path))) return { path };
    writeWhole(FOLDER, path, capsule);
    ours.add(path);
    return { path };
  } catch (error) {
    return { why: (error as Error).message };
  }
}

/** Keeps a valid run that a test refused, in a folder of its own: `.seedstorm/refused/`. */
export function keepRefused(run: ToldRun, given: Given, refused: Refused): Kept {
  const path = join(REFUSED_FOLDER, capsuleName(run, given));
  try {
    writeWhole(REFUSED_FOLDER, path, { ...capsuleOf(run, version), refused });
    return { path };
  } catch (error) {
    return { why: (error as Error).message };
  }
}

/** The capsule that lies where this failure would be kept, if there is one that can be read. */
export function keptCapsule(run: ToldRun, given: Given): Capsule | undefined {
  try {
    return parseCapsule(readFileSync(join(FOLDER, capsuleName(run, given)), 'utf8'));
  } catch {
    return undefined;
  }
}

/** The command that brings a kept failure back. */
export function replayCommand(capsule: string): string {
  return `npx seedstorm replay ${quotedForShell(capsule)}`;
}

/**
 * Of one run the smaller story stays. Of two runs of one seed, as fast-check makes them when it cuts a plan down, the
 * smaller stays if it is of this process; an older one may be of other code.
 */
function saysMore(there: Capsule, next: Capsule, isOurs: boolean): boolean {
  const { scenario, bug, check, anomaly } = next;
  if (there.scenario !== scenario || there.bug !== bug || there.check !== check || there.anomaly !== anomaly)
    return false;
  const isSameRun = there.version === next.version && there.fingerprint === next.fingerprint;
  if (!isSameRun && !isOurs) return false;
  // Of the same size, the shrunk one also tells which messages decided.
  const isTold = there.shrunk !== undefined || next.shrunk === undefined;
  return sizeOf(there) < sizeOf(next) || (sizeOf(there) === sizeOf(next) && isTold);
}

/** What a reader of its story has to read. */
export function sizeOf({ plan, shrunk }: Pick<Capsule, 'plan' | 'shrunk'>): number {
  const { faults, operations } = (shrunk ?? { plan }).plan;
  return faults.length + operations.length;
}

/** Whole or not at all; threads and processes that write the same at the same time have a part each. */
function writeWhole(folder: string, path: string, capsule: Capsule): void {
  for (const needed of [HOME, folder, PART_FOLDER]) makeFolder(needed);
  const part = join(PART_FOLDER, `${basename(path)}.${threadId}.${process.pid}`);
  writeFileSync(part, `${JSON.stringify(capsule, undefined, 1)}\n`);
  renameSync(part, path);
}

/** One level at a time: `mkdir` with `recursive` never returns where the file system has no place, as below `/proc`. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
