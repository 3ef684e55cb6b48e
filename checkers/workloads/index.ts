/** Judges of the workloads that people record with Jepsen and Maelstrom, by the names those give them. */
export { setFull, type SetFullOptions } from './set-full.js';
export { eventualSet } from './eventual-set.js';
export { type SetFunctions } from './set-columns.js';
export { eventualCounter, type EventualCounterOptions } from './eventual-counter.js';
export { totalQueue, type TotalQueueOptions } from './total-queue.js';
export { longFork } from './long-fork.js';
export { echoes, type EchoOptions } from './echo.js';
