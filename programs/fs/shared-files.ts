/** `fs` for packages that all processes share: the files of whichever program calls, and outside of worlds those of the machine. */
import fs from 'node:fs';
import { running } from '../running.js';
import type { OwnFiles } from './files.js';

type Call = (this: unknown, ...given: unknown[]) => unknown;

export function sharedFiles(): OwnFiles {
  const promises = forwarding(fs.promises, ({ promises: own }) => own);
  return { ...forwarding(fs, (own) => own), promises };
}

function forwarding(
  real: object,
  ownOf: (files: OwnFiles) => Record<string, unknown>,
): Record<string, unknown> {
  const shared: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(real)) {
    // Classes are for those who look for them.
    if (typeof value !== 'function' || /^[A-Z]/.test(name)) shared[name] = value;
    else
      shared[name] = function (this: unknown, ...given: unknown[]) {
        const files = running()?.files();
        return Reflect.apply((files === undefined ? value : ownOf(files)[name]) as Call, this, given);
      };
  }
  return shared;
}
