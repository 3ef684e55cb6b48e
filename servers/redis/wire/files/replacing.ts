/** A file put in place of another one, whole or not at all, so that it is durable. */
import fs from 'node:fs';
import { join } from 'node:path';

/** @throws Error of Node's; what was there is there still */
export function replaceFile(folder: string, name: string, text: string): void {
  const fresh = join(folder, `temp-${name}`);
  const fd = fs.openSync(fresh, 'w');
  try {
    writeAll(fd, Buffer.from(text));
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
  fs.renameSync(fresh, join(folder, name));
  syncFolder(folder);
}

/** The same beside everything else. */
export async function replaceFileBeside(folder: string, name: string, text: string): Promise<void> {
  const fresh = join(folder, `temp-${name}`);
  const file = await fs.promises.open(fresh, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await fs.promises.rename(fresh, join(folder, name));
  syncFolder(folder);
}

/** @throws Error of Node's */
export function writeAll(fd: number, bytes: Buffer, place?: number): void {
  for (let at = 0; at < bytes.length;)
    at += fs.writeSync(fd, bytes, at, bytes.length - at, place === undefined ? null : place + at);
}

/** So that the names in it are durable. */
function syncFolder(folder: string): void {
  const fd = fs.openSync(folder, 'r');
  fs.fsyncSync(fd);
  fs.closeSync(fd);
}

const SAID: Readonly<Record<string, string>> = {
  ENOSPC: 'No space left on device',
  EIO: 'Input/output error',
};

/** In the words of the C library, as Redis tells it. */
export const saidOf = (error: unknown): string =>
  SAID[(error as NodeJS.ErrnoException).code ?? ''] ?? (error as Error).message;
