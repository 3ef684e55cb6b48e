/** What is done to whole trees of files: rm, rmdir and cp. Step by step: a crash in between leaves the rest. */
import { join } from 'node:path';
import * as read from '../arguments.js';
import { fileError, refusedFolder } from '../errors.js';
import type { Names } from '../names.js';
import { step, type Steps } from '../steps.js';

export function treeOperationsOf(names: Names) {
  function* removeAll(path: string): Steps<void> {
    if ((yield* step('write', () => names.kindOf(path, 'lstat', false))) !== 'folder')
      return yield* step('write', () => names.unlink(path));
    for (const { name } of yield* step('write', () => names.readdir(path)))
      yield* removeAll(join(path, name));
    yield* step('write', () => names.rmdir(path));
  }
  function* rm(path: unknown, given?: unknown): Steps<void> {
    const text = read.pathOf(path);
    const { recursive, force } = read.optionsOf(given);
    try {
      const kind = yield* step('write', () => names.kindOf(text, 'lstat', false));
      if (kind === 'folder' && recursive !== true) throw refusedFolder('rm', 'Path is a directory', text);
      yield* removeAll(text);
    } catch (error) {
      if (force !== true || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  function* copy(from: string, to: string, options: Record<string, unknown>): Steps<void> {
    const { filter, force = true, errorOnExist, recursive } = options;
    if (typeof filter === 'function' && !(filter as (from: string, to: string) => unknown)(from, to)) return;
    const kind = yield* step('write', () => names.kindOf(from, 'lstat', options['dereference'] === true));
    if (kind === 'folder') {
      if (recursive !== true)
        throw refusedFolder('cp', 'Recursive option not enabled, cannot copy a directory', from);
      yield* step('write', () => {
        if (!names.exists(to)) names.mkdir(to, 0o777);
      });
      for (const { name } of yield* step('write', () => names.readdir(from)))
        yield* copy(join(from, name), join(to, name), options);
      return;
    }
    const isThere = yield* step('write', () => names.exists(to));
    if (isThere && force !== true) {
      if (errorOnExist !== true) return;
      const error = fileError('EEXIST', { syscall: 'cp', path: to });
      throw Object.assign(error, {
        code: 'ERR_FS_CP_EEXIST',
        message: `Target already exists: cp returned EEXIST (${to} already exists) ${to}`,
      });
    }
    if (kind === 'link')
      yield* step('write', () => {
        if (isThere) names.unlink(to);
        names.symlink(names.readlink(from), to);
      });
    else yield* step('read', () => names.copyFile(from, to, 0));
  }
  return {
    rm,
    *rmdir(path: unknown, given?: unknown): Steps<void> {
      const text = read.pathOf(path);
      if (read.optionsOf(given)['recursive'] === true) yield* removeAll(text);
      else yield* step('write', () => names.rmdir(text));
    },
    *cp(from: unknown, to: unknown, given?: unknown): Steps<void> {
      yield* copy(read.pathOf(from), read.pathOf(to), read.optionsOf(given));
    },
  };
}
