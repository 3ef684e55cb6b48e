/** Who waits, and who is next: first come first, last come first, or by priority. Plain data. */

export const lineOrders = ['fifo', 'lifo', 'priority'] as const;
/** `fifo`: who came first; `lifo`: who came last; `priority`: the highest, and among equals who came first. */
export type LineOrder = (typeof lineOrders)[number];

/** One that waits. */
export interface InLine<W> {
  readonly work: W;
  readonly sinceMs: number;
  readonly priority: number;
  /** Grows from one to the next. */
  readonly number: number;
}

/** Those that wait. With `priority` a heap, otherwise in the order of coming; what is before `head` is gone. */
export interface WaitingLine<W> {
  readonly order: LineOrder;
  items: (InLine<W> | undefined)[];
  head: number;
  came: number;
}

export const newLine = <W>(order: LineOrder): WaitingLine<W> => ({ order, items: [], head: 0, came: 0 });

export const lineLength = (line: WaitingLine<unknown>): number => line.items.length - line.head;

/** Joins the line. */
export function joinLine<W>(line: WaitingLine<W>, work: W, sinceMs: number, priority: number): void {
  line.items.push({ work, sinceMs, priority, number: line.came++ });
  if (line.order === 'priority') rise(line.items as InLine<W>[], line.items.length - 1);
}

/** Takes out who is next. */
export function nextInLine<W>(line: WaitingLine<W>): InLine<W> | undefined {
  const { items } = line;
  if (line.order === 'lifo') return items.pop();
  if (line.order === 'priority') return takeTop(items as InLine<W>[]);
  const first = items[line.head];
  if (first === undefined) return undefined;
  items[line.head++] = undefined;
  // Moved to the front only when most of it is gone: each one is moved once, on average.
  if (line.head > 64 && line.head * 2 > items.length) {
    items.splice(0, line.head);
    line.head = 0;
  }
  return first;
}

/** Takes out all for which `leaves` is true, in the order in which they came. */
export function leaveLine<W>(line: WaitingLine<W>, leaves: (item: InLine<W>) => boolean): InLine<W>[] {
  const all = (line.items.slice(line.head) as InLine<W>[]).sort((a, b) => a.number - b.number);
  const leaving = all.filter(leaves);
  if (leaving.length === 0) return leaving;
  const gone = new Set(leaving);
  line.items = all.filter((item) => !gone.has(item));
  line.head = 0;
  if (line.order === 'priority') (line.items as InLine<W>[]).sort((a, b) => (isBefore(a, b) ? -1 : 1));
  return leaving;
}

const isBefore = (a: InLine<unknown>, b: InLine<unknown>): boolean =>
  a.priority === b.priority ? a.number < b.number : a.priority > b.priority;

function rise<W>(heap: InLine<W>[], from: number): void {
  const item = heap[from] as InLine<W>;
  let at = from;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (!isBefore(item, heap[above] as InLine<W>)) break;
    heap[at] = heap[above] as InLine<W>;
    at = above;
  }
  heap[at] = item;
}

function takeTop<W>(heap: InLine<W>[]): InLine<W> | undefined {
  const top = heap[0];
  const item = heap.pop();
  if (item === undefined || item === top) return top;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && isBefore(heap[below + 1] as InLine<W>, heap[below] as InLine<W>)) below++;
    if (!isBefore(heap[below] as InLine<W>, item)) break;
    heap[at] = heap[below] as InLine<W>;
    at = below;
  }
  heap[at] = item;
  return top;
}
