/**
 * Real I/O inside a world: it would complete at a time no seed decides, so a node that awaits it waits for
 * ever. Suspecting it is cheap. Naming node, kind and place costs async hooks on every promise, so a suspicious
 * run is repeated under watch.
 */
import { AsyncResource, createHook, executionAsyncId } from 'node:async_hooks';
import { asyncStarted } from '../../kernel/async-started.js';
import { currentOrigin } from './place.js';
import { describeResource, isPending } from './resource-kinds.js';

/** What was going on in the process at one moment. */
export interface ResourceLook {
  readonly active: readonly string[];
  /** The next async id, less those whose use is known; undefined if promises use them up too. */
  readonly unexplainedIds: number | undefined;
}

/**
 * A look before a world's chunk, for `appearedSince` after it.
 *
 * `process.getActiveResourcesInfo()` alone misses work in the thread pool (cryptography, compression, and on
 * Node 26 reading files), but everything asynchronous takes an async id, and those of ticks, microtasks, drains
 * and virtual timers are counted. Where something tracks every promise, ids say nothing and are left out.
 */
export function activeResources(): ResourceLook {
  const id = nextAsyncId();
  void new Promise(() => undefined);
  const promisesTakeIds = nextAsyncId() !== id + 1;
  const unexplainedIds = promisesTakeIds ? undefined : id + 1 - asyncStarted.ids;
  return { active: process.getActiveResourcesInfo(), unexplainedIds };
}

/**
 * What may have been started since `before`: kinds of resources, or `unknown`. Only a suspicion: harmless things
 * raise it too (an AsyncResource of the user's own, `gzipSync`, a `nextTick` captured before the first world), so
 * if `watchResources` finds nothing in a second run, the first one stands.
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
  const unexplained = before.unexplainedIds !== undefined && unexplainedIds > before.unexplainedIds;
  return appeared.length === 0 && unexplained ? ['unknown'] : appeared;
}

/** Takes an id, and counts it: the next look sees this one. */
function nextAsyncId(): number {
  asyncStarted.ids++;
  return new AsyncResource('Look').asyncId();
}

/** Something a node asked of the real world. */
export interface FoundResource {
  readonly node: string;
  /** What async_hooks calls it: `FSREQPROMISE`, `Timeout`. */
  readonly type: string;
  /** The same for people: `a file operation`. */
  readonly what: string;
  /** `file:line:column` in the user's code, where it could be told. */
  readonly place: string | undefined;
}

export interface ResourceWatch {
  /** What was found so far, in order, each kind once for a node and place. */
  found(): FoundResource[];
  stop(): void;
}

/** Watches every async resource created while `current` names a node. Slow: for a second run only. */
export function watchResources(current: () => string | undefined): ResourceWatch {
  const seen: { found: FoundResource; resource: object; inside: readonly string[] }[] = [];
  /** Where the user's code was when it made a promise or a tick: what those lead to has no user frame. */
  const places = new Map<number, string>();
  const hook = createHook({
    init(id, type, trigger, resource) {
      const node = current();
      if (node === undefined) return;
      const { place = places.get(executionAsyncId()) ?? places.get(trigger), inside } = currentOrigin();
      if (place !== undefined) places.set(id, place);
      const what = describeResource(type);
      if (what !== undefined) seen.push({ found: { node, type, what, place }, resource, inside });
    },
  });
  hook.enable();
  return {
    found() {
      const distinct = new Map<string, FoundResource>();
      for (const { found, resource, inside } of seen) {
        if (isPending(found.type, resource, inside)) distinct.set(JSON.stringify(found), found);
      }
      return [...distinct.values()];
    },
    stop: () => void hook.disable(),
  };
}
