/**
 * Ambient virtualisation: while a world runs, the sources of time, timers and randomness that every JavaScript
 * program takes for granted belong to the running node. Outside worlds nothing is touched: between a world's
 * events, and in code that runs meanwhile, the replacements pass on to the originals, and when the last world
 * is done the originals are back in their places.
 */
import { syncBuiltinESMExports } from 'node:module';
import * as timersModule from 'node:timers';
import timers from 'node:timers';
import { declareContexts } from './async-context.js';
import { declareClocks } from './clocks.js';
import { declareDate } from './date.js';
import type { CurrentHost } from './host.js';
import { declareMicrotasks } from './microtasks.js';
import { holdPatches } from './patch.js';
import { declareEventTime } from './event-time.js';
import { declareLocale } from './locale.js';
import { declareProcessEvents } from './process-events.js';
import { declareProcessFace } from './process-face.js';
import { declareRandom } from './random.js';
import { declareRefused } from './refused.js';
import { declareTimers } from './timers.js';
import { declareTimersPromises } from './timers-promises.js';
import { declareZone } from './zone.js';

let declared = false;

/**
 * Lets the host that `current` names answer for time, timers and randomness until the returned function is
 * called. Worlds may overlap; each uninstalls itself, in any order, and twice does no harm.
 */
export function installAmbient(current: CurrentHost): () => void {
  return hold(current);
}

/**
 * Loads code so that what it keeps at load time (`const { setTimeout } = require('timers')`,
 * `getRandomValues.bind(crypto)`) later serves the running node: `await ambientImport(() => import('yjs'))`.
 * It must be the first to load the package in this process. What the package draws while loading is real.
 */
export async function ambientImport<T>(load: () => Promise<T>): Promise<T> {
  const release = hold(undefined);
  try {
    return await load();
  } finally {
    release();
  }
}

function hold(current: CurrentHost | undefined): () => void {
  if (!declared) {
    declared = true;
    declareDate();
    declareClocks();
    declareTimers();
    declareTimersPromises();
    declareRandom();
    declareMicrotasks();
    declareProcessEvents();
    declareContexts();
    declareProcessFace();
    declareZone();
    declareLocale();
    declareRefused();
    declareEventTime();
  }
  const release = holdPatches(current);
  renewNamedImports();
  return release;
}

/**
 * `import { setTimeout } from 'node:timers'` binds to a copy of the module's exports that only
 * syncBuiltinESMExports refreshes. That costs as much as a small world, so it is done once, not per world:
 * named imports of the few functions concerned keep the replacements, which outside worlds pass on.
 */
function renewNamedImports(): void {
  if (timersModule.setTimeout !== timers.setTimeout) syncBuiltinESMExports();
}
