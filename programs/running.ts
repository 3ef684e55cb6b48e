/** Which program runs right now: what is shared by all of a process asks here whose it is. */
import type { AmbientHost } from '../sim/node/ambient/host.js';
import { currentHost } from '../sim/node/ambient/patch.js';
import type { OwnFiles } from './fs/files.js';
import type { NetworkCard } from './net/network-card.js';

/** What one incarnation of a program has for itself. */
export interface Running {
  readonly card: NetworkCard;
  files(): OwnFiles;
}

const programs = new WeakMap<AmbientHost, Running>();

export function begins(host: AmbientHost, program: Running): void {
  programs.set(host, program);
}

/** Undefined outside of worlds, and in nodes that are no Node programs. */
export function running(): Running | undefined {
  const host = currentHost();
  return host === undefined ? undefined : programs.get(host);
}
