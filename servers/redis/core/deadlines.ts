/** Deadlines of keys: which key has which, and a heap of all there were, of which the first is the next one due. */
import type { Deadline, RedisDatabase } from './data.js';

export function setDeadline(db: RedisDatabase, key: string, atMs: number): void {
  if (db.expires.get(key) === atMs) return;
  db.expires.set(key, atMs);
  push(db.due, { atMs, key });
  // Deadlines that hold no more stay in the heap until they come up, or until they are most of it.
  if (db.due.length > 64 && db.due.length > 2 * db.expires.size) {
    db.due = [];
    for (const [one, at] of db.expires) push(db.due, { atMs: at, key: one });
  }
}

/** The next key that will be over, with its deadline, which is its last millisecond. */
export function nextDeadline(db: RedisDatabase): Deadline | undefined {
  for (let first = db.due[0]; first !== undefined; first = db.due[0]) {
    if (db.expires.get(first.key) === first.atMs) return first;
    pop(db.due);
  }
  return undefined;
}

const isBefore = (a: Deadline, b: Deadline): boolean =>
  a.atMs < b.atMs || (a.atMs === b.atMs && a.key < b.key);

function push(heap: Deadline[], one: Deadline): void {
  let at = heap.push(one) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const upper = heap[above] as Deadline;
    if (!isBefore(one, upper)) break;
    heap[at] = upper;
    at = above;
  }
  heap[at] = one;
}

function pop(heap: Deadline[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (let below = 1; below < heap.length; below = 2 * at + 1) {
    const other = heap[below + 1];
    if (other !== undefined && isBefore(other, heap[below] as Deadline)) below++;
    const lower = heap[below] as Deadline;
    if (!isBefore(lower, last)) break;
    heap[at] = lower;
    at = below;
  }
  heap[at] = last;
}
