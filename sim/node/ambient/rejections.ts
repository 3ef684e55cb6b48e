/**
 * Errors nobody caught, while a world runs: those of a node are the simulator's to treat, and must not reach
 * the process (which would die) or the test runner (which would blame the test).
 */
import { asyncStarted } from '../../kernel/async-started.js';
import { meantForOutside } from './process-events.js';
import { expectNodesOwnImmediate } from './timers.js';

type Listener = (...args: unknown[]) => void;
const events = ['unhandledRejection', 'uncaughtException'] as const;

/**
 * Until the returned function is called, unhandled rejections and uncaught exceptions that arrive while
 * `current` names an owner go to `onRejection` and nowhere else. Others go to the listeners that were there
 * before, or, if there were none, are thrown when the guard ends. Then the listeners are what they were.
 *
 * A rejection arrives when Node looks for it: with the `tick` and `immediate` drains before the drain of the
 * event ends, with `next-tick` only at the end of the macrotask, when `current` can name no node any more.
 */
export function guardRejections<Owner>(
  current: () => Owner | undefined,
  onRejection: (owner: Owner, error: unknown, promise: Promise<unknown> | undefined) => void,
): () => void {
  const unclaimed: unknown[] = [];
  const guards = meantForOutside(() =>
    events.map((event) => {
      const outer = process.rawListeners(event) as Listener[];
      const guard: Listener = (error, ...rest) => {
        const owner = current();
        if (event === 'uncaughtException') {
          asyncStarted.uncaught++;
          expectNodesOwnImmediate();
        }
        const promise = event === 'unhandledRejection' ? (rest[0] as Promise<unknown>) : undefined;
        if (owner !== undefined) onRejection(owner, error, promise);
        else if (outer.length === 0) unclaimed.push(error);
        else for (const listener of outer) listener.call(process, error, ...rest);
      };
      if (outer.length > 0) process.removeAllListeners(event);
      process.on(event, guard as never);
      return { event, guard, outer };
    }),
  );
  let guarding = true;
  return () => {
    if (!guarding) return;
    guarding = false;
    meantForOutside(() => {
      for (const { event, guard, outer } of guards) {
        process.removeListener(event, guard as never);
        for (const listener of outer) process.on(event, listener as never);
      }
    });
    for (const error of unclaimed) {
      // eslint-disable-next-line no-restricted-globals -- outside the world, on the way to Node's own handler
      queueMicrotask(() => {
        throw error;
      });
    }
  };
}
