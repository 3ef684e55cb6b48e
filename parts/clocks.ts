/**
 * Logical clocks: which event may have caused which. Plain data and pure functions: a clock is never changed, a new one is
 * returned.
 *
 * Lamport's time (CACM 1978) grows along every causal chain, but does not tell concurrent events from ordered ones. Vector
 * clocks (Fidge 1988, Mattern 1989) do: how many events of each node are known. Version vectors (Parker et al., IEEE TSE
 * 1983) are the same data counting writes of one object. Hybrid logical clocks (Kulkarni et al., OPODIS 2014) are Lamport's
 * time that stays near the wall clock.
 */

/** How two moments stand to each other. */
export type Order = 'before' | 'after' | 'equal' | 'concurrent';

/** Lamport's time with the node that gave it: all differ, so of two one is always the later. */
export interface LamportTime {
  readonly time: number;
  readonly node: string;
}

/** Before every other. */
export const lamportZero: LamportTime = { time: 0, node: '' };

/** A time after all that were seen. */
export function lamportAfter(node: string, ...seen: readonly LamportTime[]): LamportTime {
  return { time: 1 + Math.max(0, ...seen.map(({ time }) => time)), node };
}

/** By time, then by the name of the node. */
export function compareLamport(a: LamportTime, b: LamportTime): Exclude<Order, 'concurrent'> {
  return orderOf(a.time - b.time || (a.node < b.node ? -1 : a.node > b.node ? 1 : 0));
}

/** How many events (or writes of an object: then it is a version vector) of each node are known; left out: none. */
export type VectorClock = Readonly<Record<string, number>>;

/** How many events of a node a vector clock has counted. */
export function countOf(clock: VectorClock, node: string): number {
  return Object.hasOwn(clock, node) ? (clock[node] as number) : 0;
}

/** One more event of this node. */
export function tickVector(clock: VectorClock, node: string): VectorClock {
  return { ...clock, [node]: countOf(clock, node) + 1 };
}

/** All that any of them knows. */
export function mergeVectors(...clocks: readonly VectorClock[]): VectorClock {
  const merged: Record<string, number> = {};
  for (const clock of clocks)
    for (const node of Object.keys(clock))
      merged[node] = Math.max(countOf(merged, node), countOf(clock, node));
  return merged;
}

/** Whether everything that `clock` knows is known. */
export function covers(known: VectorClock, clock: VectorClock): boolean {
  for (const node in clock) if (countOf(clock, node) > countOf(known, node)) return false;
  return true;
}

/** The order of two vector clocks: `before`, `after`, `equal` or `concurrent` (Fidge 1988; Mattern 1989). */
export function compareVectors(a: VectorClock, b: VectorClock): Order {
  const [isKnown, knows] = [covers(b, a), covers(a, b)];
  if (isKnown && knows) return 'equal';
  return isKnown ? 'before' : knows ? 'after' : 'concurrent';
}

/** How many events are known in all. It grows along every causal chain, as Lamport's time does. */
export function totalOf(clock: VectorClock): number {
  let sum = 0;
  for (const node in clock) sum += countOf(clock, node);
  return sum;
}

/** What one of several writers wrote, under the version vector that it had then. */
export interface VersionedBy<T> {
  readonly version: VectorClock;
  readonly value: T;
}

/** Those that none of the others replaces: one, or several that are concurrent (siblings, as Dynamo, SOSP 2007, has them). */
export function siblings<T>(versions: readonly VersionedBy<T>[]): readonly VersionedBy<T>[] {
  return versions.filter(({ version }, place) =>
    versions.every((other, otherPlace) => {
      const order = compareVectors(version, other.version);
      return order !== 'before' && !(order === 'equal' && otherPlace < place);
    }),
  );
}

/** Milliseconds of a wall clock, a counter for what falls into one of them, and the node that gave it. */
export interface HybridTime {
  readonly ms: number;
  readonly count: number;
  readonly node: string;
}

/** Before every other. */
export const hybridZero: HybridTime = { ms: 0, count: 0, node: '' };

/**
 * A time after all that were seen, and as near to the wall clock as they allow. One that was seen from far ahead takes the
 * clock with it for ever: `tooFarAhead` tells, before it is believed.
 * @param last the last time of this node
 * @param nowMs the wall clock of this node; whole milliseconds count
 */
export function hybridAfter(
  last: HybridTime,
  nowMs: number,
  node: string,
  ...seen: readonly HybridTime[]
): HybridTime {
  const known = [last, ...seen];
  const ms = Math.max(Math.floor(nowMs), ...known.map((time) => time.ms));
  const counts = known.filter((time) => time.ms === ms).map(({ count }) => count);
  return { ms, count: counts.length === 0 ? 0 : Math.max(...counts) + 1, node };
}

/** Whether a time comes from a clock that is further ahead than clocks may differ. */
export function tooFarAhead({ ms }: HybridTime, nowMs: number, maxOffsetMs: number): boolean {
  return ms > nowMs + maxOffsetMs;
}

/** By milliseconds, then by the counter, then by the name of the node. */
export function compareHybrid(a: HybridTime, b: HybridTime): Exclude<Order, 'concurrent'> {
  return orderOf(a.ms - b.ms || a.count - b.count || (a.node < b.node ? -1 : a.node > b.node ? 1 : 0));
}

function orderOf(difference: number): Exclude<Order, 'concurrent'> {
  return difference < 0 ? 'before' : difference > 0 ? 'after' : 'equal';
}
