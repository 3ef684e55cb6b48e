/** Packages that all processes share, because somebody said that they keep nothing: loaded once, outside of every node. */
import { createRequire } from 'node:module';
import type { Jiti } from 'jiti';
import { InputError } from '../../sim/input/error.js';
import { outsideOfNodes } from '../../sim/node/ambient/patch.js';
import type { OwnFiles } from '../fs/files.js';
import { sharedFiles } from '../fs/shared-files.js';
import { Modules, type FindShared } from './modules.js';

const require = createRequire(import.meta.url);
let once: Modules | undefined;
let files: OwnFiles | undefined;

/** What all of a process have, in the place of what an incarnation has for itself. */
export function modulesOfAll(
  jiti: Jiti,
  builtin = (name: string): unknown => require(name),
  shared?: FindShared,
): Modules {
  const { console, fetch, WebAssembly } = globalThis as typeof globalThis & { WebAssembly: object };
  return new Modules(jiti, { process, global: globalThis, console, fetch, WebAssembly }, builtin, shared);
}

/** What they write is written by whichever program calls them. */
function builtinOfShared(name: string): unknown {
  files ??= sharedFiles();
  if (name === 'fs') return files;
  return name === 'fs/promises' ? files.promises : require(name);
}

/**
 * @param names of packages, each with all its files
 * @param from the file that finds them
 * @throws InputError for one that is not there
 */
export function sharedPackages(names: readonly string[], from: string, jiti: Jiti): FindShared | undefined {
  if (names.length === 0) return undefined;
  const modules = (once ??= modulesOfAll(jiti, builtinOfShared));
  const load = (specifier: string, file: string) => ({
    exports: outsideOfNodes(() => modules.require(specifier, file)),
  });
  for (const name of names) {
    try {
      load(name, from);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'MODULE_NOT_FOUND') throw error;
      throw new InputError('shared', `expected packages that ${from} can load; it finds no ${name}`);
    }
  }
  return (specifier, file) =>
    names.some((name) => specifier === name || specifier.startsWith(`${name}/`))
      ? load(specifier, file)
      : undefined;
}
