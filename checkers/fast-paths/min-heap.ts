/** A binary heap of small integers ordered by a column of keys. */

/** Yields the member with the smallest key first. */
export class MinHeap {
  size = 0;
  private readonly members: Int32Array;

  /** Members are indexes into `keys`, each pushed at most once. */
  constructor(private readonly keys: Int32Array) {
    this.members = new Int32Array(keys.length);
  }

  push(member: number): void {
    const { keys, members } = this;
    const key = keys[member]!;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (keys[members[parent]!]! <= key) break;
      members[at] = members[parent]!;
      at = parent;
    }
    members[at] = member;
  }

  pop(): number {
    const { keys, members } = this;
    const top = members[0]!;
    const last = members[--this.size]!;
    const key = keys[last]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && keys[members[child + 1]!]! < keys[members[child]!]!) child++;
      if (keys[members[child]!]! >= key) break;
      members[at] = members[child]!;
      at = child;
    }
    members[at] = last;
    return top;
  }
}
