/** Finds members of a range by their smallest key while keys are set and withdrawn: a segment tree of minima. */

/** Greater than any key. */
export const NO_KEY = 0x7fffffff;

/** Keys by member; every operation takes O(log n). */
export class RangeMinimum {
  private readonly leaves: number;
  private readonly least: Int32Array;

  constructor(keys: Int32Array) {
    let leaves = 1;
    while (leaves < keys.length) leaves *= 2;
    this.leaves = leaves;
    this.least = new Int32Array(2 * leaves).fill(NO_KEY);
    this.least.set(keys, leaves);
    for (let node = leaves - 1; node > 0; node--) {
      this.least[node] = Math.min(this.least[2 * node]!, this.least[2 * node + 1]!);
    }
  }

  set(member: number, key: number): void {
    const { least } = this;
    let node = member + this.leaves;
    least[node] = key;
    for (node >>= 1; node > 0; node >>= 1) {
      const a = least[2 * node]!;
      const b = least[2 * node + 1]!;
      const smaller = a < b ? a : b;
      if (least[node] === smaller) return;
      least[node] = smaller;
    }
  }

  /** A member of `from … to - 1` whose key is less than `limit`, or -1. */
  below(from: number, to: number, limit: number): number {
    const { least, leaves } = this;
    let left = from + leaves;
    let right = to + leaves;
    for (; left < right; left >>= 1, right >>= 1) {
      if (left & 1 && least[left]! < limit) return this.descend(left, limit);
      if (left & 1) left++;
      if (right & 1 && least[--right]! < limit) return this.descend(right, limit);
    }
    return -1;
  }

  private descend(from: number, limit: number): number {
    let node = from;
    while (node < this.leaves) {
      node *= 2;
      if (this.least[node]! >= limit) node++;
    }
    return node - this.leaves;
  }
}
