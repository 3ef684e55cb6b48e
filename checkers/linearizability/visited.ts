/** Configurations a depth-first search has been through, by event: it need not go through them, or worse ones, again. */

import type { BudgetMeter } from '../budget.js';
import type { Layout } from './front.js';

const NONE = -1;
const FIRST_CAPACITY = 256;

export class Visited {
  private count = 0;
  private rows: Int32Array;
  private events = new Int32Array(FIRST_CAPACITY);
  private links = new Int32Array(FIRST_CAPACITY);
  /** The latest configuration of each hash of event and state. */
  private heads = new Int32Array(2 * FIRST_CAPACITY).fill(NONE);

  constructor(
    private readonly layout: Layout,
    private readonly meter: BudgetMeter,
  ) {
    this.rows = new Int32Array(FIRST_CAPACITY * layout.width);
  }

  /** Whether one at least as good as the row at `source[from…]` was here before the same event; else remembers it. */
  seen(source: Int32Array, from: number, event: number): boolean {
    const { layout, rows, events, links } = this;
    const { width } = layout;
    const state = source[from]!;
    let length = 0;
    for (let other = this.heads[this.place(event, state)]!; other !== NONE; other = links[other]!) {
      length++;
      if (events[other] !== event || rows[other * width] !== state) continue;
      if (layout.dominates(rows, other * width, source, from)) return true;
    }
    if (length > 8) this.meter.spend(length >> 3);
    this.remember(source, from, event);
    return false;
  }

  private remember(source: Int32Array, from: number, event: number): void {
    if (this.count === this.events.length) this.grow();
    const { width } = this.layout;
    const at = this.count * width;
    for (let word = 0; word < width; word++) this.rows[at + word] = source[from + word]!;
    this.events[this.count] = event;
    this.link(this.count++);
  }

  private link(entry: number): void {
    const place = this.place(this.events[entry]!, this.rows[entry * this.layout.width]!);
    this.links[entry] = this.heads[place]!;
    this.heads[place] = entry;
  }

  private place(event: number, state: number): number {
    const mixed = Math.imul(event, 0x9e3779b1) ^ Math.imul(state, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & (this.heads.length - 1);
  }

  private grow(): void {
    const capacity = 2 * this.events.length;
    this.meter.holdForSearch((capacity / 2) * (4 * this.layout.width + 16));
    const rows = new Int32Array(capacity * this.layout.width);
    rows.set(this.rows);
    this.rows = rows;
    const events = new Int32Array(capacity);
    events.set(this.events);
    this.events = events;
    this.links = new Int32Array(capacity);
    this.heads = new Int32Array(2 * capacity).fill(NONE);
    for (let entry = 0; entry < this.count; entry++) this.link(entry);
  }
}
