/** Puts what needs no threads in the place of what Node does in threads, for programs in worlds. */
import { installAmbient } from '../../sim/node/ambient/install.js';
import { installCrypto } from './crypto.js';
import { installZlib } from './zlib.js';

let installed = false;

/** Once in a process, before the first world of programs. */
export function installThreads(): void {
  if (installed) return;
  installed = true;
  // What the world refuses and a program may do all the same stands over what the world puts in place.
  installAmbient(() => undefined)();
  installZlib();
  installCrypto();
}
