/** How far a measured mean may be from the true one: confidence intervals of batch means and of replications. */
import { exactMath } from 'seedstorm';

/** A mean, and how far to both sides the true one lies, with the probability `level`. */
export interface Interval {
  readonly mean: number;
  readonly half: number;
  readonly level: number;
  /** How many values it stands on. */
  readonly count: number;
}

/**
 * Student's interval for the mean of values that are independent of each other, or nearly: means of long batches of one run,
 * or of one run each.
 * @param level such as 0.99; the interval is missed by one sound mean in a hundred then
 * @throws RangeError below ten values, or for a level that is no probability
 */
export function meanInterval(values: readonly number[], level: number): Interval {
  const count = values.length;
  if (count < 10) throw new RangeError(`meanInterval: expected at least ten values, got ${count}`);
  if (!(level > 0 && level < 1))
    throw new RangeError(`meanInterval: level: expected a probability between 0 and 1, got ${level}`);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const square = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (count - 1);
  return {
    mean,
    half: studentQuantile((1 + level) / 2, count - 1) * Math.sqrt(square / count),
    level,
    count,
  };
}

/** Whether the interval holds this value. */
export const holds = ({ mean, half }: Interval, value: number): boolean => Math.abs(mean - value) <= half;

/** Student's quantile by the expansion of Cornish and Fisher: within 1 % from nine degrees of freedom on, up to a level of 0.999999. */
function studentQuantile(probability: number, freedom: number): number {
  const z = exactMath.normalQuantile(probability);
  const z2 = z * z;
  const terms = [
    (z2 + 1) / 4,
    ((5 * z2 + 16) * z2 + 3) / 96,
    (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384,
    ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92_160,
  ];
  let sum = 1;
  let power = 1;
  for (const term of terms) sum += term / (power *= freedom);
  return z * sum;
}
