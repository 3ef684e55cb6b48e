/** What is done to files that are open: read, write, sync, truncate; and files as a whole. */
import fs from 'node:fs';
import * as read from '../arguments.js';
import type { Kernel } from '../kernel.js';
import type { OpenFiles } from '../open-files.js';
import { step, type Steps } from '../steps.js';

const { O_RDWR } = fs.constants;

export type Contents = ReturnType<typeof contentsOf>;

export function contentsOf(kernel: Kernel, files: OpenFiles) {
  const syncOf = (fd: number, syscall: string): Steps<void> => {
    // What is written while it is under way is not covered.
    const { position } = kernel.volume;
    return step('sync', () => files.sync(fd, syscall, position));
  };
  function* close(fd: unknown): Steps<void> {
    const number = read.fdOf(fd);
    yield* step('write', () => files.close(number));
  }
  function* open(path: unknown, flags?: unknown, mode?: unknown): Steps<number> {
    const [text, bits, permissions] = [read.pathOf(path), read.flagsOf(flags), read.modeOf(mode, 0o666)];
    return yield* step('write', () => files.open(text, bits, permissions));
  }
  /** A file that is opened here is closed here; one that is given by its number stays open. */
  function* using<T>(file: unknown, flags: unknown, mode: unknown, act: (fd: number) => Steps<T>): Steps<T> {
    if (read.isFd(file)) return yield* act(file);
    const fd = yield* open(file, flags, mode);
    try {
      return yield* act(fd);
    } finally {
      yield* close(fd);
    }
  }
  function* writeAll(fd: number, bytes: Uint8Array, flush: unknown): Steps<void> {
    if (bytes.length > 0) yield* step('write', () => files.write(fd, bytes, null));
    if (flush === true) yield* syncOf(fd, 'fsync');
  }
  function* write(fd: number, given: readonly unknown[]): Steps<number> {
    const { bytes, position } = read.writePiece(given);
    return yield* step('write', () => files.write(fd, bytes, position));
  }
  return {
    open,
    close,
    *read(fd: unknown, ...given: unknown[]): Steps<number> {
      const number = read.fdOf(fd);
      const { bytes, position } = read.readPiece(given);
      if (bytes.length === 0) return 0;
      return yield* step('read', () => files.read(number, bytes, position));
    },
    *write(fd: unknown, ...given: unknown[]): Steps<number> {
      return yield* write(read.fdOf(fd), given);
    },
    *readv(fd: unknown, buffers: readonly NodeJS.ArrayBufferView[], position?: unknown): Steps<number> {
      const number = read.fdOf(fd);
      const from = read.positionOf(position);
      return yield* step('read', () => {
        let count = 0;
        for (const buffer of buffers) {
          const some = files.read(number, read.viewOf(buffer), from === null ? null : from + count);
          count += some;
          if (some < buffer.byteLength) break;
        }
        return count;
      });
    },
    *writev(fd: unknown, buffers: readonly NodeJS.ArrayBufferView[], position?: unknown): Steps<number> {
      const number = read.fdOf(fd);
      const from = read.positionOf(position);
      return yield* step('write', () => files.write(number, Buffer.concat(buffers.map(read.viewOf)), from));
    },
    *fsync(fd: unknown): Steps<void> {
      yield* syncOf(read.fdOf(fd), 'fsync');
    },
    *fdatasync(fd: unknown): Steps<void> {
      yield* syncOf(read.fdOf(fd), 'fdatasync');
    },
    *ftruncate(fd: unknown, size: unknown = 0): Steps<void> {
      const number = read.fdOf(fd);
      yield* step('write', () => files.truncate(number, Math.max(0, Number(size))));
    },
    *truncate(path: unknown, size: unknown = 0): Steps<void> {
      yield* using(path, O_RDWR, undefined, (fd) =>
        step('write', () => files.truncate(fd, Math.max(0, Number(size)))),
      );
    },
    *readFile(file: unknown, given?: unknown): Steps<string | Buffer> {
      const { encoding, flag = 'r' } = read.optionsOf(given);
      const bytes = yield* using(file, flag, undefined, (fd) =>
        step('read', () => {
          const parts: Buffer[] = [];
          const { size } = files.inode(fd, 'read');
          // Once more at the end, as Node does: it may have grown.
          for (let part = Buffer.alloc(size + 1); ; part = Buffer.alloc(size + 1)) {
            const count = files.read(fd, part, null);
            if (count === 0) return Buffer.concat(parts);
            parts.push(part.subarray(0, count));
          }
        }),
      );
      return typeof encoding === 'string' && encoding !== 'buffer'
        ? bytes.toString(encoding as BufferEncoding)
        : bytes;
    },
    *writeFile(file: unknown, data: unknown, given?: unknown): Steps<void> {
      const { encoding, flag = 'w', mode, flush } = read.optionsOf(given);
      const bytes = read.dataOf(data, encoding);
      yield* using(file, flag, mode, (fd) => writeAll(fd, bytes, flush));
    },
    *appendFile(file: unknown, data: unknown, given?: unknown): Steps<void> {
      const { encoding, flag = 'a', mode, flush } = read.optionsOf(given);
      const bytes = read.dataOf(data, encoding);
      yield* using(file, flag, mode, (fd) => writeAll(fd, bytes, flush));
    },
  };
}
