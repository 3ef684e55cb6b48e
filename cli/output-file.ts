/** Files that commands write: whole or not at all. */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from './errors.js';

/** A file under way. It appears under its name only once it is complete. */
export interface OutputFile {
  line(text: string): void;
  commit(): void;
  /** Leaves nothing behind. */
  abandon(): void;
}

const BUFFER_LENGTH = 1 << 16;

/**
 * Opens a file for writing, and the folder it lies in if need be, so that what cannot be written is known before
 * the work begins.
 * @throws UsageError in one sentence
 */
export function outputFile(path: string): OutputFile {
  // A device or a pipe cannot be replaced by a finished file: what is written there is gone at once.
  const special = attempt(
    path,
    () => existsSync(path) && !statSync(path).isFile() && !statSync(path).isDirectory(),
  );
  const part = special ? path : `${path}.part`;
  const file = attempt(path, () => {
    if (existsSync(path) && statSync(path).isDirectory())
      throw Object.assign(new Error(), { code: 'EISDIR' });
    makeFolder(dirname(path));
    return openSync(part, 'w');
  });
  let buffer = '';
  const flush = (): void => {
    if (buffer !== '') attempt(path, () => writeSync(file, buffer));
    buffer = '';
  };
  return {
    line(text) {
      buffer += `${text}\n`;
      if (buffer.length > BUFFER_LENGTH) flush();
    },
    commit() {
      flush();
      attempt(path, () => {
        closeSync(file);
        if (!special) renameSync(part, path);
      });
    },
    abandon() {
      closeSync(file);
      if (!special) rmSync(part, { force: true });
    },
  };
}

/** Writes a whole file. @throws UsageError in one sentence */
export function writeWhole(path: string, text: string): void {
  const file = outputFile(path);
  file.line(text);
  file.commit();
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = {
      EACCES: 'it may not be written',
      EISDIR: 'it is a folder',
      ENOSPC: 'the disk is full',
      ENOTDIR: 'a part of its path is a file',
      EROFS: 'the disk is read-only',
      EEXIST: 'a part of its path is a file',
    };
    throw new UsageError(`cannot write ${path}: ${reasons[code ?? ''] ?? message}`);
  }
}

// Step by step: Node's own recursive mkdir never returns where the system says ENOENT for good, as under /proc.
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  mkdirSync(path);
}
