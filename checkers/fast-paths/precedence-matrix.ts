/** What must come before what, among a few hundred operations, with all that follows from it: a matrix of bits. */

export class Precedence {
  isCyclic = false;
  private readonly words: number;
  /** By operation: a bit for each that must come after it. */
  private readonly after: Int32Array;
  /** What was added, as it was added: by operation, those after it. */
  private readonly direct: number[][];

  constructor(readonly size: number) {
    this.words = (size + 31) >>> 5;
    this.after = new Int32Array(size * this.words);
    this.direct = Array.from({ length: size }, () => []);
  }

  has(a: number, b: number): boolean {
    return (this.after[a * this.words + (b >>> 5)]! & (1 << (b & 31))) !== 0;
  }

  /** Adds that `a` comes before `b`, and all that follows; returns whether that is new. */
  add(a: number, b: number): boolean {
    if (this.has(a, b)) return false;
    this.direct[a]!.push(b);
    if (a === b || this.has(b, a)) this.isCyclic = true;
    const { after, words } = this;
    for (let op = 0; op < this.size; op++) {
      if (op !== a && !this.has(op, a)) continue;
      for (let word = 0; word < words; word++) after[op * words + word]! |= after[b * words + word]!;
      after[op * words + (b >>> 5)]! |= 1 << (b & 31);
    }
    return true;
  }

  /** The shortest cycle of what was added; empty if there is none. */
  cycle(): readonly number[] {
    let shortest: readonly number[] = [];
    for (let start = 0; this.isCyclic && start < this.size; start++) {
      if (!this.has(start, start)) continue;
      const path = this.path(start, start).slice(0, -1);
      if (shortest.length === 0 || path.length < shortest.length) shortest = path;
    }
    return shortest;
  }

  /** The shortest way from `a` to `b` by what was added, as far as it counts; empty if there is none. */
  path(a: number, b: number, counts: (from: number, to: number) => boolean = () => true): readonly number[] {
    const from = new Map<number, number>();
    const queue = [a];
    for (let at = 0; at < queue.length && !from.has(b); at++)
      for (const next of this.direct[queue[at]!]!)
        if (!from.has(next) && counts(queue[at]!, next)) {
          from.set(next, queue[at]!);
          queue.push(next);
        }
    if (!from.has(b)) return [];
    const path = [b];
    do path.unshift(from.get(path[0]!)!);
    while (path[0] !== a);
    return path;
  }

  /** All operations in an order that keeps what is known, those listed first first. */
  sorted(): number[] {
    const waits = new Int32Array(this.size);
    for (let a = 0; a < this.size; a++) for (let b = 0; b < this.size; b++) if (this.has(a, b)) waits[b]!++;
    return [...waits.keys()].sort((a, b) => waits[a]! - waits[b]! || a - b);
  }
}
