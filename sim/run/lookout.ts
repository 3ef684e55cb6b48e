/**
 * Looks out for real I/O while a world runs. What it finds must not depend on what ran before in the process, so the
 * way is chosen anew each time: by async ids while promises take none, else by a hook of its own. A scenario that runs
 * for the first time is always looked at by the hook: what it asks for once and keeps (a file, a connection) is not
 * asked for again in the second run that would give a suspicion its name.
 */
import { activeResources, appearedSince, promisesTakeIds } from '../node/ambient/async-ids.js';
import { lightWatchIsCheap, watchLightly, type FoundResource } from '../node/ambient/watch.js';
import type { World } from '../world/world.js';

/** What may have been asked of the real world: `unnamed` where a second run must tell whether, and what. */
export type Suspicion = FoundResource | 'unnamed' | undefined;

export interface Lookout {
  /** What there is by now. */
  suspicion(): Suspicion;
  end(): void;
}

/** Scenarios that have run in this process. */
const known = new WeakSet<object>();

/** Whose name stands for the world's own where the node is not known. */
const SOMEBODY = 'a node';

/**
 * @param awaits whether code of the world may go on after an event, as async programs do
 * @param shared whether code from outside may run in between
 */
export function lookOut(
  world: World,
  { awaits, shared }: { readonly awaits: boolean; readonly shared: boolean },
): Lookout {
  const { scenario } = world.setup;
  const first = scenario !== undefined && !known.has(scenario);
  if (scenario !== undefined) known.add(scenario);
  // What is virtual in a program takes ids all the same: they say nothing.
  const hasVirtual = world.nodes.some(({ program }) => program.virtual !== undefined);
  if (first || hasVirtual || (awaits && lightWatchIsCheap) || promisesTakeIds()) {
    const watch = watchLightly(() => {
      const { running, now } = world;
      if (running !== undefined) return { name: running.name, nowUs: now };
      return shared ? undefined : { name: SOMEBODY, nowUs: now };
    });
    return { suspicion: () => watch.found()[0], end: () => watch.stop() };
  }
  const before = activeResources();
  return {
    suspicion: () => (appearedSince(before).length > 0 ? 'unnamed' : undefined),
    end: () => undefined,
  };
}
