/** How full a broker's queues are. */
import type { Broker } from './broker.js';
import { lineLength } from './queue/line.js';
import { consumersOf } from './queue/queue-state.js';

/** Counts of a queue. */
export interface QueueDepth {
  /** Messages that wait. */
  readonly ready: number;
  /** Those of them that somebody had before. */
  readonly returned: number;
  /** Messages that clients hold. */
  readonly unsettled: number;
  readonly consumers: number;
}

/** How many messages wait in each queue, how many clients hold, and who consumes. */
export function depthsOf({ queues }: Broker): Record<string, QueueDepth> {
  const depths: Record<string, QueueDepth> = {};
  for (const [name, queue] of queues) {
    const { ready, unsettled, levels } = queue;
    const returned = levels.reduce((sum, level) => sum + lineLength(level.returned), 0);
    depths[name] = { ready, returned, unsettled, consumers: consumersOf(queue).length };
  }
  return depths;
}

/** Nothing waits, and clients hold nothing. */
export function isEmpty({ queues }: Broker): boolean {
  for (const { ready, unsettled } of queues.values()) if (ready > 0 || unsettled > 0) return false;
  return true;
}
