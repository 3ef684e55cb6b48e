/** Files that commands write: whole or not at all. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from './errors.js';
import { partDone, partOf } from './part-file.js';

/** A file under way. It appears under its name only once it is complete. */
export interface OutputFile {
  line(text: string): void;
  commit(): void;
  /** Leaves nothing behind. */
  abandon(): void;
}

/** What a file is written with; others than the system's are for tests of full disks. */
export interface Disk {
  write(file: number, text: string): void;
}

const systemDisk: Disk = { write: (file, text) => writeFileSync(file, text) };

const BUFFER_LENGTH = 1 << 16;

/** Files under way, for whatever ends the process before they are complete. */
const underWay = new Set<OutputFile>();

/** Leaves nothing half-written behind. */
export function abandonAll(): void {
  for (const file of underWay) file.abandon();
}

/**
 * Opens a file for writing, and the folder it lies in if need be, so that what cannot be written is known before
 * the work begins.
 * @param partFolder where it lies while it is incomplete, on the same disk; default: beside its place
 * @throws UsageError in one sentence; nothing half-written stays behind
 */
export function outputFile(
  path: string,
  { partFolder, disk = systemDisk }: { readonly partFolder?: string; readonly disk?: Disk } = {},
): OutputFile {
  // A device or a pipe cannot be replaced by a finished file: what is written there is gone at once.
  const special = attempt(
    path,
    () => existsSync(path) && !statSync(path).isFile() && !statSync(path).isDirectory(),
  );
  const part = special ? path : partOf(path, partFolder);
  const file = attempt(path, () => {
    if (existsSync(path) && statSync(path).isDirectory())
      throw Object.assign(new Error(), { code: 'EISDIR' });
    makeFolder(dirname(path));
    if (partFolder !== undefined) makeFolder(partFolder);
    return openSync(part, 'w');
  });
  let open = true;
  let buffer = '';
  const abandon = (): void => {
    underWay.delete(output);
    if (open) closeSync(file);
    open = false;
    if (!special) rmSync(part, { force: true });
    partDone(part);
  };
  const cleanly = (act: () => void): void => {
    try {
      attempt(path, act);
    } catch (error) {
      abandon();
      throw error;
    }
  };
  const flush = (): void => {
    if (buffer !== '') cleanly(() => disk.write(file, buffer));
    buffer = '';
  };
  const output: OutputFile = {
    line(text) {
      buffer += `${text}\n`;
      if (buffer.length > BUFFER_LENGTH) flush();
    },
    commit() {
      flush();
      cleanly(() => {
        // A name that appears before the contents are on the disk would be a half-written file after a power cut.
        if (!special) fsyncSync(file);
        open = false;
        closeSync(file);
        if (!special) renameSync(part, path);
      });
      underWay.delete(output);
      partDone(part);
    },
    abandon,
  };
  underWay.add(output);
  return output;
}

/** Writes a whole file. @throws UsageError in one sentence */
export function writeWhole(path: string, text: string, options?: Parameters<typeof outputFile>[1]): void {
  const file = outputFile(path, options);
  file.line(text);
  file.commit();
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${whyUnwritten(error as NodeJS.ErrnoException)}`);
  }
}

/** The system's reason in words. */
export function whyUnwritten({ code, message }: NodeJS.ErrnoException): string {
  const reasons: Record<string, string> = {
    EACCES: 'it may not be written',
    EPERM: 'it may not be written',
    EISDIR: 'it is a folder',
    ENOENT: 'there is no such place',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the quota is used up',
    EFBIG: 'it would be larger than a file may be',
    EIO: 'the disk fails',
    EMFILE: 'too many files are open',
    ENAMETOOLONG: 'its name is too long',
    ENOTDIR: 'a part of its path is a file',
    EROFS: 'the disk is read-only',
    EEXIST: 'a part of its path is a file',
  };
  return reasons[code ?? ''] ?? message;
}

// Step by step: Node's own recursive mkdir never returns where the system says ENOENT for good, as under /proc.
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  mkdirSync(path);
}
