/**
 * Positions in logs that one leader after another writes: whose log is ahead, and where two of them part.
 *
 * Each entry carries the epoch of the leader that put it there (Raft's term). Two entries at one place and of one epoch
 * are the same, and so is all before them (Ongaro & Ousterhout, USENIX ATC 2014: log matching). So leader and follower
 * compare positions, not logs. Where they part, the answer names the newest epoch that both may have, and skips all the
 * others in one step (Kafka's KIP-101 and KIP-279).
 */

/** An entry, as far as positions are concerned. Epochs grow from 1. */
export interface OfEpoch {
  readonly epoch: number;
}

/** How far a log reaches, or a beginning of it. */
export interface LogPosition {
  /** Epoch of the last entry; 0 where there is none. */
  readonly epoch: number;
  /** How many entries. */
  readonly length: number;
}

/** The position after the first `length` entries; without it, at the end. */
export function positionOf(entries: readonly OfEpoch[], length = entries.length): LogPosition {
  return { epoch: entries[length - 1]?.epoch ?? 0, length };
}

/** Whether a log that reaches `a` has more than one that reaches `b`: entries of a newer leader, or more of the same. */
export function isAhead(a: LogPosition, b: LogPosition): boolean {
  return a.epoch === b.epoch ? a.length > b.length : a.epoch > b.epoch;
}

/**
 * Where this log parts from another one that has the position `theirs`.
 * @returns nothing, where this log has that very entry, and so all before it; else the position up to which they may
 *   agree as far as is known here: the other side then keeps what `mayShare` says, and asks again
 */
export function partsAt(entries: readonly OfEpoch[], theirs: LogPosition): LogPosition | undefined {
  const { epoch, length } = theirs;
  if (length <= entries.length && positionOf(entries, length).epoch === epoch) return undefined;
  return positionOf(entries, endOfEpoch(entries, epoch));
}

/** How many entries of this log may be shared with one that said, by `partsAt`, up to where they may agree. */
export function mayShare(entries: readonly OfEpoch[], told: LogPosition): number {
  return Math.min(told.length, endOfEpoch(entries, told.epoch));
}

/** Number of entries of this epoch or an older one: epochs never fall. */
function endOfEpoch(entries: readonly OfEpoch[], epoch: number): number {
  let end = entries.length;
  while (end > 0 && (entries[end - 1] as OfEpoch).epoch > epoch) end--;
  return end;
}

/** What at least `count` of these reach; anything, where none need to. What a majority has on its disks is committed. */
export function reachedBy(count: number, lengths: readonly number[]): number {
  if (count <= 0) return Infinity;
  return [...lengths].sort((a, b) => b - a)[count - 1] ?? 0;
}
