/** How many messages a queue may hold ready, and what happens to those above. */
import type { Run } from '../run.js';
import { die } from './leave.js';
import { takeHead } from './ready.js';
import type { Queue, QueuedMessage } from './queue-state.js';

/**
 * Would the queue be too long with it? Asked of those that refuse. A quorum queue tells publishers only once it is too
 * long: one more gets in.
 */
export function isFull(queue: Queue, { bytes }: QueuedMessage): boolean {
  const { overflow, kind } = queue.settings;
  if (overflow === 'drop-head') return false;
  return kind === 'quorum' ? isOver(queue, 0, 0) : isOver(queue, 1, bytes);
}

/** Drops from the head what is too much. @returns whether something was dropped */
export function dropOverLength(run: Run, queue: Queue): boolean {
  if (queue.settings.overflow !== 'drop-head') return false;
  let dropped = false;
  for (; queue.ready > 0 && isOver(queue, 0, 0); dropped = true)
    die(run, queue, takeHead(queue) as QueuedMessage, 'maxlen');
  return dropped;
}

function isOver({ settings, ready, readyBytes, held }: Queue, more: number, moreBytes: number): boolean {
  const { maxLength, maxLengthBytes } = settings;
  return (
    (maxLength !== undefined && ready + held.length + more > maxLength) ||
    (maxLengthBytes !== undefined && readyBytes + moreBytes > maxLengthBytes)
  );
}
