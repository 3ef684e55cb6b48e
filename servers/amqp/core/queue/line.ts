/** Lines of messages: taken from the front at the cost of a step, whatever their length. */
import type { Line, QueuedMessage } from './queue-state.js';

/** The front is cut off when it is so long, and half of the line. */
const LONG = 64;

export function lineLength({ items, head }: Line): number {
  return items.length - head;
}

export function first({ items, head }: Line): QueuedMessage | undefined {
  return items[head];
}

export function pushLast(line: Line, entry: QueuedMessage): void {
  line.items.push(entry);
}

export function takeFirst(line: Line): QueuedMessage | undefined {
  const { items, head } = line;
  if (head >= items.length) return undefined;
  const entry = items[head];
  items[head] = undefined;
  line.head++;
  if (line.head === items.length) clearLine(line);
  else if (line.head >= LONG && line.head * 2 >= items.length) {
    items.splice(0, line.head);
    line.head = 0;
  }
  return entry;
}

/** Puts a message where its place says. */
export function insertInPlace(line: Line, entry: QueuedMessage): void {
  const { items } = line;
  let at = items.length;
  while (at > line.head && (items[at - 1] as QueuedMessage).place > entry.place) at--;
  if (at === line.head && at > 0) items[--line.head] = entry;
  else items.splice(at, 0, entry);
}

export function clearLine(line: Line): void {
  line.items.length = 0;
  line.head = 0;
}
