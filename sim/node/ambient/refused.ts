/**
 * What no seed can decide and no async hook sees: work of the engine's own threads, real randomness in keys, names that
 * the process makes up. A node that asks for it is told so, with what to do instead.
 */
import crypto from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { currentHost, replaceMethod } from './patch.js';
import { currentOrigin } from './place.js';

const REAL_KEYS =
  'draws real randomness: make keys outside the world, or in `load`, and give them to the node';

/** Not there where Node was started without it. */
const { WebAssembly: wasm = {} } = globalThis as { WebAssembly?: object };

const refused: readonly (readonly [object, string, string])[] = [
  [wasm, 'compile', 'compiles in a thread of its own: use new WebAssembly.Module'],
  [wasm, 'instantiate', 'works in a thread of its own: use new WebAssembly.Instance'],
  [Atomics, 'waitAsync', 'waits in real time: use a timer or a promise'],
  [crypto, 'generateKeyPairSync', REAL_KEYS],
  [crypto, 'generateKeySync', REAL_KEYS],
  [crypto, 'generatePrimeSync', REAL_KEYS],
  [URL, 'createObjectURL', 'makes up a name by real randomness'],
  [Object.getPrototypeOf(performance) as object, 'eventLoopUtilization', 'shows the real event loop'],
];

export function declareRefused(): void {
  for (const [target, name, why] of refused) {
    if (typeof (target as Record<string, unknown>)[name] !== 'function') continue;
    replaceMethod<(this: unknown, ...args: unknown[]) => unknown>(
      target,
      name,
      (original) =>
        function ambient(...args) {
          const host = currentHost();
          // Node's own modules use some of them too: `fetch` compiles its parser.
          if (host === undefined || currentOrigin().inside.length > 0)
            return original.value.apply(this, args);
          return host.refuse(`${name} ${why}`);
        },
    );
  }
}
