/** The span of time in which a token bucket gave most above its refill. */
import { byUntil, type Admission } from './admissions.js';
import type { Fullest } from './fullest-window.js';

/**
 * Over all spans from the beginning of one admission to the end of another: what certainly fell into the span, less the
 * refill of that time. A full bucket never gives more than its size above the refill.
 *
 * Spans begin later and earlier, from the last admission to the first. A tree over the ends of admissions holds, for
 * each part of them, the sum of what is in it and the best sum up to any end in it; refill is a negative weight between
 * two ends. So the best end for a beginning is at the root: O(n log n).
 */
export function fullestBucket(all: readonly Admission[], perMs: number): Fullest {
  const admissions = all.filter(({ untilMs }) => untilMs < Infinity);
  const ending = byUntil(admissions);
  const rank = new Map(ending.map((admission, at) => [admission, at]));
  const firstEndMs = ending[0]?.untilMs ?? 0;
  const tree = new PrefixSums(
    ending.map(({ untilMs }, at) => -perMs * (untilMs - (ending[at - 1]?.untilMs ?? firstEndMs))),
  );
  let most = 0;
  let span = { fromMs: 0, untilMs: 0 };
  for (let next = admissions.length - 1; next >= 0; next--) {
    const admission = admissions[next]!;
    tree.add(rank.get(admission)!, admission.weight);
    const above = tree.best + perMs * (admission.fromMs - firstEndMs);
    if (above <= most) continue;
    most = above;
    span = { fromMs: admission.fromMs, untilMs: ending[tree.bestAt()]!.untilMs };
  }
  const isIn = ({ fromMs, untilMs }: Admission): boolean => fromMs >= span.fromMs && untilMs <= span.untilMs;
  return { weight: most, admissions: most === 0 ? [] : admissions.filter(isIn) };
}

/** Numbers in a row, some of them marked by adding to them: the best sum from the first to any marked one. */
class PrefixSums {
  private readonly size: number;
  private readonly sums: Float64Array;
  private readonly bests: Float64Array;

  constructor(numbers: readonly number[]) {
    this.size = 1;
    while (this.size < numbers.length) this.size *= 2;
    this.sums = new Float64Array(2 * this.size);
    this.bests = new Float64Array(2 * this.size).fill(-Infinity);
    for (const [at, number] of numbers.entries()) this.sums[this.size + at] = number;
    for (let node = this.size - 1; node > 0; node--)
      this.sums[node] = this.sums[2 * node]! + this.sums[2 * node + 1]!;
  }

  add(at: number, weight: number): void {
    let node = this.size + at;
    this.sums[node]! += weight;
    this.bests[node] = this.sums[node]!;
    for (node >>= 1; node > 0; node >>= 1) {
      const [left, right] = [2 * node, 2 * node + 1];
      this.sums[node] = this.sums[left]! + this.sums[right]!;
      this.bests[node] = Math.max(this.bests[left]!, this.sums[left]! + this.bests[right]!);
    }
  }

  get best(): number {
    return this.bests[1]!;
  }

  /** Where the best sum ends. */
  bestAt(): number {
    let node = 1;
    while (node < this.size) node = this.bests[2 * node]! >= this.bests[node]! ? 2 * node : 2 * node + 1;
    return node - this.size;
  }
}
