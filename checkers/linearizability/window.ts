/** Which operations are open between two events of a problem; moves along the events in both directions. */

import { ALWAYS, OVERWRITES, READS } from './automaton.js';
import type { Automaton } from './automaton.js';
import { foresightOf } from './foresight.js';
import type { Foresight } from './foresight.js';
import type { Problem } from './problem.js';

export class Window {
  /** Open operations that will return, the first to return first. */
  readonly open: Int32Array;
  openCount = 0;
  /** For each crashed class, how many of its operations were invoked. */
  readonly crashed: Int32Array;
  /** Places of open operations that are possible in every state. */
  readonly total: Int32Array;
  /** Places of open operations that overwrite. */
  private readonly overwriting: Int32Array;
  private crashedOverwrites = 0;
  /** Index of the next event. */
  at = 0;
  /** The last event that a hopeless configuration could not have passed, -1 if there was none. */
  outOfReach = -1;
  /** What `keepers` speaks of. */
  masks = new Int32Array(0);
  private readonly automaton: Automaton;
  /** The version of the window that the masks of each state were made for. */
  private versions = new Int32Array(0);
  private version = 0;
  private readonly foresight: Foresight | undefined;
  /** As `masks`: open reads that are out of reach. */
  private hopeless = new Int32Array(0);
  private hopeVersions = new Int32Array(0);
  private nextIsLost = new Uint8Array(0);
  /** By state, the last return of those reads. */
  private latestLost = new Int32Array(0);

  constructor(readonly problem: Problem) {
    this.automaton = problem.automaton;
    this.open = new Int32Array(32 * problem.windowWords);
    this.total = new Int32Array(problem.windowWords);
    this.overwriting = new Int32Array(problem.windowWords);
    this.crashed = new Int32Array(problem.crashed.length);
    this.foresight = this.automaton.foresees ? foresightOf(problem) : undefined;
  }

  /** Passes the next event and returns it. */
  forward(): number {
    const event = this.problem.events[this.at++]!;
    if (event >= 0) this.enter(event);
    else this.leave(~event);
    return event;
  }

  /** Goes back before the last event and returns it. */
  backward(): number {
    const event = this.problem.events[--this.at]!;
    if (event >= 0) this.leave(event);
    else this.enter(~event);
    return event;
  }

  /** Where in `masks` the places of open operations that can leave `state` as it is begin; valid until the next call. */
  keepers(state: number): number {
    const { windowWords } = this.problem;
    if (state >= this.versions.length) this.widen(state);
    const from = state * windowWords;
    if (this.versions[state] !== this.version) {
      this.versions[state] = this.version;
      this.masks.fill(0, from, from + windowWords);
      const { classes, slots } = this.problem;
      for (let i = 0; i < this.openCount; i++) {
        const operation = this.open[i]!;
        if (!this.automaton.keeps(classes[operation]!, state)) continue;
        const slot = slots[operation]!;
        this.masks[from + (slot >>> 5)]! |= 1 << (slot & 31);
      }
    }
    return from;
  }

  /** Whether `isHopeless` can ever be true. */
  get foresees(): boolean {
    return this.foresight !== undefined;
  }

  /**
   * Whether the configuration at `rows[at…]` cannot be completed: nothing overwrites its state any more, and an open
   * read without an alibi, or the next one to come, is out of reach.
   */
  isHopeless(rows: Int32Array, at: number): boolean {
    const { foresight, automaton } = this;
    if (!foresight || this.crashedOverwrites > 0) return false;
    const state = rows[at]!;
    if (state >= this.versions.length) this.widen(state);
    const { windowWords, classes, slots, returns } = this.problem;
    const from = state * windowWords;
    if (this.hopeVersions[state] !== this.version) {
      this.hopeVersions[state] = this.version;
      this.hopeless.fill(0, from, from + windowWords);
      this.latestLost[state] = -1;
      const isLost = (operation: number): boolean => {
        if (foresight.lastOverwrite[operation]! >= this.at) return false;
        if (automaton.mayLeadTo(state, classes[operation]!)) return false;
        this.latestLost[state] = Math.max(this.latestLost[state]!, returns[operation]!);
        return true;
      };
      const next = foresight.nextRead[this.at]!;
      this.nextIsLost[state] = next >= 0 && isLost(next) ? 1 : 0;
      for (let i = 0; i < this.openCount; i++) {
        const operation = this.open[i]!;
        if (automaton.kinds[classes[operation]!] !== READS || !isLost(operation)) continue;
        const slot = slots[operation]!;
        this.hopeless[from + (slot >>> 5)]! |= 1 << (slot & 31);
      }
    }
    let lost = this.nextIsLost[state] === 1;
    for (let word = 0; word < windowWords; word++) {
      if ((this.overwriting[word]! & ~rows[at + 1 + word]!) !== 0) return false;
      if ((this.hopeless[from + word]! & ~rows[at + 1 + windowWords + word]!) !== 0) lost = true;
    }
    if (lost) this.outOfReach = Math.max(this.outOfReach, this.latestLost[state]!);
    return lost;
  }

  private enter(operation: number): void {
    const { slots, returns, classes } = this.problem;
    const slot = slots[operation]!;
    const kind = this.automaton.kinds[classes[operation]!]!;
    this.version++;
    if (slot < 0) {
      this.crashed[-1 - slot]!++;
      if (kind === OVERWRITES) this.crashedOverwrites++;
      return;
    }
    const deadline = returns[operation]!;
    let place = this.openCount++;
    for (; place > 0 && returns[this.open[place - 1]!]! > deadline; place--)
      this.open[place] = this.open[place - 1]!;
    this.open[place] = operation;
    const bit = 1 << (slot & 31);
    if (kind === ALWAYS || kind === OVERWRITES) this.total[slot >>> 5]! |= bit;
    if (kind === OVERWRITES) this.overwriting[slot >>> 5]! |= bit;
  }

  private leave(operation: number): void {
    const { slots, classes } = this.problem;
    const slot = slots[operation]!;
    this.version++;
    if (slot < 0) {
      this.crashed[-1 - slot]!--;
      if (this.automaton.kinds[classes[operation]!] === OVERWRITES) this.crashedOverwrites--;
      return;
    }
    let place = 0;
    while (this.open[place] !== operation) place++;
    this.openCount--;
    for (; place < this.openCount; place++) this.open[place] = this.open[place + 1]!;
    this.total[slot >>> 5]! &= ~(1 << (slot & 31));
    this.overwriting[slot >>> 5]! &= ~(1 << (slot & 31));
  }

  private widen(state: number): void {
    const length = Math.max(16, 2 * (state + 1));
    const masks = new Int32Array(length * this.problem.windowWords);
    masks.set(this.masks);
    this.masks = masks;
    const versions = new Int32Array(length).fill(-1);
    versions.set(this.versions);
    this.versions = versions;
    if (!this.foresight) return;
    this.hopeless = new Int32Array(masks.length);
    this.hopeVersions = new Int32Array(length).fill(-1);
    this.nextIsLost = new Uint8Array(length);
    this.latestLost = new Int32Array(length);
  }
}
