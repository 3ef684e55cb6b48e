/** The file that a process begins with, found and read before any world: what is wrong with it, no seed mends. */
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { Jiti } from 'jiti';
import { FileError } from '../sim/input/error.js';
import { closest } from '../sim/input/did-you-mean.js';
import { compile } from './loader/compile.js';

/** @throws FileError in one sentence where it is no file, or none that can be run */
export function assertEntry(path: string, jiti: Jiti): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true)
    throw new FileError('entry', `expected the file that the process begins with; ${instead(path, found)}`);
  try {
    compile(path, jiti);
  } catch (error) {
    throw new FileError('entry', (error as Error).message);
  }
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
