/**
 * What the engine sees of the async work of the process, since the process began. Whoever puts a
 * function in the place of `process.nextTick` and the like counts here; drains and the watch for real I/O
 * compare the counts.
 */
export const asyncStarted = {
  /** Calls of process.nextTick. */
  ticks: 0,
  /** Async ids that Node handed out for ticks, microtasks, virtual timers and drains. */
  ids: 0,
  /** Exceptions nobody caught: each makes Node leave its queues for another turn of the loop. */
  uncaught: 0,
  /** A drain is starting an immediate of its own: no node asked for it. */
  hopping: false,
};
