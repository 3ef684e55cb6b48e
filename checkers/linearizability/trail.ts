/** The operations each configuration used, in order: a tree of which only the living branches are kept. */

import type { BudgetMeter } from '../budget.js';

const FIRST_CAPACITY = 64;
const BYTES_PER_ENTRY = 16;
/** Below so many entries nothing is thrown away. */
const FIRST_COMPACTION = 1 << 16;
/** The trail of the first configuration a search starts from; that of the n-th is `ROOT - n`. */
export const ROOT = -1;

/** Operations used one after the other, each with the event before whose passing it was used and the state after it. */
export interface Path {
  /** Which of the configurations that the search started from it begins with. */
  readonly start: number;
  readonly operations: Int32Array;
  readonly events: Int32Array;
  readonly states: Int32Array;
}

export class Trail {
  private parents = new Int32Array(FIRST_CAPACITY);
  private operations = new Int32Array(FIRST_CAPACITY);
  /** The event before whose passing the operation was used. */
  private events = new Int32Array(FIRST_CAPACITY);
  private states = new Int32Array(FIRST_CAPACITY);
  private count = 0;
  private nextCompaction = FIRST_COMPACTION;

  constructor(private readonly meter: BudgetMeter) {}

  /** Appends an operation, and the state it led to, to the trail `parent`. Returns the new trail. */
  append(parent: number, operation: number, event: number, state: number): number {
    if (this.count === this.parents.length) this.grow();
    this.parents[this.count] = parent;
    this.operations[this.count] = operation;
    this.events[this.count] = event;
    this.states[this.count] = state;
    return this.count++;
  }

  /** Whether `compact` is due. */
  get full(): boolean {
    return this.count >= this.nextCompaction;
  }

  /** Forgets what no trail in `tips[0…count)` needs, and renumbers those. */
  compact(tips: Int32Array, tipCount: number): void {
    const place = new Int32Array(this.count);
    for (let i = 0; i < tipCount; i++) {
      for (let at = tips[i]!; at >= 0 && place[at] === 0; at = this.parents[at]!) place[at] = 1;
    }
    let kept = 0;
    for (let at = 0; at < this.count; at++) {
      if (place[at] === 0) continue;
      const parent = this.parents[at]!;
      this.parents[kept] = parent < 0 ? parent : place[parent]!;
      this.operations[kept] = this.operations[at]!;
      this.events[kept] = this.events[at]!;
      this.states[kept] = this.states[at]!;
      place[at] = kept++;
    }
    for (let i = 0; i < tipCount; i++) if (tips[i]! >= 0) tips[i] = place[tips[i]!]!;
    this.count = kept;
    this.nextCompaction = Math.max(FIRST_COMPACTION, 2 * kept);
  }

  /** The steps of a trail, in order. */
  read(tip: number): Path {
    let length = 0;
    let root = tip;
    for (; root >= 0; root = this.parents[root]!) length++;
    const path = {
      start: ROOT - root,
      operations: new Int32Array(length),
      events: new Int32Array(length),
      states: new Int32Array(length),
    };
    for (let at = tip; at >= 0; at = this.parents[at]!) {
      length--;
      path.operations[length] = this.operations[at]!;
      path.events[length] = this.events[at]!;
      path.states[length] = this.states[at]!;
    }
    return path;
  }

  private grow(): void {
    this.meter.holdForSearch(BYTES_PER_ENTRY * this.count);
    const wider = (old: Int32Array) => {
      const array = new Int32Array(2 * old.length);
      array.set(old);
      return array;
    };
    this.parents = wider(this.parents);
    this.operations = wider(this.operations);
    this.events = wider(this.events);
    this.states = wider(this.states);
  }
}
