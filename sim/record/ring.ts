/** The last events of a run, always kept: columns in a ring, so that keeping them costs next to nothing. */
import { eventKindName } from '../kernel/event-kind.js';
import { toMs } from '../kernel/time.js';

/** One event as the ring remembers it. */
export interface RingEvent {
  /** Number of the event: 1 is the first of the run. */
  readonly event: number;
  readonly atMs: number;
  readonly kind: string;
  /** Whom it happened to; empty for the world itself. */
  readonly node: string;
  readonly a: number;
  readonly b: number;
  /** Number of the event that caused it; 0: the plan or the start of the run. */
  readonly cause: number;
}

const FIRST_CAPACITY = 256;

export class Ring {
  private capacity: number;
  private time: Float64Array;
  private kind: Uint8Array;
  private node: Int32Array;
  private a: Int32Array;
  private b: Float64Array;
  private cause: Float64Array;
  private mask: number;
  /** Events up to this one are not remembered. */
  private forgotten = 0;

  /** @param limit how many events are kept at most; a power of two */
  constructor(private readonly limit = 4096) {
    this.capacity = Math.min(FIRST_CAPACITY, limit);
    this.mask = this.capacity - 1;
    this.time = new Float64Array(this.capacity);
    this.kind = new Uint8Array(this.capacity);
    this.node = new Int32Array(this.capacity);
    this.a = new Int32Array(this.capacity);
    this.b = new Float64Array(this.capacity);
    this.cause = new Float64Array(this.capacity);
  }

  /** Remembers event number `event`; numbers come one after another from 1. */
  add(event: number, time: number, kind: number, node: number, a: number, b: number, cause: number): void {
    if (event > this.capacity && this.capacity < this.limit) this.grow();
    const at = event & this.mask;
    this.time[at] = time;
    this.kind[at] = kind;
    this.node[at] = node;
    this.a[at] = a;
    this.b[at] = b;
    this.cause[at] = cause;
  }

  /** The world was put back to an event, perhaps of another world: only what follows is remembered. */
  forget(upTo: number): void {
    this.forgotten = upTo;
  }

  /** The last events, oldest first, given the number of the newest. */
  last(newest: number, nameOf: (node: number) => string): RingEvent[] {
    const events: RingEvent[] = [];
    for (let event = Math.max(this.forgotten, newest - this.capacity) + 1; event <= newest; event++) {
      const at = event & this.mask;
      const node = this.node[at] as number;
      events.push({
        event,
        atMs: toMs(this.time[at] as number),
        kind: eventKindName(this.kind[at] as number),
        node: node < 0 ? '' : nameOf(node),
        a: this.a[at] as number,
        b: this.b[at] as number,
        cause: this.cause[at] as number,
      });
    }
    return events;
  }

  // Event n sits at n & mask, so while nothing was overwritten yet it stays where it is, but for the first.
  private grow(): void {
    const old = {
      capacity: this.capacity,
      time: this.time,
      kind: this.kind,
      node: this.node,
      a: this.a,
      b: this.b,
      cause: this.cause,
    };
    this.capacity = this.limit;
    this.mask = this.limit - 1;
    this.time = new Float64Array(this.limit);
    this.kind = new Uint8Array(this.limit);
    this.node = new Int32Array(this.limit);
    this.a = new Int32Array(this.limit);
    this.b = new Float64Array(this.limit);
    this.cause = new Float64Array(this.limit);
    for (let event = 1; event <= old.capacity; event++) {
      const from = event & (old.capacity - 1);
      this.time[event] = old.time[from] as number;
      this.kind[event] = old.kind[from] as number;
      this.node[event] = old.node[from] as number;
      this.a[event] = old.a[from] as number;
      this.b[event] = old.b[from] as number;
      this.cause[event] = old.cause[from] as number;
    }
  }
}
