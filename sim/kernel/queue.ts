/**
 * The event queue: what is going to happen, in order of (time, order).
 *
 * Events are rows in columns, not objects: a binary heap of slots over a pool that starts small and grows. The
 * heap is indexed, so a cancelled event leaves for real instead of lying around until its time comes. After a
 * `pop` the top stays a hole that the next `push` fills, which saves most of the sifting: nearly every event
 * schedules another (the "replace-top" of Sedgewick, Algorithms, 2.4).
 */

import { EngineFault } from './engine-fault.js';

/** A row of the pool. Valid until its event was popped or cancelled. */
export type Slot = number;

/** The pending events, earliest first. */
export interface QueueSnapshot {
  readonly slots: readonly Slot[];
  readonly used: number;
  readonly free: Int32Array;
  readonly rows: readonly QueueRow[];
}

interface QueueRow {
  readonly time: number;
  readonly order: number;
  readonly kind: number;
  readonly node: number;
  readonly a: number;
  readonly b: number;
  readonly cause: number;
  readonly payload: unknown;
}

const START_CAPACITY = 64;

export class EventQueue {
  /** Columns of the pool, by slot. `kind`, `node`, `a`, `b` and `payload` belong to whoever pushed. */
  time = new Float64Array(START_CAPACITY);
  order = new Float64Array(START_CAPACITY);
  kind = new Uint8Array(START_CAPACITY);
  node = new Int32Array(START_CAPACITY);
  a = new Int32Array(START_CAPACITY);
  b = new Float64Array(START_CAPACITY);
  cause = new Float64Array(START_CAPACITY);
  payload: unknown[] = [];

  private heap = new Int32Array(START_CAPACITY);
  private place = new Int32Array(START_CAPACITY);
  private free: Int32Array = new Int32Array(START_CAPACITY);
  private freeCount = 0;
  private used = 0;
  private size = 0;
  private hole = false;

  /** Number of events pending. */
  get length(): number {
    return this.hole ? this.size - 1 : this.size;
  }

  push(
    time: number,
    order: number,
    kind: number,
    node: number,
    a: number,
    b: number,
    cause: number,
    payload: unknown,
  ): Slot {
    let slot: number;
    if (this.freeCount > 0) slot = this.free[--this.freeCount] as number;
    else {
      if (this.used === this.time.length) this.grow();
      slot = this.used++;
    }
    this.time[slot] = time;
    this.order[slot] = order;
    this.kind[slot] = kind;
    this.node[slot] = node;
    this.a[slot] = a;
    this.b[slot] = b;
    this.cause[slot] = cause;
    this.payload[slot] = payload;
    if (this.hole) {
      this.hole = false;
      this.siftDown(0, slot);
    } else this.siftUp(this.size++, slot);
    return slot;
  }

  /** The slot of the earliest event, or -1. */
  peek(): Slot {
    this.fillHole();
    return this.size === 0 ? -1 : (this.heap[0] as number);
  }

  /**
   * Takes the earliest event out and returns its slot, or -1 when nothing is pending. The columns of the slot
   * stay readable until the next push.
   */
  pop(): Slot {
    this.fillHole();
    if (this.size === 0) return -1;
    const slot = this.heap[0] as number;
    if (this.place[slot] !== 0) throw new EngineFault(`slot ${slot} came up, but is not pending`);
    this.hole = true;
    this.release(slot);
    return slot;
  }

  /** Takes an event out before its time. */
  cancel(slot: Slot): void {
    if (!this.isPending(slot)) this.refuse(slot);
    const index = this.place[slot] as number;
    this.release(slot);
    const last = this.heap[--this.size] as number;
    if (last === slot) return;
    if (index > 0 && this.before(last, this.heap[(index - 1) >> 1] as number)) this.siftUp(index, last);
    else this.siftDown(index, last);
  }

  /** The pending events in the order in which they would happen. */
  pending(): Slot[] {
    this.fillHole();
    return Array.from(this.heap.subarray(0, this.size)).sort((x, y) => (this.before(x, y) ? -1 : 1));
  }

  /** What an event is that is pending, or was popped last, without where in the pool it is. */
  row(slot: Slot): readonly unknown[] {
    if (!this.isHeld(slot)) this.refuse(slot);
    const { time, kind, node, a, b, payload } = this;
    return [time[slot], kind[slot], node[slot], a[slot], b[slot], payload[slot]];
  }

  /** Everything pending, with each event in its slot. `copy` copies a payload. */
  save(copy: (payload: unknown) => unknown): QueueSnapshot {
    const slots = this.pending();
    return {
      slots,
      used: this.used,
      free: this.free.slice(0, this.freeCount),
      rows: slots.map((slot) => ({
        time: this.time[slot] as number,
        order: this.order[slot] as number,
        kind: this.kind[slot] as number,
        node: this.node[slot] as number,
        a: this.a[slot] as number,
        b: this.b[slot] as number,
        cause: this.cause[slot] as number,
        payload: copy(this.payload[slot]),
      })),
    };
  }

  /** Puts back what was saved, every event in the slot it had. */
  restore(saved: QueueSnapshot, copy: (payload: unknown) => unknown): void {
    while (this.time.length < saved.used) this.grow();
    this.used = saved.used;
    this.free.set(saved.free);
    this.freeCount = saved.free.length;
    this.payload.length = 0;
    this.size = 0;
    this.hole = false;
    for (const [index, row] of saved.rows.entries()) {
      const slot = saved.slots[index] as Slot;
      this.time[slot] = row.time;
      this.order[slot] = row.order;
      this.kind[slot] = row.kind;
      this.node[slot] = row.node;
      this.a[slot] = row.a;
      this.b[slot] = row.b;
      this.cause[slot] = row.cause;
      this.payload[slot] = copy(row.payload);
      this.siftUp(this.size++, slot);
    }
  }

  /** Whether an event is in this slot that is still to happen. */
  isPending(slot: Slot): boolean {
    this.fillHole();
    return this.isHeld(slot);
  }

  /** Whether the heap holds the slot; the hole that `pop` left holds what was popped. */
  private isHeld(slot: Slot): boolean {
    const index = this.place[slot] ?? this.size;
    return index < this.size && this.heap[index] === slot;
  }

  private refuse(slot: Slot): never {
    throw new EngineFault(`slot ${slot} holds no pending event`);
  }

  private release(slot: number): void {
    this.free[this.freeCount++] = slot;
  }

  private before(x: number, y: number): boolean {
    const tx = this.time[x] as number;
    const ty = this.time[y] as number;
    return tx < ty || (tx === ty && (this.order[x] as number) < (this.order[y] as number));
  }

  private fillHole(): void {
    if (!this.hole) return;
    this.hole = false;
    const last = this.heap[--this.size] as number;
    if (this.size > 0) this.siftDown(0, last);
  }

  private siftUp(from: number, slot: number): void {
    const { heap, place, time, order } = this;
    const slotTime = time[slot] as number;
    const slotOrder = order[slot] as number;
    let index = from;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex] as number;
      const parentTime = time[parent] as number;
      if (parentTime < slotTime || (parentTime === slotTime && (order[parent] as number) < slotOrder)) break;
      heap[index] = parent;
      place[parent] = index;
      index = parentIndex;
    }
    heap[index] = slot;
    place[slot] = index;
  }

  private siftDown(from: number, slot: number): void {
    const { heap, place, time, order, size } = this;
    const slotTime = time[slot] as number;
    const slotOrder = order[slot] as number;
    let index = from;
    for (;;) {
      let childIndex = 2 * index + 1;
      if (childIndex >= size) break;
      let child = heap[childIndex] as number;
      let childTime = time[child] as number;
      const otherIndex = childIndex + 1;
      if (otherIndex < size) {
        const other = heap[otherIndex] as number;
        const otherTime = time[other] as number;
        if (
          otherTime < childTime ||
          (otherTime === childTime && (order[other] as number) < (order[child] as number))
        ) {
          childIndex = otherIndex;
          child = other;
          childTime = otherTime;
        }
      }
      if (slotTime < childTime || (slotTime === childTime && slotOrder < (order[child] as number))) break;
      heap[index] = child;
      place[child] = index;
      index = childIndex;
    }
    heap[index] = slot;
    place[slot] = index;
  }

  private grow(): void {
    const capacity = this.time.length * 2;
    this.time = grown(this.time, new Float64Array(capacity));
    this.order = grown(this.order, new Float64Array(capacity));
    this.kind = grown(this.kind, new Uint8Array(capacity));
    this.node = grown(this.node, new Int32Array(capacity));
    this.a = grown(this.a, new Int32Array(capacity));
    this.b = grown(this.b, new Float64Array(capacity));
    this.cause = grown(this.cause, new Float64Array(capacity));
    this.heap = grown(this.heap, new Int32Array(capacity));
    this.place = grown(this.place, new Int32Array(capacity));
    this.free = grown(this.free, new Int32Array(capacity));
  }
}

function grown<T extends Float64Array | Int32Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
