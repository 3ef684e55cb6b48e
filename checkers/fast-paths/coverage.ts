/**
 * Which moments of a history are ruled out, when moments are only ever added: slot `k` is the time between the
 * events of rank `k` and `k + 1`. Finding the next free moment takes near-constant time (union-find).
 */

/** A growing union of half-open intervals of slots. */
export class Coverage {
  /** Each covered slot points towards the next free one. */
  private readonly next: Int32Array;

  /** Slots `0 … slots - 1`; the slot after the last can never be covered. */
  constructor(slots: number) {
    this.next = new Int32Array(slots + 1);
    for (let slot = 0; slot <= slots; slot++) this.next[slot] = slot;
  }

  /** Covers the slots `from … to - 1`. */
  cover(from: number, to: number): void {
    for (let slot = this.firstFree(from); slot < to; slot = this.firstFree(slot)) this.next[slot] = slot + 1;
  }

  /** The first slot at or after `slot` that is not covered. */
  firstFree(slot: number): number {
    const next = this.next;
    let at = slot;
    while (next[at]! !== at) {
      const skip = next[next[at]!]!;
      next[at] = skip;
      at = skip;
    }
    return at;
  }
}

/**
 * The fewest intervals `[starts[i], ends[i])`, `i` among `members`, that together cover `[from, to)`, from left to
 * right; the union of all of them must cover it.
 */
export function fewestCovering(
  from: number,
  to: number,
  members: Iterable<number>,
  starts: Int32Array,
  ends: Int32Array,
): number[] {
  const byStart = [...members].filter((i) => starts[i]! < ends[i]!).sort((a, b) => starts[a]! - starts[b]!);
  const chosen: number[] = [];
  let reached = from;
  let next = 0;
  while (reached < to) {
    let best = -1;
    for (; next < byStart.length && starts[byStart[next]!]! <= reached; next++) {
      if (best < 0 || ends[byStart[next]!]! > ends[best]!) best = byStart[next]!;
    }
    if (best < 0 || ends[best]! <= reached) throw new Error(`slot ${reached} is not covered`);
    chosen.push(best);
    reached = ends[best]!;
  }
  return chosen;
}
