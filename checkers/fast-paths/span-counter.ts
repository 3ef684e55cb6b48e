/**
 * How many intervals lie over each slot, when intervals are only ever taken away: a segment tree of minima. It finds
 * the next slot that nothing lies over in O(log n).
 */

/** Counts of intervals over the slots `0 … slots - 1`. */
export class SpanCounter {
  private readonly leaves: number;
  /** Smallest count below a node, without what is pending at its ancestors. */
  private readonly least: Int32Array;
  /** What was added to the whole of a node. */
  private readonly added: Int32Array;

  /** `counts[slot]` intervals lie over each slot at first. */
  constructor(counts: Int32Array) {
    let leaves = 1;
    while (leaves < counts.length) leaves *= 2;
    this.leaves = leaves;
    this.least = new Int32Array(2 * leaves);
    this.added = new Int32Array(leaves);
    this.least.set(counts, leaves);
    for (let node = leaves - 1; node > 0; node--) {
      this.least[node] = Math.min(this.least[2 * node]!, this.least[2 * node + 1]!);
    }
  }

  /** Takes away one interval over `from … to - 1`; it must not be empty. */
  remove(from: number, to: number): void {
    const { least, added, leaves } = this;
    let left = from + leaves;
    let right = to + leaves;
    for (; left < right; left >>= 1, right >>= 1) {
      if (left & 1) {
        least[left]!--;
        if (left < leaves) added[left]!--;
        left++;
      }
      if (right & 1) {
        right--;
        least[right]!--;
        if (right < leaves) added[right]!--;
      }
    }
    this.rebuild((from + leaves) >> 1);
    this.rebuild((to - 1 + leaves) >> 1);
  }

  private rebuild(from: number): void {
    const { least, added } = this;
    for (let node = from; node > 0; node >>= 1) {
      const a = least[2 * node]!;
      const b = least[2 * node + 1]!;
      least[node] = (a < b ? a : b) + added[node]!;
    }
  }

  /** The first slot at or after `from` that nothing lies over; there must be one. */
  firstClear(from: number): number {
    const { least, added, leaves } = this;
    let node = from + leaves;
    // Everything that was added above the node, so that the least count below it is known.
    let above = 0;
    for (let up = node >> 1; up > 0; up >>= 1) above += added[up]!;
    if (least[node]! + above === 0) return from;
    for (;;) {
      // Climb until there is a sibling to the right that holds a clear slot.
      while (node & 1) {
        node >>= 1;
        above -= added[node]!;
      }
      node++;
      if (least[node]! + above === 0) break;
    }
    while (node < leaves) {
      above += added[node]!;
      node *= 2;
      if (least[node]! + above !== 0) node++;
    }
    return node - leaves;
  }
}
