/** `WebAssembly` and the global object as one incarnation of a program has them. */

/**
 * A global object of its own: what a program puts there, no other sees. It begins as the one that all share; getters of
 * that one ask for it as `this`, so they are called on it.
 */
export function globalOf(own: Readonly<Record<string, unknown>>): object {
  const global = Object.create(globalThis) as object;
  for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(globalThis))) {
    if (get === undefined) continue;
    Object.defineProperty(global, name, {
      get: () => Reflect.get(globalThis, name) as unknown,
      set: (value: unknown) => define(global, { [name]: value }),
      configurable: true,
      enumerable: true,
    });
  }
  // Packages meet under registered symbols: each process has its own meeting point.
  for (const symbol of Object.getOwnPropertySymbols(globalThis))
    if (Symbol.keyFor(symbol) !== undefined)
      Object.defineProperty(global, symbol, { value: undefined, writable: true, configurable: true });
  define(global, { global, globalThis: global, ...own });
  return global;
}

/** `WebAssembly` without the threads that Node compiles in: done when it returns. */
export function webAssemblyOf(): object {
  const real = (globalThis as unknown as { WebAssembly: WebAssemblyNamespace }).WebAssembly;
  const instantiate = async (source: object, imports?: object): Promise<object> => {
    await Promise.resolve();
    if (source instanceof real.Module) return new real.Instance(source, imports);
    const module = new real.Module(source);
    return { module, instance: new real.Instance(module, imports) };
  };
  const compile = async (bytes: object): Promise<object> => {
    await Promise.resolve();
    return new real.Module(bytes);
  };
  const own = Object.create(real) as object;
  define(own, { compile, instantiate });
  return own;
}

interface WebAssemblyNamespace {
  readonly Module: new (bytes: object) => object;
  readonly Instance: new (module: object, imports?: object) => object;
}

/** Assigning would call what is inherited. */
export function define(target: object, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values))
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: true });
}
