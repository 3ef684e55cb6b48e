/**
 * What a simulated node lends to ordinary JavaScript: the clock, the timers and the randomness behind `Date`,
 * `setTimeout`, `Math.random` and their kin while that node runs.
 */

/** Names a timer of one host, for as long as the host lives: numbers are not used again. */
export type TimerId = number;

/** One incarnation of a node, as the ambient functions see it. All times are milliseconds, down to 0.001. */
export interface AmbientHost {
  /** State machines must not keep closures across events: in them every ambient timer is refused. */
  readonly style: 'async-program' | 'state-machine';
  /** The node's wall clock, since 1970, with its offset, drift and jumps. Drives `Date`. */
  wallMs(): number;
  /** The node's monotonic clock. Drives `performance.now`, `process.hrtime` and `process.uptime`. */
  monotonicMs(): number;
  /** What the wall clock showed when the monotonic clock was 0; fixed for the incarnation. */
  timeOriginMs(): number;
  /** A draw in [0, 1) from the node's own stream. */
  random(): number;
  /** 32 random bits, signed or unsigned. */
  int32(): number;
  /**
   * Calls `run` after `delayMs` (0 for setImmediate, an integer of at least 1 for the others), then every
   * `everyMs` if that is given. `run` throws what the user's callback throws.
   */
  setTimer(run: () => void, delayMs: number, everyMs: number | undefined): TimerId;
  /**
   * Forgets a pending timer (one that repeats is pending until then). Code that outlives the node, or another
   * node that shares a variable with it, may still call this after a crash: that is ignored.
   */
  clearTimer(id: TimerId): void;
  /** Ends the run: `sentence` says what was asked for and what to do instead; the host adds node and time. */
  refuse(sentence: string): never;
}

/** The host of the code that is running right now; undefined while code outside every world runs. */
export type CurrentHost = () => AmbientHost | undefined;
