import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLatency } from '../../../sim/network/latency-sampler.js';
import type { Latency } from '../../../sim/network/latency.js';
import { sameDatacenter, sameRack, tokyoOsaka, tokyoUs } from '../../../sim/network/presets.js';

const lognormal: Latency = { kind: 'lognormal', medianMs: 2, p99Ms: 20 };
const heavy: Latency = { kind: 'heavy-tailed', minMs: 1, alpha: 1.5, maxMs: 500 };
const exponential: Latency = { kind: 'exponential', meanMs: 10, minMs: 4 };

const anyLatency: fc.Arbitrary<Latency> = fc.oneof(
  fc.record({ kind: fc.constant('constant' as const), ms: fc.double({ min: 0, max: 1e5, noNaN: true }) }),
  fc
    .tuple(fc.double({ min: 0, max: 1e3, noNaN: true }), fc.double({ min: 0, max: 1e3, noNaN: true }))
    .map(([minMs, width]) => ({ kind: 'uniform' as const, minMs, maxMs: minMs + width })),
  fc.constantFrom(lognormal, heavy, exponential, { kind: 'lognormal' as const, medianMs: 1, sigma: 2 }),
);

const draws = fc.nat(0xffff_ffff).map((bits) => bits / 0x1_0000_0000);

/** The value that a share of evenly spread draws stays below. */
function quantile(latency: Latency, share: number): number {
  return compileLatency(latency)(share) / 1000;
}

function meanMs(latency: Latency): number {
  const sample = compileLatency(latency);
  let sum = 0;
  const count = 1 << 20;
  for (let i = 0; i < count; i++) sum += sample((i + 0.5) / count);
  return sum / count / 1000;
}

describe('every latency distribution', () => {
  it('gives whole microseconds, at least one, that never fall as the draw rises', () => {
    fc.assert(
      fc.property(anyLatency, draws, draws, (latency, a, b) => {
        const sample = compileLatency(latency);
        const [low, high] = [sample(Math.min(a, b)), sample(Math.max(a, b))];
        expect(Number.isInteger(low) && low >= 1).toBe(true);
        expect(high).toBeGreaterThanOrEqual(low);
      }),
    );
  });

  it('is built once', () => {
    expect(compileLatency({ ...exponential })).toBe(compileLatency({ ...exponential }));
  });
});

describe('constant and uniform', () => {
  it('keep to their limits', () => {
    expect(compileLatency({ kind: 'constant', ms: 1.5 })(0.7)).toBe(1500);
    expect(compileLatency({ kind: 'constant', ms: 0 })(0.7)).toBe(1);
    const sample = compileLatency({ kind: 'uniform', minMs: 1, maxMs: 2 });
    expect([sample(0), sample(0.5), sample(1 - 2 ** -32)]).toEqual([1000, 1500, 2000]);
    expect(compileLatency({ kind: 'uniform', minMs: 0, maxMs: 0 })(0.9)).toBe(1);
  });
});

describe('exponential', () => {
  it('has the mean it was given, and the quantiles of theory down to one draw in a billion', () => {
    expect(meanMs(exponential)).toBeCloseTo(10, 2);
    for (const above of [0.9, 0.5, 0.1, 0.01, 1e-4, 1e-6, 1e-9]) {
      expect(quantile(exponential, 1 - above)).toBeCloseTo(4 + 6 * -Math.log(above), 1);
    }
    expect(quantile(exponential, 0)).toBeCloseTo(4, 2);
  });
});

describe('lognormal', () => {
  it('has the median and the 99th percentile it was given', () => {
    expect(quantile(lognormal, 0.5)).toBeCloseTo(2, 2);
    expect(quantile(lognormal, 0.99) / 20).toBeCloseTo(1, 3);
  });

  it('has the spread it was given as sigma: e times the median at one sigma', () => {
    const latency: Latency = { kind: 'lognormal', medianMs: 10, sigma: 1 };
    expect(quantile(latency, 0.841344746) / (10 * Math.E)).toBeCloseTo(1, 3);
    expect(quantile(latency, 0.158655254) / (10 / Math.E)).toBeCloseTo(1, 3);
  });
});

describe('heavy-tailed', () => {
  it('falls as a power, and is cut off', () => {
    for (const above of [0.5, 0.1, 0.01, 0.001]) {
      expect(quantile(heavy, 1 - above) / above ** (-1 / 1.5)).toBeCloseTo(1, 2);
    }
    expect(quantile(heavy, 0)).toBeCloseTo(1, 3);
    expect(quantile(heavy, 1 - 1e-8)).toBe(500);
  });
});

describe('presets, against the round trips that they state', () => {
  it.each([
    ['same data centre', sameDatacenter, 0.5],
    ['Tokyo to Osaka', tokyoOsaka, 7.5],
    ['Tokyo to US', tokyoUs, 150],
  ])('%s: the mean of two ways', (_name, latency, roundTripMs) => {
    expect((2 * meanMs(latency)) / roundTripMs).toBeCloseTo(1, 2);
  });

  it('ranges', () => {
    expect(2 * quantile(tokyoOsaka, 0)).toBe(5);
    expect(2 * quantile(tokyoOsaka, 1 - 2 ** -32)).toBe(10);
    expect(2 * quantile(tokyoUs, 0)).toBe(100);
    expect(2 * quantile(tokyoUs, 1 - 2 ** -32)).toBe(200);
    expect(meanMs(sameRack)).toBeLessThan(meanMs(sameDatacenter));
  });
});

describe('senseless distributions are refused', () => {
  it.each([
    [{ kind: 'constant', ms: -1 }, 'latency.ms: expected a time in ms between 0 and 86400000, got -1'],
    [{ kind: 'constant', ms: NaN }, 'latency.ms: expected a time in ms between 0 and 86400000, got NaN'],
    [{ kind: 'uniform', minMs: 5, maxMs: 4 }, 'latency.maxMs: expected at least minMs (5), got 4'],
    [{ kind: 'exponential', minMs: 5, meanMs: 4 }, 'latency.meanMs: expected at least minMs (5), got 4'],
    [{ kind: 'lognormal', medianMs: 5, p99Ms: 4 }, 'latency.p99Ms: expected at least medianMs (5), got 4'],
    [
      { kind: 'lognormal', medianMs: 5 },
      'latency.p99Ms: expected a time in ms, or sigma in its place, got nothing',
    ],
    [
      { kind: 'lognormal', medianMs: 5, p99Ms: 9, sigma: 1 },
      'latency.sigma: expected nothing, as p99Ms gives the spread, got 1',
    ],
    [
      { kind: 'heavy-tailed', minMs: 5, alpha: 1, maxMs: 4 },
      'latency.maxMs: expected at least minMs (5), got 4',
    ],
  ])('%j', (latency, message) => {
    expect(() => compileLatency(latency as Latency)).toThrow(message);
  });

  it('with a guess at what was meant', () => {
    expect(() => compileLatency({ kind: 'unifrom', minMs: 1, maxMs: 2 } as unknown as Latency)).toThrow(
      'latency.kind: expected one of (constant, uniform, exponential, lognormal, heavy-tailed), got "unifrom"; did you mean "uniform"?',
    );
  });
});
