/** A message leaves a queue for good. */
import { journalGone } from '../keep.js';
import type { Run } from '../run.js';
import { keepsDeadLetters, type DeathReason, type Queue, type QueuedMessage } from './queue-state.js';

/** It was not acknowledged: it goes to the dead-letter exchange, if there is one. */
export function die(run: Run, queue: Queue, entry: QueuedMessage, reason: DeathReason): void {
  if (!keepsDeadLetters(queue)) journalGone(run, queue, entry);
  if (queue.settings.deadLetterExchange !== undefined) run.deaths.push({ queue, entry, reason });
}
