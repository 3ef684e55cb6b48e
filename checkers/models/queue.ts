/** A first-in, first-out queue. */
import type { Model } from '../model.js';
import { queuePath } from '../fast-paths/queue.js';
import { identityOf, sameValue, show } from '../identity.js';

/** What clients ask of a queue. */
export type QueueInput =
  | { readonly f: 'enqueue'; readonly key?: string | number; readonly value: unknown }
  | { readonly f: 'dequeue'; readonly key?: string | number };

/** A dequeue answers the oldest value, `null` from an empty queue; what an enqueue answers is ignored. */
export type QueueOutput = unknown;

/** A queue that is empty at first. */
export function queueModel(): Model<readonly unknown[], QueueInput, QueueOutput> {
  return {
    name: 'queue',
    functions: { enqueue: ['value'], dequeue: [] },
    initial: [],
    step(queue, input, output) {
      if (input.f === 'enqueue') return [...queue, input.value];
      const [oldest = null] = queue;
      return output === undefined || sameValue(output, oldest) ? queue.slice(1) : undefined;
    },
    effect: (input, output) => (input.f === 'enqueue' || output === undefined ? 'always' : 'sometimes'),
    key: (queue) => identityOf(queue) as string,
    printState: show,
    printOperation: (input, output) =>
      input.f === 'enqueue'
        ? `enqueue ${show(input.value)}`
        : `dequeue${output === undefined ? '' : ` ${show(output)}`}`,
    fastPath: queuePath,
  };
}
