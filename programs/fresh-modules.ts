/** `freshModules`: a program in a file of its own, whose modules each incarnation loads anew. */
import { createRequire } from 'node:module';
import * as engine from '../sim/index.js';
import { InputError } from '../sim/input/error.js';
import { assertOptions } from '../sim/input/options.js';
import { isPromise } from '../sim/input/promise.js';
import { shown } from '../sim/input/shown.js';
import type { Program } from '../sim/node/program.js';
import { isProgram } from '../sim/scenario/protocol-shape.js';
import { entryOf } from './entry.js';
import { modulesOfAll, sharedPackages } from './loader/shared.js';

export interface FreshModulesOptions {
  /** The file with the program: absolute, or relative to the file that calls `freshModules`. */
  readonly file: string | URL;
  /**
   * The name under which the file exports it.
   * @default 'default'
   */
  readonly export?: string;
  /**
   * Packages that are loaded once all the same, as for `nodeProgram`.
   * @default []
   */
  readonly shared?: readonly string[];
}

const OPTIONS = ['file', 'export', 'shared'];
const require = createRequire(import.meta.url);

/**
 * A program made by `asyncProgram` or `stateMachine`, with modules of its own in every incarnation. In a file that the
 * scenario imports, a variable of a module, or of a package, is one for all nodes and runs, and a crash keeps it; here
 * it is the process's, and a crash loses it.
 * @throws InputError in one sentence where there is no such file, or no program in it
 */
export function freshModules(options: FreshModulesOptions): Program {
  assertOptions(options, OPTIONS, 'freshModules');
  const { path, named, jiti } = entryOf(options.file, 'file', freshModules);
  const { export: name = 'default' } = options;
  const shared = sharedPackages(options.shared ?? [], path, jiti);
  const load = (): Program => {
    const modules = modulesOfAll(jiti, builtin, (specifier, file) =>
      specifier === 'seedstorm' ? { exports: engine } : shared?.(specifier, file),
    );
    const exported = modules.load(path);
    if (isPromise(exported))
      throw new InputError(
        'file',
        `expected modules that are there at once; ${named} awaits at its top level`,
      );
    const program = (exported as Readonly<Record<string, unknown>>)[name];
    if (isProgram(program)) return program;
    const there = Object.keys(exported as object).filter((other) => other !== '__esModule');
    throw new InputError(
      'export',
      `expected a program under '${name}' of ${named}, got ${shown(program)}; it exports ${there.join(', ') || 'nothing'}`,
    );
  };
  const { style } = load();
  return { style, drive: (node) => load().drive(node) };
}

function builtin(name: string): unknown {
  if (name === 'seedstorm/node')
    throw new Error('seedstorm/node is for the files of nodeProgram: a program of freshModules has its node');
  return require(name);
}
