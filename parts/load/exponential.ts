/** Exponential numbers, which waiting for chance is made of: by comparisons only, so the same on every engine. */
import type { Random } from 'seedstorm';

/**
 * Exponential with mean 1 (von Neumann, "Various techniques used in connection with random digits", 1951): a logarithm may
 * differ in its last digit from one engine to the next.
 */
export function exponential(random: Pick<Random, 'float'>): number {
  for (let whole = 0; ; whole++) {
    const first = random.float();
    let last = first;
    let length = 1;
    for (let next = random.float(); next < last; next = random.float()) {
      last = next;
      length++;
    }
    if (length % 2 === 1) return whole + first;
  }
}
