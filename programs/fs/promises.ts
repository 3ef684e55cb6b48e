/** `fs/promises`: file operations as promises, and files that are open without a number. */
import fs from 'node:fs';
import { dataOf, optionsOf } from './arguments.js';
import type { Operation, Wait } from './callbacks.js';
import { FileHandle, type HandleFiles } from './file-handle.js';
import { inTime, type Steps } from './steps.js';

/** Waits until all steps are done; refusals are rejections. */
export async function promised<T>(begin: () => Steps<T>, wait: Wait): Promise<T> {
  const steps = begin();
  return inTime(steps, steps.next(), wait);
}

export function promisesOf(
  operations: Readonly<Record<string, Operation>>,
  handles: HandleFiles,
  wait: Wait,
): Record<string, unknown> {
  const own: Record<string, unknown> = { constants: fs.constants };
  for (const [name, operation] of Object.entries(operations))
    if (name in fs.promises) own[name] = (...given: unknown[]) => promised(() => operation(...given), wait);
  const { readFile, writeFile, appendFile } = handles.operations;
  const open = async (...given: unknown[]): Promise<FileHandle> =>
    new FileHandle(await promised(() => handles.operations.open(...(given as [unknown])), wait), handles);

  /** Writes what comes piece by piece: each piece when it comes. */
  const writePieces = async (
    file: unknown,
    pieces: AsyncIterable<unknown>,
    options: object,
  ): Promise<void> => {
    const { encoding, flag = 'w', mode, flush, signal } = options as Record<string, unknown>;
    const handle = file instanceof FileHandle ? file : await open(file, flag, mode);
    try {
      for await (const piece of pieces) {
        assertWanted(signal);
        await handle.write(dataOf(piece, encoding));
      }
      if (flush === true) await handle.sync();
    } finally {
      if (handle !== file) await handle.close();
    }
  };
  const writing = (operation: Operation, usual: string) =>
    async function write(file: unknown, data: unknown, given?: unknown): Promise<void> {
      const options: Record<string, unknown> = { flag: usual, ...optionsOf(given) };
      assertWanted(options['signal']);
      if (isIterable(data)) return writePieces(file, data, options);
      await promised(() => operation(numberOf(file), data, options), wanted(wait, options));
    };
  return Object.assign(own, {
    open,
    writeFile: writing(writeFile as Operation, 'w'),
    appendFile: writing(appendFile as Operation, 'a'),
    async readFile(file: unknown, given?: unknown): Promise<unknown> {
      const options = optionsOf(given);
      assertWanted(options['signal']);
      return promised(() => readFile(numberOf(file), given), wanted(wait, options));
    },
  });
}

const numberOf = (file: unknown): unknown => (file instanceof FileHandle ? file.fd : file);

function isIterable(data: unknown): data is AsyncIterable<unknown> {
  if (typeof data !== 'object' || data === null || ArrayBuffer.isView(data)) return false;
  return Symbol.asyncIterator in data || Symbol.iterator in data;
}

/** Between two steps it may be called off. */
function wanted(wait: Wait, { signal }: Record<string, unknown>): Wait {
  if (signal === undefined) return wait;
  return async (takes) => {
    assertWanted(signal);
    await wait(takes);
    assertWanted(signal);
  };
}

function assertWanted(signal: unknown): void {
  if (!(signal instanceof AbortSignal) || !signal.aborted) return;
  const error = new Error('The operation was aborted', { cause: signal.reason });
  throw Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}
