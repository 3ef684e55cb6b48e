/**
 * Messages that are too old leave at the head of a queue, and only there: one behind a message that lives longer waits.
 *
 * A classic queue does not look at every moment. It keeps one timer, set for the head that it saw last; a message that
 * overtakes others by its priority gets none, and may be delivered when it is too old.
 */
import type { Run } from '../run.js';
import { die } from './leave.js';
import { head, takeHead } from './ready.js';
import type { Queue, QueuedMessage } from './queue-state.js';

/** An earlier head sets the timer anew if it is so much earlier. */
const WORTH_MS = 1;

export function dropExpired(run: Run, queue: Queue): void {
  for (let next = head(queue); next !== undefined; next = head(queue)) {
    const { expiresAtMs } = next;
    if (expiresAtMs === undefined) return;
    if (expiresAtMs > run.nowMs) return ensureTimer(queue, expiresAtMs);
    die(run, queue, takeHead(queue) as QueuedMessage, 'expired');
  }
}

/** The timer of the queue went off. */
export function expiryDue(run: Run, queue: Queue): void {
  queue.expiryAtMs = undefined;
  dropExpired(run, queue);
}

function ensureTimer(queue: Queue, atMs: number): void {
  if (queue.expiryAtMs === undefined || atMs + WORTH_MS < queue.expiryAtMs) queue.expiryAtMs = atMs;
}

/** When a message is too old: the smaller of the queue's limit and its own holds. */
export function expiryOf(
  { settings: { messageTtlMs } }: Queue,
  expiration: string | undefined,
  nowMs: number,
): number | undefined {
  const own = expiration === undefined ? undefined : Number(expiration);
  if (own === undefined && messageTtlMs === undefined) return undefined;
  return nowMs + Math.min(own ?? Infinity, messageTtlMs ?? Infinity);
}
