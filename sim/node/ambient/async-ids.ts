/**
 * What async ids tell of real I/O: all that is asynchronous in Node takes one, and those of ticks, microtasks, drains
 * and virtual timers are counted, so an id more is something the simulator did not create. It costs a third of a
 * microsecond a look. Where promises take ids too (an async hook, or AsyncLocalStorage before Node 24, is in use),
 * ids say nothing: then `watch.ts` looks with a hook of its own.
 */
/* eslint-disable no-restricted-globals -- this file measures the real queueMicrotask */
import { AsyncResource } from 'node:async_hooks';
import { asyncStarted } from '../../kernel/async-started.js';

/** What was going on in the process at one moment. */
export interface ResourceLook {
  readonly active: readonly string[];
  /** The next async id, less those whose use is known. */
  readonly unexplainedIds: number;
}

/** Whether each promise takes an async id now. */
export function promisesTakeIds(): boolean {
  const id = nextAsyncId();
  void new Promise(() => undefined);
  return nextAsyncId() !== id + 1;
}

/** A look before a world's chunk, for `appearedSince` after it. Means nothing while promises take ids. */
export function activeResources(): ResourceLook {
  return { active: process.getActiveResourcesInfo(), unexplainedIds: nextAsyncId() - asyncStarted.ids };
}

/**
 * What may have been started since `before`: kinds of resources, or `unknown`. Only a suspicion: harmless things
 * raise it too (an AsyncResource of the user's own, `gzipSync`, a `nextTick` captured before the first world, an
 * async hook enabled meanwhile), so if `watchResources` finds nothing in a second run, the first one stands.
 */
export function appearedSince(before: ResourceLook): string[] {
  const unexplainedIds = nextAsyncId() - asyncStarted.ids;
  const left = new Map<string, number>();
  for (const type of before.active) left.set(type, (left.get(type) ?? 0) + 1);
  const appeared = process.getActiveResourcesInfo().filter((type) => {
    const count = left.get(type) ?? 0;
    left.set(type, count - 1);
    return count <= 0;
  });
  return appeared.length === 0 && unexplainedIds > before.unexplainedIds ? ['unknown'] : appeared;
}

/**
 * How many ids queueMicrotask surely takes: one before Node 24, none or one since. To count none where it takes one
 * costs a second look; to count one where it takes none would hide what else took it.
 */
export const idsOfMicrotask = surelyTakesId() ? 1 : 0;

function surelyTakesId(): boolean {
  if (Number(process.versions.node.split('.')[0]) >= 24 || promisesTakeIds()) return false;
  const id = nextAsyncId();
  queueMicrotask(() => undefined);
  return nextAsyncId() === id + 2;
}

/** Takes an id, and counts it: the next look sees this one. */
function nextAsyncId(): number {
  asyncStarted.ids++;
  return new AsyncResource('Look').asyncId();
}
