/** What files are, beside what they hold: sizes, times, permissions, owners. */
import fs from 'node:fs';
import * as read from '../arguments.js';
import type { Kernel } from '../kernel.js';
import type { Names } from '../names.js';
import type { OpenFiles } from '../open-files.js';
import { statsOf } from '../stats.js';
import { step, type Steps } from '../steps.js';
import type { Attributes } from '../tree.js';

export function attributesOf(kernel: Kernel, files: OpenFiles, names: Names) {
  function* stat(path: unknown, given: unknown, syscall: 'stat' | 'lstat'): Steps<object | undefined> {
    const [text, options] = [read.pathOf(path), read.optionsOf(given)];
    return yield* step('write', () => {
      const subject = { syscall, path: text };
      try {
        return statsOf(kernel.existing(subject, text, syscall === 'stat').inode, options['bigint'] === true);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (options['throwIfNoEntry'] === false && (code === 'ENOENT' || code === 'ENOTDIR'))
          return undefined;
        throw error;
      }
    });
  }
  function* set(path: unknown, syscall: string, set: Attributes, follow = true): Steps<void> {
    const text = read.pathOf(path);
    yield* step('write', () => {
      const subject = { syscall, path: text };
      const { inode, path: real } = kernel.existing(subject, text, follow);
      kernel.change(subject, real, { what: 'attributes', ino: inode.ino, set });
    });
  }
  function* setOpen(fd: unknown, syscall: string, set: Attributes): Steps<void> {
    const number = read.fdOf(fd);
    yield* step('write', () => files.set(number, syscall, set));
  }
  const moments = (access: unknown, modify: unknown): Attributes => ({
    accessMs: read.momentOf(access),
    modifyMs: read.momentOf(modify),
  });
  const permissions = (mode: unknown): Attributes => ({ mode: read.modeOf(mode, 0) & 0o7777 });
  const owner = (uid: unknown, gid: unknown): Attributes => ({
    ...(Number(uid) < 0 ? {} : { uid: Number(uid) }),
    ...(Number(gid) < 0 ? {} : { gid: Number(gid) }),
  });
  return {
    stat: (path: unknown, options?: unknown) => stat(path, options, 'stat'),
    lstat: (path: unknown, options?: unknown) => stat(path, options, 'lstat'),
    *fstat(fd: unknown, given?: unknown): Steps<object> {
      const [number, options] = [read.fdOf(fd), read.optionsOf(given)];
      return yield* step('write', () => statsOf(files.inode(number, 'fstat'), options['bigint'] === true));
    },
    *access(path: unknown, mode: unknown = fs.constants.F_OK): Steps<void> {
      const [text, bits] = [read.pathOf(path), read.modeOf(mode, 0)];
      yield* step('write', () => names.access(text, bits));
    },
    *exists(path: unknown): Steps<boolean> {
      return yield* step('write', () => {
        try {
          names.access(read.pathOf(path), 0);
          return true;
        } catch {
          return false;
        }
      });
    },
    *statfs(path: unknown, given?: unknown): Steps<object> {
      const [text, options] = [read.pathOf(path), read.optionsOf(given)];
      return yield* step('write', () => {
        kernel.existing({ syscall: 'statfs', path: text }, text);
        const numbers = { type: 61_267, bsize: 4096, blocks: 2_621_440, bfree: 1_310_720, bavail: 1_310_720 };
        const all = { ...numbers, files: 655_360, ffree: 600_000 };
        if (options['bigint'] !== true) return all;
        return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, BigInt(value)]));
      });
    },
    chmod: (path: unknown, mode: unknown) => set(path, 'chmod', permissions(mode)),
    fchmod: (fd: unknown, mode: unknown) => setOpen(fd, 'fchmod', permissions(mode)),
    chown: (path: unknown, uid: unknown, gid: unknown) => set(path, 'chown', owner(uid, gid)),
    lchown: (path: unknown, uid: unknown, gid: unknown) => set(path, 'lchown', owner(uid, gid), false),
    fchown: (fd: unknown, uid: unknown, gid: unknown) => setOpen(fd, 'fchown', owner(uid, gid)),
    utimes: (path: unknown, access: unknown, modify: unknown) => set(path, 'utime', moments(access, modify)),
    lutimes: (path: unknown, access: unknown, modify: unknown) =>
      set(path, 'lutime', moments(access, modify), false),
    futimes: (fd: unknown, access: unknown, modify: unknown) =>
      setOpen(fd, 'futime', moments(access, modify)),
  };
}
