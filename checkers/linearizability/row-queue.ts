/**
 * Configurations put aside by a search that follows one at a time; the most promising is given back first.
 *
 * The further along, the more promising. But one that already used several operations before the same event more likely
 * tries to make up for an earlier mistake: others a little behind come before it. Of equals, the last comes first.
 */

import type { BudgetMeter } from '../budget.js';

const NONE = -1;
const FIRST_CAPACITY = 64;
/** Each operation used without need weighs as much as being so many events behind. */
const EVENTS_PER_USE = 6;

export class RowQueue {
  count = 0;
  /** By place; a place is valid from `pop` until the next `push`. */
  rows: Int32Array;
  /** The event each stands before. */
  events = new Int32Array(FIRST_CAPACITY);
  /** Where the trail of each ends; -1 in places not in use. */
  trails = new Int32Array(FIRST_CAPACITY).fill(NONE);
  /** How many operations each used before that event. */
  uses = new Int32Array(FIRST_CAPACITY);
  private links = new Int32Array(FIRST_CAPACITY);
  /** The last one put aside, by rank. */
  private readonly heads: Int32Array;
  private best = 0;
  private free = NONE;
  private unused = 0;

  constructor(
    private readonly width: number,
    eventCount: number,
    private readonly meter: BudgetMeter,
  ) {
    this.rows = new Int32Array(FIRST_CAPACITY * width);
    this.heads = new Int32Array(eventCount + 1).fill(NONE);
  }

  push(source: Int32Array, from: number, event: number, trail: number, uses: number): void {
    const place = this.takePlace();
    const { width, rows } = this;
    const at = place * width;
    for (let word = 0; word < width; word++) rows[at + word] = source[from + word]!;
    this.events[place] = event;
    this.trails[place] = trail;
    this.uses[place] = uses;
    const rank = Math.max(0, event - EVENTS_PER_USE * Math.max(0, uses));
    this.links[place] = this.heads[rank]!;
    this.heads[rank] = place;
    if (rank > this.best) this.best = rank;
    this.count++;
  }

  /** The place of the most promising one, which is no longer in the queue. */
  pop(): number {
    while (this.heads[this.best] === NONE) this.best--;
    const place = this.heads[this.best]!;
    this.heads[this.best] = this.links[place]!;
    this.links[place] = this.free;
    this.free = place;
    this.count--;
    return place;
  }

  private takePlace(): number {
    const place = this.free;
    if (place !== NONE) {
      this.free = this.links[place]!;
      return place;
    }
    if (this.unused === this.events.length) this.grow();
    return this.unused++;
  }

  private grow(): void {
    const capacity = 2 * this.events.length;
    this.meter.holdForSearch((capacity / 2) * (4 * this.width + 16));
    const wider = (old: Int32Array, length: number) => {
      const array = new Int32Array(length);
      array.set(old);
      return array;
    };
    this.rows = wider(this.rows, capacity * this.width);
    this.events = wider(this.events, capacity);
    this.trails = wider(this.trails, capacity).fill(NONE, this.unused);
    this.uses = wider(this.uses, capacity);
    this.links = wider(this.links, capacity);
  }
}
