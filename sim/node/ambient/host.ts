/**
 * What a simulated node lends to ordinary JavaScript: the clock, the timers and the randomness behind `Date`,
 * `setTimeout`, `Math.random` and their kin while that node runs.
 */

import type { ProcessListeners } from './process-listeners.js';
import type { ProcessLoop } from './process-loop.js';

/** One incarnation of a node, as the ambient functions see it. All times are milliseconds, down to 0.001. */
export interface AmbientHost {
  /** State machines must not keep closures across events: in them every ambient timer is refused. */
  readonly style: 'async-program' | 'state-machine';
  /** Resources of Node's, by the names of async_hooks, that are no real I/O here: the program has them on virtual devices. */
  readonly virtual: ReadonlySet<string> | undefined;
  /** The node's wall clock, since 1970, with its offset, drift and jumps. Drives `Date`. */
  wallMs(): number;
  /** The monotonic clock of the machine, which runs since it was switched on. Drives `process.hrtime`. */
  machineMs(): number;
  /** How long the process has been there, on the same clock. Drives `performance.now` and `process.uptime`. */
  processMs(): number;
  /** What the wall clock showed when the process began; fixed for the incarnation. */
  timeOriginMs(): number;
  /** A draw in [0, 1) from the node's own stream. */
  random(): number;
  /** 32 random bits, signed or unsigned. */
  int32(): number;
  /** What it is to its machine: pid, environment, host name. */
  readonly face: { readonly pid: number; readonly hostname: string; readonly env: Record<string, string> };
  /** Its timers and immediates. */
  readonly loop: ProcessLoop;
  /** Who listens to its `process`; undefined for other code of the process to fill. */
  processEvents: ProcessListeners | undefined;
  /** Ends the run: `sentence` says what was asked for and what to do instead; the host adds node and time. */
  refuse(sentence: string): never;
}

/** The host of the code that is running right now; undefined while code outside every world runs. */
export type CurrentHost = () => AmbientHost | undefined;
