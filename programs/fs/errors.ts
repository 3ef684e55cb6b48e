/** Errors of file operations as Node makes them: the same code, number, text and properties. */
import { constants } from 'node:os';
import { getSystemErrorMap } from 'node:util';
import { DiskError, fromDisk } from '../../sim/node/disk.js';

/** Of which operation an error tells. */
export interface Subject {
  readonly syscall: string;
  /** As the program wrote it. */
  readonly path?: string | undefined;
  readonly dest?: string | undefined;
}

const numbers = new Map<string, readonly [number, string]>();

export function fileError(code: string, { syscall, path, dest }: Subject): NodeJS.ErrnoException {
  if (numbers.size === 0)
    for (const [number, [name, text]] of getSystemErrorMap()) numbers.set(name, [number, text]);
  const [errno, text] = numbers.get(code) ?? [0, ''];
  const where = path === undefined ? '' : ` '${path}'`;
  const error = new Error(`${code}: ${text}, ${syscall}${where}${dest === undefined ? '' : ` -> '${dest}'`}`);
  return Object.assign(error, {
    errno,
    code,
    syscall,
    ...(path === undefined ? {} : { path }),
    ...(dest === undefined ? {} : { dest }),
  });
}

/** What went wrong, by its code; who asked makes an error of it that says what was asked. */
export class Failure {
  constructor(readonly code: string) {}
}

/** Does something of which failures are told as errors of that operation. */
export function telling<T>(subject: Subject, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Failure) throw fileError(error.code, subject);
    if (!(error instanceof DiskError)) throw error;
    const told = fileError(error.code, subject);
    fromDisk.add(told);
    throw told;
  }
}

/** Errors that Node's own code makes of a file that is none or a folder that it must not be. */
export function refusedFolder(syscall: string, text: string, path: string): Error {
  const message = 'is a directory';
  const error = new Error(`${text}: ${syscall} returned EISDIR (${message}) ${path}`);
  const { EISDIR } = constants.errno;
  return Object.assign(Object.defineProperty(error, 'name', { value: 'SystemError', configurable: true }), {
    code: 'ERR_FS_EISDIR',
    info: { code: 'EISDIR', message, path, syscall, errno: EISDIR },
    ...{ errno: EISDIR, syscall, path },
  });
}
