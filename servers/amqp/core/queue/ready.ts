/** What is ready in a queue, in the order in which it leaves. */
import { clearLine, first, insertInPlace, lineLength, pushLast, takeFirst } from './line.js';
import { letPublishersGo } from './publishers.js';
import type { Level, Queue, QueuedMessage } from './queue-state.js';

/** The next message to leave. */
export function head(queue: Queue): QueuedMessage | undefined {
  const level = highest(queue);
  return level && (first(level.returned) ?? first(level.fresh));
}

export function takeHead(queue: Queue): QueuedMessage | undefined {
  const level = highest(queue);
  if (level === undefined) return undefined;
  const entry = (takeFirst(level.returned) ?? takeFirst(level.fresh)) as QueuedMessage;
  queue.ready--;
  queue.readyBytes -= entry.bytes;
  if (queue.publishers !== undefined) letPublishersGo(queue);
  return entry;
}

/** A new message goes to the end of its level. */
export function addFresh(queue: Queue, entry: QueuedMessage): void {
  counted(queue, entry);
  pushLast(levelOf(queue, entry).fresh, entry);
}

/** A message comes back: to its original place, or behind what came back before it. */
export function addReturned(queue: Queue, entry: QueuedMessage, where: 'in place' | 'last'): void {
  counted(queue, entry);
  const { returned } = levelOf(queue, entry);
  if (where === 'last') pushLast(returned, entry);
  else insertInPlace(returned, entry);
}

/** Empties the queue of what is ready. @returns what was in it, in order */
export function takeAll(queue: Queue): QueuedMessage[] {
  const all = allReady(queue);
  for (const { returned, fresh } of queue.levels) {
    clearLine(returned);
    clearLine(fresh);
  }
  queue.ready = 0;
  queue.readyBytes = 0;
  letPublishersGo(queue);
  return all;
}

/** What is ready, in the order in which it leaves. */
function allReady({ levels }: Queue): QueuedMessage[] {
  return levels
    .toReversed()
    .flatMap(({ returned, fresh }) => [returned, fresh])
    .flatMap(({ items, head }) => items.slice(head) as QueuedMessage[]);
}

function counted(queue: Queue, { bytes }: QueuedMessage): void {
  queue.ready++;
  queue.readyBytes += bytes;
}

function levelOf({ levels }: Queue, { priority }: QueuedMessage): Level {
  return levels[priority] as Level;
}

function highest({ levels, ready }: Queue): Level | undefined {
  if (ready === 0) return undefined;
  for (let at = levels.length - 1; at >= 0; at--) {
    const level = levels[at] as Level;
    if (lineLength(level.returned) > 0 || lineLength(level.fresh) > 0) return level;
  }
  return undefined;
}
