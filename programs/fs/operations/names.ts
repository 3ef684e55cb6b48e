/** What is done to names and folders: mkdir, rename, unlink, readdir … */
import { dirname, join } from 'node:path';
import * as read from '../arguments.js';
import { fileError } from '../errors.js';
import { Dir } from '../folder.js';
import type { Names } from '../names.js';
import { direntOf } from '../stats.js';
import { step, type Steps } from '../steps.js';

export function nameOperationsOf(names: Names) {
  /** @returns the first folder that was not there */
  const makeAll = (path: string, mode: number): string | undefined => {
    let first: string | undefined;
    const missing: string[] = [];
    for (let at = path; ; at = dirname(at)) {
      missing.push(at);
      try {
        names.access(at, 0);
        break;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' && dirname(at) !== at) continue;
        throw code === 'ENOTDIR' ? fileError(code, { syscall: 'mkdir', path }) : error;
      }
    }
    const [there = ''] = missing.splice(-1);
    if (names.kindOf(there) !== 'folder')
      throw fileError(there === path ? 'EEXIST' : 'ENOTDIR', { syscall: 'mkdir', path });
    for (const folder of missing.reverse()) {
      names.mkdir(folder, mode);
      first ??= folder;
    }
    return first;
  };
  return {
    *mkdir(path: unknown, given?: unknown): Steps<string | undefined> {
      const text = read.pathOf(path);
      const isMode = typeof given === 'number' || typeof given === 'string';
      const options = isMode ? { mode: given } : read.optionsOf(given);
      const mode = read.modeOf(options['mode'], 0o777);
      return yield* step('write', () =>
        (options as { recursive?: unknown }).recursive === true
          ? makeAll(text, mode)
          : names.mkdir(text, mode),
      ) as Steps<string | undefined>;
    },
    *mkdtemp(prefix: unknown, given?: unknown): Steps<string | Buffer> {
      const [text, { encoding }] = [read.pathOf(prefix, 'mkdtemp'), read.optionsOf(given)];
      return read.encoded(yield* step('write', () => names.mkdtemp(text)), encoding);
    },
    *unlink(path: unknown): Steps<void> {
      const text = read.pathOf(path);
      yield* step('write', () => names.unlink(text));
    },
    *rename(from: unknown, to: unknown): Steps<void> {
      const [source, target] = [read.pathOf(from), read.pathOf(to)];
      yield* step('write', () => names.rename(source, target));
    },
    *link(from: unknown, to: unknown): Steps<void> {
      const [source, target] = [read.pathOf(from), read.pathOf(to)];
      yield* step('write', () => names.link(source, target));
    },
    *symlink(target: unknown, path: unknown): Steps<void> {
      const [to, text] = [read.pathOf(target), read.pathOf(path)];
      yield* step('write', () => names.symlink(to, text));
    },
    *readlink(path: unknown, given?: unknown): Steps<string | Buffer> {
      const [text, { encoding }] = [read.pathOf(path), read.optionsOf(given)];
      return read.encoded(yield* step('write', () => names.readlink(text)), encoding);
    },
    *realpath(path: unknown, given?: unknown, syscall = 'lstat'): Steps<string | Buffer> {
      const [text, { encoding }] = [read.pathOf(path), read.optionsOf(given)];
      return read.encoded(yield* step('write', () => names.realpath(text, syscall)), encoding);
    },
    *readdir(path: unknown, given?: unknown): Steps<unknown[]> {
      const text = read.pathOf(path);
      const { encoding, withFileTypes, recursive } = read.optionsOf(given);
      const found: unknown[] = [];
      // Folders that are left to look into, by where they are below the first one.
      const left = [''];
      for (let below = left.shift(); below !== undefined; below = left.shift()) {
        const folder = below === '' ? text : join(text, below);
        for (const { name, kind } of yield* step('write', () => names.readdir(folder))) {
          const its = join(below, name);
          if (recursive === true && kind === 'folder') left.push(its);
          if (withFileTypes === true) found.push(direntOf(read.encoded(name, encoding), kind, folder));
          else found.push(read.encoded(its, encoding));
        }
      }
      return found;
    },
    *opendir(path: unknown, given?: unknown): Steps<Dir> {
      const [text, { encoding }] = [read.pathOf(path), read.optionsOf(given)];
      const found = yield* step('write', () => names.readdir(text, 'opendir', undefined));
      return new Dir(
        text,
        found.map(({ name, kind }) => direntOf(read.encoded(name, encoding), kind, text)),
      );
    },
    *copyFile(from: unknown, to: unknown, mode: unknown = 0): Steps<void> {
      const [source, target] = [read.pathOf(from), read.pathOf(to)];
      yield* step('read', () => names.copyFile(source, target, Number(mode)));
    },
  };
}
