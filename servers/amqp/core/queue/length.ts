/** How many messages a queue may hold ready, and what happens to those above. */
import type { Run } from '../run.js';
import { die } from './leave.js';
import { isTooLong, mayPublish, stopPublishers } from './publishers.js';
import { takeHead } from './ready.js';
import type { Queue, QueuedMessage } from './queue-state.js';

/** Does a queue that refuses what is too much refuse this? Quorum queues ask who publishes it. */
export function isFull(queue: Queue, { bytes }: QueuedMessage, publisher: string | undefined): boolean {
  const { overflow, kind } = queue.settings;
  if (overflow === 'drop-head') return false;
  return kind === 'quorum' ? !mayPublish(queue, publisher) : isTooLong(queue, 1, bytes);
}

/** Drops from the head what is too much, or stops who publishes it. @returns whether something was dropped */
export function dropOverLength(run: Run, queue: Queue): boolean {
  if (queue.settings.overflow !== 'drop-head') {
    stopPublishers(queue);
    return false;
  }
  if (!isTooLong(queue)) return false;
  const dropped: QueuedMessage[] = [];
  while (queue.ready > 0 && isTooLong(queue)) dropped.push(takeHead(queue) as QueuedMessage);
  // A quorum queue sends them on the other way round.
  if (queue.settings.kind === 'quorum') dropped.reverse();
  for (const entry of dropped) die(run, queue, entry, 'maxlen');
  return dropped.length > 0;
}
