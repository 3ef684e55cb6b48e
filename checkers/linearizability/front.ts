/**
 * A set of configurations in which none is better than another: what a search keeps of the pasts it has seen.
 *
 * A configuration is a row of integers: the state; for each place of the window whether its operation was used
 * (`used` bits), and whether it has an alibi (`alibi` bits); and how many crashed operations of each class were used.
 *
 * An *alibi* is a moment in the past of this configuration at which the operation could have happened without changing
 * anything that came after: where it leaves the state as it is, or just before an operation that overwrites whatever
 * it did. Such an operation need not happen any more, but still may. For a read this is as good as done.
 *
 * So one configuration dominates another of the same state if for each open operation it has an alibi, or agrees with
 * the other, and it used no more crashed operations: whatever the other can still do, it can do too.
 */

import type { BudgetMeter } from '../budget.js';
import type { Problem } from './problem.js';

const NONE = -1;
const BYTES_PER_WORD = 4;
/** What a configuration takes besides its row: trail, link, liveness. */
const EXTRA_BYTES = 9;

/** So many rows are looked at in the time of one step of a search. */
const ROWS_PER_STEP = 8;

/** How the row of a configuration is laid out. */
export class Layout {
  readonly windowWords: number;
  readonly countsAt: number;
  /** Integers in a row. */
  readonly width: number;
  readonly guards: Int32Array;

  constructor({ windowWords, countWords, guards }: Problem) {
    this.windowWords = windowWords;
    this.countsAt = 1 + 2 * windowWords;
    this.width = this.countsAt + countWords;
    this.guards = guards;
  }

  /** Whether row `a` is at least as good as row `b`; both have the same state. */
  dominates(as: Int32Array, a: number, bs: Int32Array, b: number): boolean {
    const { windowWords, countsAt, guards } = this;
    for (let word = 1; word <= windowWords; word++) {
      const noAlibi = ~as[a + word + windowWords]!;
      if ((noAlibi & ((as[a + word]! ^ bs[b + word]!) | bs[b + word + windowWords]!)) !== 0) return false;
    }
    for (let word = 0; word < guards.length; word++) {
      const guard = guards[word]!;
      if ((((bs[b + countsAt + word]! | guard) - as[a + countsAt + word]!) & guard) !== guard) return false;
    }
    return true;
  }
}

export class Front {
  /** Rows added so far, dead ones included. */
  count = 0;
  rows: Int32Array;
  /** For each row, where its trail ends. */
  trails: Int32Array;
  /** 1 for rows that a later one dominates. */
  dead: Uint8Array;
  private links: Int32Array;
  /** The last row of each state. */
  private heads = new Int32Array(16).fill(NONE);
  private capacity = 16;

  constructor(
    private readonly layout: Layout,
    private readonly meter: BudgetMeter,
  ) {
    this.rows = new Int32Array(this.capacity * layout.width);
    this.trails = new Int32Array(this.capacity);
    this.dead = new Uint8Array(this.capacity);
    this.links = new Int32Array(this.capacity);
  }

  /**
   * Adds the row at `source[from…]` unless one that is here dominates it. Returns whether it was added.
   * @throws BudgetSpent: where many configurations of a state are open, looking at them is most of the work
   */
  add(source: Int32Array, from: number, trail: number): boolean {
    const { layout, rows, links, dead } = this;
    const { width } = layout;
    const state = source[from]!;
    if (state >= this.heads.length) this.widenHeads(state);
    let before = NONE;
    let looked = 0;
    for (let other = this.heads[state]!; other !== NONE; other = links[other]!) {
      if (++looked % ROWS_PER_STEP === 0) this.meter.spend();
      const at = other * width;
      if (layout.dominates(rows, at, source, from)) return false;
      if (layout.dominates(source, from, rows, at)) {
        dead[other] = 1;
        if (before === NONE) this.heads[state] = links[other]!;
        else links[before] = links[other]!;
      } else before = other;
    }
    this.push(source, from, trail, state);
    return true;
  }

  /** Forgets all rows. */
  clear(): void {
    const { width } = this.layout;
    for (let row = 0; row < this.count; row++) this.heads[this.rows[row * width]!] = NONE;
    this.count = 0;
  }

  private push(source: Int32Array, from: number, trail: number, state: number): void {
    if (this.count === this.capacity) this.grow();
    const row = this.count++;
    const { width } = this.layout;
    const at = row * width;
    const { rows } = this;
    for (let word = 0; word < width; word++) rows[at + word] = source[from + word]!;
    this.trails[row] = trail;
    this.dead[row] = 0;
    this.links[row] = this.heads[state]!;
    this.heads[state] = row;
  }

  private grow(): void {
    const { width } = this.layout;
    this.meter.holdForSearch(this.capacity * (BYTES_PER_WORD * width + EXTRA_BYTES));
    this.capacity *= 2;
    const rows = new Int32Array(this.capacity * width);
    rows.set(this.rows);
    this.rows = rows;
    const trails = new Int32Array(this.capacity);
    trails.set(this.trails);
    this.trails = trails;
    const links = new Int32Array(this.capacity);
    links.set(this.links);
    this.links = links;
    const dead = new Uint8Array(this.capacity);
    dead.set(this.dead);
    this.dead = dead;
  }

  private widenHeads(state: number): void {
    const wider = new Int32Array(2 * state + 2).fill(NONE);
    wider.set(this.heads);
    this.heads = wider;
  }
}
