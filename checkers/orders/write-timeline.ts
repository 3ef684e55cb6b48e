/** The writes of one key in real time, indexed for the question which of them certainly supersede another. */
import { getOrMake } from '../grouping.js';
import type { Operation } from '../history.js';
import { identityOf } from '../identity.js';
import { valueOf } from './registers.js';

export class WriteTimeline {
  private readonly byValue = new Map<unknown, Operation[]>();
  /** Certain ends only, in order. */
  private readonly byEnd: readonly Operation[];
  private readonly byBeginning: readonly Operation[];
  /** For each place in `byBeginning`: the write from there on that ended first. */
  private readonly firstToEnd: readonly (Operation | undefined)[];

  constructor(writes: readonly Operation[]) {
    for (const write of writes) getOrMake(this.byValue, identityOf(valueOf(write)), () => []).push(write);
    this.byBeginning = [...writes].sort((a, b) => a.invoke - b.invoke);
    this.byEnd = writes.filter(({ type }) => type === 'ok').sort((a, b) => a.complete - b.complete);
    const firstToEnd: (Operation | undefined)[] = [];
    let first: Operation | undefined;
    for (let i = this.byBeginning.length - 1; i >= 0; i--) {
      const write = this.byBeginning[i]!;
      if (write.type === 'ok' && write.complete < (first?.complete ?? Infinity)) first = write;
      firstToEnd[i] = first;
    }
    this.firstToEnd = firstToEnd;
  }

  /** The writes of a value. */
  ofValue(value: unknown): readonly Operation[] {
    return this.byValue.get(value) ?? [];
  }

  /** Whether some write neither ended before the read began nor began after it ended. */
  overlaps(read: Operation): boolean {
    const begun = firstIndex(this.byBeginning, (write) => write.invoke > read.complete);
    return begun > this.endedBefore(read);
  }

  /** Of the writes that began after `end`, the one that ended first. */
  firstSuperseding(end: number): Operation | undefined {
    return this.firstToEnd[firstIndex(this.byBeginning, (write) => write.invoke > end)];
  }

  /**
   * If more than `allowed` writes began after `end` and ended before the read began: the last of them. Looks at
   * those writes and at what overlapped `end` only.
   */
  supersedingBefore(end: number, read: Operation, allowed: number): Operation | undefined {
    if (allowed === Infinity) return undefined;
    let last: Operation | undefined;
    let missed = 0;
    for (const write of this.backwardsFrom(end, read)) {
      last ??= write;
      if (++missed > allowed) return last;
    }
    return undefined;
  }

  /** Those writes, latest first. */
  supersedersOf(end: number, read: Operation): Operation[] {
    return [...this.backwardsFrom(end, read)];
  }

  private *backwardsFrom(end: number, read: Operation): Generator<Operation> {
    for (let i = this.endedBefore(read) - 1; i >= 0; i--) {
      const write = this.byEnd[i]!;
      if (write.complete <= end) return;
      if (write.invoke > end) yield write;
    }
  }

  private endedBefore(read: Operation): number {
    return firstIndex(this.byEnd, (write) => write.complete >= read.invoke);
  }
}

/** The first index from which on `holds` is true. */
function firstIndex(sorted: readonly Operation[], holds: (operation: Operation) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
