/** The modules of one incarnation of a program: a graph of its own, which is gone with the process. */
import { builtinModules, createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createJiti, type Jiti } from 'jiti';
import { compile, type Surroundings } from './compile.js';

interface LoadedModule {
  exports: unknown;
  readonly id: string;
  readonly filename: string;
  loaded: boolean;
  readonly children: unknown[];
  readonly paths: string[];
  parent: LoadedModule | undefined;
  require?: unknown;
}

const BUILTIN = new Set(builtinModules);

/** Where a file finds another: the same for every incarnation. */
const places = new Map<string, string>();

/** What a file gets that all processes share; undefined: its process has a module of its own. */
export type FindShared = (specifier: string, file: string) => { readonly exports: unknown } | undefined;

export class Modules {
  private readonly cache = new Map<string, LoadedModule>();

  /** @param builtin gives a module of Node's as this program sees it; its name comes without `node:` */
  constructor(
    private readonly jiti: Jiti,
    private readonly around: Surroundings,
    private readonly builtin: (name: string) => unknown,
    private readonly shared?: FindShared,
  ) {}

  /**
   * What a file exports, or a promise of it where it awaits something at its top level.
   * @throws whatever the file throws, and Error where it cannot be found
   */
  load(file: string, parent?: LoadedModule): unknown {
    const known = this.cache.get(file);
    if (known !== undefined) return known.exports;
    const compiled = compile(file, this.jiti);
    const module: LoadedModule = {
      ...{ exports: {}, id: file, filename: file, loaded: false, children: [], paths: [], parent },
    };
    this.cache.set(file, module);
    if (compiled.kind === 'json') {
      module.exports = JSON.parse(compiled.text);
      module.loaded = true;
      return module.exports;
    }
    const require = this.requireFor(file, module);
    module.require = require;
    const load = async (specifier: string): Promise<unknown> => asNamespace(await require(specifier));
    const resolve = (specifier: string): string => this.resolve(specifier, file);
    try {
      const make = compiled.make(this.around);
      const made = Reflect.apply(make, module.exports, [
        ...[module.exports, require, module, file, dirname(file), load, resolve],
      ]);
      module.loaded = true;
      return compiled.isAsync ? Promise.resolve(made).then(() => module.exports) : module.exports;
    } catch (error) {
      this.cache.delete(file);
      throw error;
    }
  }

  /** A package that a file could require, if it is there. */
  find(specifier: string, from: string): unknown {
    try {
      return this.require(specifier, from);
    } catch (error) {
      if ((error as { code?: unknown } | null)?.code === 'MODULE_NOT_FOUND') return undefined;
      throw error;
    }
  }

  /** What a file would get. @throws as `load` */
  require(specifier: string, from: string): unknown {
    return this.load(this.resolve(specifier, from));
  }

  private requireFor(file: string, module: LoadedModule): (specifier: string) => unknown {
    const require = (specifier: string): unknown => {
      const name = specifier.startsWith('node:') ? specifier.slice('node:'.length) : specifier;
      if (specifier === 'seedstorm/node' || specifier !== name || BUILTIN.has(name))
        return this.builtin(name);
      const shared = this.shared?.(specifier, file);
      return shared === undefined ? this.load(this.resolve(specifier, file), module) : shared.exports;
    };
    const resolve = (specifier: string): string =>
      BUILTIN.has(specifier) ? specifier : this.resolve(specifier, file);
    return Object.assign(require, { resolve, cache: {}, main: undefined, extensions: {} });
  }

  /** As `require` looks for it, and where that finds nothing as `import` does, TypeScript included. */
  private resolve(specifier: string, from: string): string {
    const folder = dirname(from);
    const key = `${folder}\0${specifier}`;
    let place = places.get(key);
    if (place === undefined) {
      try {
        place = createRequire(from).resolve(specifier);
      } catch (error) {
        // One of the program's own: ours would find what is installed beside us.
        const found = createJiti(pathToFileURL(from).href, { fsCache: false }).esmResolve(specifier, {
          try: true,
        });
        if (found === undefined) throw error;
        place = fileURLToPath(found);
      }
      places.set(key, place);
    }
    return place;
  }
}

/** What `import()` of a CommonJS file gives. */
function asNamespace(exports: unknown): unknown {
  const isObject = (typeof exports === 'object' || typeof exports === 'function') && exports !== null;
  if (isObject && '__esModule' in exports) return exports;
  // Transformed files ask for the mark, and find the default without it no more.
  return Object.defineProperty({ ...(isObject ? exports : {}), default: exports }, '__esModule', {
    value: true,
  });
}
