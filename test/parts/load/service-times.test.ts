/** Service times have the mean and the spread that their formulas say. */
import { stream } from 'seedstorm';
import {
  assertServiceTimes,
  hyperExponential,
  serviceMoments,
  serviceTime,
  type ServiceTimes,
} from 'seedstorm/parts';
import { expect, it } from 'vitest';

const TIMES: readonly ServiceTimes[] = [
  { kind: 'constant', ms: 4 },
  { kind: 'uniform', minMs: 2, maxMs: 7 },
  { kind: 'exponential', meanMs: 3 },
  { kind: 'erlang', meanMs: 5, stages: 4 },
  hyperExponential(2, 6),
  { kind: 'lognormal', medianMs: 3, sigma: 0.6 },
  { kind: 'heavy-tailed', minMs: 1, alpha: 1.5, maxMs: 50 },
  { kind: 'heavy-tailed', minMs: 1, alpha: 2, maxMs: 50 },
];

it.each(TIMES)('$kind: mean and mean square are those of the formula', (times) => {
  const random = stream(3, times.kind);
  const count = 40_000;
  const drawn = Array.from({ length: count }, () => serviceTime(times, random));
  const { meanMs, squareMs2, squaredVariation } = serviceMoments(times);
  const within = (values: readonly number[], expected: number) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    // Four standard errors: one sound distribution in 16,000 would be further away.
    expect(Math.abs(mean - expected)).toBeLessThanOrEqual(4 * Math.sqrt(variance / count) + 1e-9);
  };
  within(drawn, meanMs);
  within(
    drawn.map((ms) => ms * ms),
    squareMs2,
  );
  expect(squaredVariation).toBeCloseTo(squareMs2 / meanMs ** 2 - 1, 9);
});

it('two kinds of requests have the spread that was asked for', () => {
  const { meanMs, squaredVariation } = serviceMoments(hyperExponential(2, 6));
  expect([meanMs, squaredVariation]).toEqual([expect.closeTo(2, 9), expect.closeTo(6, 9)]);
});

it('times that cannot be are refused in one sentence', () => {
  const refused = (times: ServiceTimes) => expect(() => assertServiceTimes(times));
  refused({ kind: 'exponential', meanMs: NaN }).toThrow(
    'serviceTimes: meanMs: expected a time above 0, in ms, got NaN',
  );
  refused({ kind: 'uniform', minMs: 3, maxMs: 2 }).toThrow(
    'maxMs: expected a time in ms of 3 or more, got 2',
  );
  refused({ kind: 'hyper-exponential', branches: [{ share: 0.5, meanMs: 2 }] }).toThrow(
    'branches: expected shares that add up to 1, got 0.5',
  );
  refused({ kind: 'gauss' } as unknown as ServiceTimes).toThrow("as its kind, got 'gauss'");
  expect(() => hyperExponential(1, 0.5)).toThrow('squaredVariation: expected a number of 1 or more, got 0.5');
});
