/** Finds, in a chain, the writes to a key next to a position: what an access can have overwritten, and what overwrote it. */
import type { Access, RegisterHistory } from './registers.js';

/** Index of the writes of each chain by key, in order. */
export class LatestWrites {
  private readonly byChain: Map<number, Access[]>[];

  constructor(history: RegisterHistory) {
    this.byChain = history.chains.map((members) => {
      const byKey = new Map<number, Access[]>();
      for (const access of members) {
        if (access.kind !== 'write') continue;
        const writes = byKey.get(access.key);
        if (writes) writes.push(access);
        else byKey.set(access.key, [access]);
      }
      return byKey;
    });
  }

  /** The last write to `key` among the first `count` members of `chain`. */
  among(chain: number, key: number, count: number): Access | undefined {
    const writes = count > 0 ? this.byChain[chain]!.get(key) : undefined;
    return writes?.[firstIndex(writes, (write) => write.seq >= count) - 1];
  }

  /** The first write to `key` in `chain` that `holds`; whatever follows one that holds must hold too. */
  first(chain: number, key: number, holds: (write: Access) => boolean): Access | undefined {
    const writes = this.byChain[chain]!.get(key);
    return writes?.[firstIndex(writes, holds)];
  }
}

function firstIndex(writes: readonly Access[], holds: (write: Access) => boolean): number {
  let [low, high] = [0, writes.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(writes[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
