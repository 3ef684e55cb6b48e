/** The modules of one incarnation of a program: a graph of its own, which is gone with the process. */
import { builtinModules } from 'node:module';
import { dirname } from 'node:path';
import type { Jiti } from 'jiti';
import { compile, compileWaiting, type Compiled, type Surroundings } from './compile.js';
import { placeOf } from './places.js';

interface LoadedModule {
  exports: unknown;
  readonly id: string;
  readonly filename: string;
  loaded: boolean;
  readonly children: unknown[];
  readonly paths: string[];
  parent: LoadedModule | undefined;
  require?: unknown;
  /** While it waits at its top level. */
  pending?: Promise<unknown>;
}

type CompiledModule = Extract<Compiled, { readonly kind: 'module' }>;

const BUILTIN = new Set(builtinModules);

/** What a file gets that all processes share; undefined: its process has a module of its own. */
export type FindShared = (specifier: string, file: string) => { readonly exports: unknown } | undefined;

export class Modules {
  private readonly cache = new Map<string, LoadedModule>();
  /** What `load` gave for modules that wait: a module may as well export a promise. */
  private readonly pending = new WeakSet<object>();

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
    if (known !== undefined)
      // In a circle nobody waits for itself.
      return known.pending !== undefined && !isAbove(known, parent) ? known.pending : known.exports;
    const compiled = compile(file, this.jiti);
    const module: LoadedModule = {
      ...{ exports: {}, id: file, filename: file, loaded: false, children: [], paths: [], parent },
    };
    this.cache.set(file, module);
    if (compiled.kind === 'json') {
      module.exports = compiled.make();
      module.loaded = true;
      return module.exports;
    }
    try {
      return this.run(module, compiled);
    } catch (error) {
      if (!(error instanceof Waiting && error.by === file && compiled.isModule)) {
        this.cache.delete(file);
        throw error;
      }
      compileWaiting(file, this.jiti);
      return this.run(module, compile(file, this.jiti) as CompiledModule);
    }
  }

  private run(module: LoadedModule, { make, isAsync }: CompiledModule): unknown {
    const { filename: file } = module;
    const require = this.requireFor(file, module);
    module.require = require;
    const load = async (specifier: string): Promise<unknown> =>
      asNamespace(await this.reach(specifier, file, module));
    const resolve = (specifier: string): string => placeOf(specifier, file);
    const made = Reflect.apply(make(this.around), module.exports, [
      ...[module.exports, require, module, file, dirname(file), load, resolve],
    ]);
    module.loaded = true;
    return isAsync ? this.wait(module, made as Promise<unknown>) : module.exports;
  }

  private wait(module: LoadedModule, made: Promise<unknown>): Promise<unknown> {
    const done = (): unknown => {
      delete module.pending;
      return module.exports;
    };
    module.pending = made.then(done);
    this.pending.add(module.pending);
    return module.pending;
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
    return this.load(placeOf(specifier, from));
  }

  private requireFor(file: string, module: LoadedModule): (specifier: string) => unknown {
    const require = (specifier: string): unknown => {
      const reached = this.reach(specifier, file, module);
      if (this.pending.has(reached as object)) throw new Waiting(file, specifier);
      return reached;
    };
    const resolve = (specifier: string): string =>
      BUILTIN.has(specifier) ? specifier : placeOf(specifier, file);
    return Object.assign(require, { resolve, cache: {}, main: undefined, extensions: {} });
  }

  /** What a file gets for a specifier, or a promise of it. */
  private reach(specifier: string, file: string, module: LoadedModule): unknown {
    const name = specifier.startsWith('node:') ? specifier.slice('node:'.length) : specifier;
    if (specifier === 'seedstorm/node' || specifier !== name || BUILTIN.has(name)) return this.builtin(name);
    const shared = this.shared?.(specifier, file);
    return shared === undefined ? this.load(placeOf(specifier, file), module) : shared.exports;
  }
}

/** A file cannot go on before another is through. ES modules are begun anew, and wait; `require` cannot, as in Node. */
class Waiting extends Error {
  readonly code = 'ERR_REQUIRE_ASYNC_MODULE';

  constructor(
    readonly by: string,
    specifier: string,
  ) {
    super(`${by}: require('${specifier}'): that file awaits at its top level; use import() instead`);
  }
}

function isAbove(module: LoadedModule, below: LoadedModule | undefined): boolean {
  for (let at = below; at !== undefined; at = at.parent) if (at === module) return true;
  return false;
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
