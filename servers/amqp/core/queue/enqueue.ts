/** A message comes into a queue, or is refused. */
import type { Message } from '../message.js';
import { journalMessage } from '../keep.js';
import type { Run } from '../run.js';
import { bodyBytes } from './body-bytes.js';
import { dropExpired, expiryOf } from './expiry.js';
import { give, handOut } from './hand-out.js';
import { die } from './leave.js';
import { dropOverLength, isFull } from './length.js';
import { addFresh } from './ready.js';
import type { Queue, QueuedMessage } from './queue-state.js';
import { nextConsumer } from './turns.js';

/** `durable`: it is kept over a restart, so its confirm waits for the journal. */
export type Enqueued = 'kept' | 'durable' | 'refused';

/** `publisher`: the channel it comes by; undefined for one that quorum queues never stop. */
export function enqueue(run: Run, queue: Queue, message: Message, publisher: string | undefined): Enqueued {
  const entry = newEntry(run, queue, message);
  if (isFull(queue, entry, publisher)) {
    if (queue.settings.overflow === 'reject-publish-dlx') die(run, queue, entry, 'maxlen');
    return 'refused';
  }
  journalMessage(run, queue, entry);
  if (queue.settings.kind === 'classic') enterClassic(run, queue, entry);
  else {
    // Whoever is ready gets even what has no time at all.
    addFresh(queue, entry);
    handOut(run, queue);
    dropOverLength(run, queue);
    dropExpired(run, queue);
  }
  return entry.durable ? 'durable' : 'kept';
}

/** Whoever can have it at once gets it, whatever its age; what must wait may be dropped, or drop others. */
function enterClassic(run: Run, queue: Queue, entry: QueuedMessage): void {
  const consumer = queue.ready === 0 ? nextConsumer(run.broker, queue) : undefined;
  if (consumer !== undefined) return give(run, queue, consumer, entry);
  addFresh(queue, entry);
  const dropped = dropOverLength(run, queue);
  const isAlone = queue.ready === 1;
  // The queue looks at the age of its head where a new message may have become it, and nowhere else.
  const headIsKnown = dropped ? isAlone && entry.expiresAtMs === undefined : !isAlone;
  if (!headIsKnown) dropExpired(run, queue);
}

function newEntry(run: Run, queue: Queue, message: Message): QueuedMessage {
  const { settings } = queue;
  const { deliveryMode, priority = 0, expiration } = message.properties;
  return {
    message,
    place: queue.places++,
    priority: settings.maxPriority === 0 ? 0 : Math.min(priority, settings.maxPriority),
    bytes: settings.maxLengthBytes === undefined ? 0 : bodyBytes(message.body),
    expiresAtMs: expiryOf(queue, expiration, run.nowMs),
    durable:
      settings.durable && settings.owner === undefined && (settings.kind === 'quorum' || deliveryMode === 2),
    redelivered: false,
    returns: 0,
  };
}
