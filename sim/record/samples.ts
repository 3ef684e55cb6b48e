/**
 * Times that nodes measured, every one of them: percentiles are exact, and a world can be forked. A histogram with a fixed
 * error would save memory; Node's own takes three times as long to record one, and cannot be copied.
 */

/** Grows by doubling; plain data. */
export interface Samples {
  values: Float64Array;
  count: number;
}

export const newSamples = (): Samples => ({ values: new Float64Array(64), count: 0 });

export const copySamples = ({ values, count }: Samples): Samples => ({ values: values.slice(), count });

export function addSample(samples: Samples, value: number): void {
  if (samples.count === samples.values.length) {
    const larger = new Float64Array(2 * samples.count);
    larger.set(samples.values);
    samples.values = larger;
  }
  samples.values[samples.count++] = value;
}

/** How long something took. All NaN where nothing was measured. */
export interface TimingFigures {
  readonly count: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly mostMs: number;
}

/** Percentiles by nearest rank: the time that so large a share did not exceed. */
export function timingOf(values: Float64Array): TimingFigures {
  const sorted = values.slice().sort();
  const count = sorted.length;
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * count) - 1)] ?? NaN;
  const meanMs = sorted.reduce((sum, value) => sum + value, 0) / count;
  return { count, meanMs, p50Ms: at(0.5), p90Ms: at(0.9), p99Ms: at(0.99), p999Ms: at(0.999), mostMs: at(1) };
}
