/**
 * How many seeds a failure takes to be found, judged by how many of a campaign's runs failed with it. The interval is
 * that of Clopper and Pearson (Biometrika, 1934) for the share of failing runs, turned upside down.
 */

/** Numbers of runs; `high` is Infinity where no run failed. */
export interface SeedsToFind {
  readonly mean: number;
  /** Between these with a confidence of 95 %. */
  readonly low: number;
  readonly high: number;
}

const TAIL = 0.025;
/** Halvings of the interval (0, 1): to twelve digits. */
const STEPS = 40;

/**
 * @param runs how many seeds were run, at least one
 * @param failing how many of them failed, at most all
 */
export function seedsToFind(runs: number, failing: number): SeedsToFind {
  const least = failing === 0 ? 0 : solve((share) => 1 - atMost(failing - 1, runs, share) < TAIL);
  const most = failing === runs ? 1 : solve((share) => atMost(failing, runs, share) > TAIL);
  return { mean: runs / failing, low: 1 / most, high: 1 / least };
}

/** The share at which a condition that holds for small shares ceases to hold. */
function solve(holds: (share: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability of at most so many successes in so many runs. */
function atMost(successes: number, runs: number, share: number): number {
  if (share <= 0 || successes >= runs) return 1;
  if (share >= 1) return 0;
  const odds = Math.log(share) - Math.log1p(-share);
  let term = runs * Math.log1p(-share);
  let sum = Math.exp(term);
  for (let count = 1; count <= successes; count++) {
    term += Math.log((runs - count + 1) / count) + odds;
    sum += Math.exp(term);
  }
  return Math.min(1, sum);
}
