/** Reads a text file, or standard input, by chunks: what cannot be read is told in one sentence. */
import { isAscii } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { STANDARD_INPUT } from './standard-input.js';
import { UsageError } from './errors.js';
import { didYouMean } from './suggest.js';

export interface TextInput {
  /** As people know it. */
  readonly name: string;
  /** `undefined` where it cannot be known before the end. */
  readonly bytes: number | undefined;
  readonly chunks: AsyncIterable<Uint8Array>;
}

const CHUNK_BYTES = 1 << 18;

/** Opens `path`, or standard input. Throws {@link UsageError}. */
export async function openText(path: string, stdin: Readable): Promise<TextInput> {
  if (path === STANDARD_INPUT)
    return { name: 'standard input', bytes: undefined, chunks: stdin as AsyncIterable<Uint8Array> };
  const found = await stat(path).catch(async (error: NodeJS.ErrnoException) => {
    throw new UsageError(await unreadable(path, error));
  });
  if (found.isDirectory()) throw new UsageError(`${path} is a directory, not a file`);
  return {
    name: path,
    bytes: found.isFile() ? found.size : undefined,
    chunks: createReadStream(path, { highWaterMark: CHUNK_BYTES }),
  };
}

/** Decodes UTF-8; `onBytes` hears how far it got. Throws {@link UsageError} for what is not text. */
export async function* textOf(input: TextInput, onBytes: (bytes: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let ascii = true;
  let bytes = 0;
  try {
    for await (const chunk of input.chunks) {
      bytes += chunk.length;
      onBytes(bytes);
      // Nearly every history is ASCII throughout, and that is read several times faster.
      ascii &&= isAscii(chunk);
      const text = ascii
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1')
        : decoder.decode(chunk, { stream: true });
      if (text !== '') yield text;
    }
    if (!ascii) decoder.decode();
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw new UsageError(`${input.name} is not UTF-8 text`);
    }
    if (error instanceof Error && 'syscall' in error)
      throw new UsageError(await unreadable(input.name, error));
    throw error;
  }
}

async function unreadable(path: string, error: Error & { readonly code?: unknown }): Promise<string> {
  switch (error.code) {
    case 'ENOENT': {
      const neighbours = await readdir(dirname(path)).catch(() => undefined);
      return neighbours
        ? `there is no file ${path}.${didYouMean(basename(path), neighbours)}`
        : `there is no folder ${dirname(path)}`;
    }
    case 'EACCES':
    case 'EPERM':
      return `${path} may not be read: permission denied`;
    case 'EISDIR':
      return `${path} is a directory, not a file`;
    default:
      return `${path} cannot be read (${String(error.code ?? error.message)})`;
  }
}
