/** Vector clocks (Fidge 1988, Mattern 1989): how many writes of each node are known. */

export type VectorClock = Readonly<Record<string, number>>;

export function countOf(clock: VectorClock, node: string): number {
  return clock[node] ?? 0;
}

/** Whether everything that `clock` knows is known. */
export function covers(known: VectorClock, clock: VectorClock): boolean {
  for (const node in clock) if (countOf(clock, node) > countOf(known, node)) return false;
  return true;
}

/**
 * How many writes are known in all. It grows along every causal chain, as Lamport's time does (CACM 1978): who knows of
 * a write knows all that its writer knew, and the write.
 */
export function total(clock: VectorClock): number {
  let sum = 0;
  for (const node in clock) sum += countOf(clock, node);
  return sum;
}
