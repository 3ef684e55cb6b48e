/** Writes into the journal what must outlive a restart, and knows what waits until that is durable. */
import type { JournalWait } from './broker.js';
import type { JournalLine } from './journal.js';
import type { Run } from './run.js';
import type { Queue, QueuedMessage } from './queue/queue-state.js';

export function journal({ outlet }: Run, line: JournalLine): void {
  outlet.journal?.(line);
}

export function journalMessage(run: Run, queue: Queue, entry: QueuedMessage): void {
  if (!entry.durable || run.outlet.journal === undefined) return;
  const { place, message, expiresAtMs } = entry;
  run.outlet.journal({ line: 'message', queue: queue.id, place, message, expiresAtMs });
}

export function journalDelivered(run: Run, queue: Queue, { durable, place }: QueuedMessage): void {
  if (durable) run.outlet.journal?.({ line: 'delivered', queue: queue.id, place });
}

export function journalGone(run: Run, queue: Queue, { durable, place }: QueuedMessage): void {
  if (durable) run.outlet.journal?.({ line: 'message-gone', queue: queue.id, place });
}

/** Something waits until all lines so far are durable. */
export function waitForJournal({ broker }: Run, wait: JournalWait): void {
  broker.journalWaits.push(wait);
}
