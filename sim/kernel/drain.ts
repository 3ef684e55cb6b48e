/**
 * Draining: between two simulated events every promise and every nextTick, at any depth, must have run.
 *
 * Three ways, from fast to plain:
 * - `tick` calls `process._tickCallback()`, which does what Node does after every native callback. It is
 *   synchronous, and it is not documented: it is probed before use. Called from inside a microtask it drains no
 *   promises and does not say so, hence `inMacrotask`.
 * - `next-tick` awaits `process.nextTick`. One hop drains promises of any depth, but a chain in which ticks and
 *   promises alternate needs one hop per link: the hop is repeated until no tick came in between. Ticks are
 *   counted by the ambient functions, so these must be in place (install them in a fresh macrotask too: test
 *   runners put a borrowed `process.nextTick` back one tick late); one captured before them is not seen.
 * - `immediate` awaits `setImmediate`: complete by construction, but anything else in the process may run too.
 *
 * An endless chain of microtasks or ticks never ends under any of the three: JavaScript offers no way in.
 */
/* eslint-disable no-restricted-globals -- this file is where the engine meets the real event loop */
import { asyncStarted } from './async-started.js';

export type DrainName = 'tick' | 'next-tick' | 'immediate';

/** Drains all async work; nothing a callback throws comes out of `drain` itself. */
export type Drain =
  | { readonly name: 'tick'; readonly kind: 'sync'; drain(): void }
  | { readonly name: 'next-tick' | 'immediate'; readonly kind: 'async'; drain(): Promise<void> };

// As they were before any world put its own in their place.
const realSetImmediate = setImmediate;
const realQueueMicrotask = queueMicrotask;
const realNextTick = process.nextTick.bind(process);

/** Runs a function from a fresh macrotask, where no microtask is running, and gives its result. */
export function inMacrotask<T>(run: () => T | Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    realSetImmediate(() => {
      try {
        resolve(run());
      } catch (error) {
        reject(error as Error);
      }
    });
  });
}

/**
 * The preferred drain, or `next-tick` where `tick` does not work. With the two asynchronous drains, worlds of
 * one process must run one after the other: they would run in each other's gaps.
 */
export async function chooseDrain(preferred: DrainName = 'tick'): Promise<Drain> {
  if (preferred === 'immediate') return { name: 'immediate', kind: 'async', drain: hopToImmediate };
  if (preferred === 'tick' && (await tickWorks())) return tickDrain();
  return nextTickDrain();
}

/** Undocumented in Node, there since its first years. */
const runTicks = (process as unknown as { _tickCallback?: () => void })._tickCallback;

/** As little documented: what Node calls with an error nobody caught; true if somebody listened. */
const fatal = (process as unknown as { _fatalException?: (error: unknown, fromPromise: boolean) => boolean })
  ._fatalException;

let probe: Promise<boolean> | undefined;

function tickWorks(): Promise<boolean> {
  probe ??= inMacrotask(() => typeof runTicks === 'function' && drainsMixedChain(runTicks));
  return probe;
}

/** Whether `tick` runs a chain in which promises and ticks alternate to its end before it returns. */
function drainsMixedChain(tick: () => void): boolean {
  let ended = false;
  const link = (depth: number): void => {
    if (depth === 0) ended = true;
    else if (depth % 2 === 0) void Promise.resolve().then(() => link(depth - 1));
    else realNextTick(() => link(depth - 1));
  };
  link(6);
  tick();
  return ended;
}

function tickDrain(): Drain {
  const tick = (): void => drainTicks(runTicks as () => void);
  let proven = false;
  const drain = (): void => {
    if (!proven) {
      let ran = false;
      void Promise.resolve().then(() => (ran = true));
      tick();
      if (!ran) {
        throw new Error('drain() was called inside a microtask, where it drains nothing: use inMacrotask()');
      }
      proven = true;
      return;
    }
    tick();
  };
  return { name: 'tick', kind: 'sync', drain };
}

/** What a nextTick callback throws goes where Node would send it, to `uncaughtException`; the rest still runs. */
function drainTicks(tick: () => void): void {
  for (;;) {
    try {
      tick();
      return;
    } catch (error) {
      // At once, where Node still has its own way in; else behind the rest of the queue.
      if (fatal?.call(process, error, false) !== true)
        realQueueMicrotask(() => {
          throw error;
        });
    }
  }
}

function nextTickDrain(): Drain {
  /** Ticks started when the last hop began: those after it may not have run when it ended, nor what they led to. */
  let settled = asyncStarted.ticks;
  const drain = async (): Promise<void> => {
    // A tick queued by a macrotask comes before its promises, one queued by a promise after all of them.
    await undefined;
    // A hop drained everything if no tick but its own was pending when it began, and none came since.
    let clean = false;
    while (!clean) {
      const before = asyncStarted.ticks;
      asyncStarted.ids++;
      await new Promise<void>((resolve) => realNextTick(resolve));
      clean = before === settled && asyncStarted.ticks === before;
      settled = before;
    }
  };
  return { name: 'next-tick', kind: 'async', drain };
}

async function hopToImmediate(): Promise<void> {
  let uncaught;
  do {
    uncaught = asyncStarted.uncaught;
    asyncStarted.ids++;
    await new Promise<void>((resolve) => {
      asyncStarted.hopping = true;
      realSetImmediate(resolve);
      asyncStarted.hopping = false;
    });
  } while (asyncStarted.uncaught !== uncaught);
}
