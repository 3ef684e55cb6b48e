/** A message leaves a queue for good. */
import { journalGone } from '../keep.js';
import type { DeathReason, Run } from '../run.js';
import type { Queue, QueuedMessage } from './queue-state.js';

/** It was not acknowledged: it goes to the dead-letter exchange, if there is one. */
export function die(run: Run, queue: Queue, entry: QueuedMessage, reason: DeathReason): void {
  journalGone(run, queue, entry);
  if (queue.settings.deadLetterExchange !== undefined) run.deaths.push({ queue, entry, reason });
}
