/** The file that a program begins with, found and read before any world: what is wrong with it, no seed mends. */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJiti, type Jiti } from 'jiti';
import { closest } from '../sim/input/did-you-mean.js';
import { FileError } from '../sim/input/error.js';
import { readOrigin } from '../sim/node/ambient/place.js';
import { compile } from './loader/compile.js';

export interface Entry {
  /** Absolute. */
  readonly path: string;
  /** As the scenario says it. */
  readonly named: string;
  /** What reads TypeScript and ES modules. */
  readonly jiti: Jiti;
}

let jiti: Jiti | undefined;

/**
 * @param field of the options in which it stands
 * @param calledBy the function of ours that the scenario calls: the file is relative to its caller
 * @throws FileError in one sentence where it is no file, or none that can be run
 */
export function entryOf(file: string | URL, field: string, calledBy: (...given: never[]) => unknown): Entry {
  const named = typeof file === 'string' ? file : fileURLToPath(file);
  const asked = sourceOf(resolve(callersFolder(calledBy), named));
  jiti ??= createJiti(import.meta.url, { fsCache: false, interopDefault: false });
  const found = statSync(asked, { throwIfNoEntry: false });
  if (found?.isFile() !== true)
    throw new FileError(field, `expected the file that the process begins with; ${instead(asked, found)}`);
  // As Node does with its main file: packages and kinds of modules are looked for where the file really lies.
  const path = realpathSync(asked);
  try {
    compile(path, jiti);
  } catch (error) {
    throw new FileError(field, (error as Error).message);
  }
  return { path, named, jiti };
}

/** As TypeScript's imports have it: a `server.js` that is not there is what its `server.ts` will become. */
function sourceOf(path: string): string {
  const source = path.replace(/\.([cm]?)js$/, '.$1ts');
  return !existsSync(path) && existsSync(source) ? source : path;
}

const OURS = fileURLToPath(new URL('./', import.meta.url));

function callersFolder(calledBy: (...given: never[]) => unknown): string {
  const at: { stack?: string } = {};
  Error.captureStackTrace(at, calledBy);
  const { place } = readOrigin(`\n${at.stack ?? ''}`, OURS);
  const file = place?.replace(/(:\d+){1,2}$/, '');
  if (file === undefined) return process.cwd();
  return dirname(resolve(file.startsWith('file:') ? fileURLToPath(file) : file));
}

function instead(path: string, found: { isDirectory(): boolean } | undefined): string {
  const isFolder = found?.isDirectory() === true;
  const what = isFolder ? `${path} is a folder` : `there is no file ${path}`;
  const near = isFolder ? mainOf(path) : nearTo(path);
  return near === undefined ? what : `${what}; did you mean ${near}?`;
}

const PROGRAM = /\.[cm]?[jt]sx?$/;

/** The same name with another ending, or one that differs by a slip of the fingers. */
function nearTo(path: string): string | undefined {
  const names = programsIn(dirname(path));
  const name = basename(path);
  const stem = basename(path, extname(path));
  return names.find((other) => basename(other, extname(other)) === stem) ?? closest(name, names);
}

function mainOf(folder: string): string | undefined {
  const main = programsIn(folder).find((name) => /^(index|main|server)\./.test(name));
  return main && join(basename(folder), main);
}

function programsIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => PROGRAM.test(name) && !/\.d\.[cm]?ts$/.test(name));
  } catch {
    return [];
  }
}
