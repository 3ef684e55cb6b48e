/**
 * What Node does in threads of its own, done at once and told a little later in the node's own time: a job of a thread
 * would end when no seed says.
 */
import { asyncContext } from '../../sim/node/ambient/async-context.js';
import { running } from '../running.js';

/** How long a job takes. */
const JOB_US = 50;

/** Does it now, and tells the running program's `done` later what came of it. */
export function doNow(job: () => unknown, done: (error: unknown, result?: unknown) => void): void {
  let told: () => void;
  try {
    const result = job();
    told = () => done(null, result);
  } catch (error) {
    told = () => done(error);
  }
  const context = asyncContext();
  running()?.card.after(JOB_US, () => context.runInAsyncScope(told));
}
