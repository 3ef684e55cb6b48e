import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, ln, normalQuantile, pow } from '../../../sim/kernel/exact-math.js';

const TOLERANCE = 1e-12;

function relativeError(actual: number, expected: number): number {
  return actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
}

/** The 64 bits of a number, in hexadecimal. */
function bits(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

describe('exact math agrees with the engine', () => {
  it('in the logarithm, from the smallest number to the largest, and close to 1', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 5e-324, noNaN: true }),
        (x) => relativeError(ln(x), Math.log(x)) < TOLERANCE,
      ),
    );
    fc.assert(
      fc.property(
        fc.double({ min: 0.999, max: 1.001, noNaN: true }),
        (x) => relativeError(ln(x), Math.log(x)) < TOLERANCE,
      ),
    );
  });

  it('in the exponential', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -708, max: 709, noNaN: true }),
        (x) => relativeError(exp(x), Math.exp(x)) < TOLERANCE,
      ),
    );
  });

  it('in powers', () => {
    const base = fc.double({ min: 1e-5, max: 1e5, noNaN: true });
    const exponent = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(fc.property(base, exponent, (x, y) => relativeError(pow(x, y), x ** y) < TOLERANCE));
  });

  it('at the edges', () => {
    expect([ln(0), ln(-1), ln(1), ln(Infinity), ln(NaN)]).toEqual([-Infinity, NaN, 0, Infinity, NaN]);
    expect([exp(0), exp(-Infinity), exp(Infinity), exp(NaN), exp(710), exp(-746)]).toEqual([
      1,
      0,
      Infinity,
      NaN,
      Infinity,
      0,
    ]);
    expect([exp(-745), ln(5e-324)]).toEqual([5e-324, Math.log(5e-324)]);
    expect([pow(0, 2), pow(0, -1), pow(7, 0), pow(1, 1e300), pow(-2, 2)]).toEqual([0, Infinity, 1, 1, NaN]);
  });
});

describe('the normal quantile', () => {
  // Computed with 40 digits (mpmath, root of the normal distribution function).
  it.each([
    [1e-300, -37.0470962993612],
    [1e-20, -9.262340089798407],
    [1e-10, -6.361340902404057],
    [1e-5, -4.264890793922825],
    [0.001, -3.0902323061678136],
    [0.01, -2.326347874040841],
    [0.025, -1.9599639845400543],
    [0.07, -1.4757910281791706],
    [0.08, -1.4050715603096327],
    [0.2, -0.8416212335729142],
    [0.4, -0.2533471031357997],
    [0.975, 1.9599639845400543],
  ])('at %d is %d', (probability, expected) => {
    expect(relativeError(normalQuantile(probability), expected)).toBeLessThan(TOLERANCE);
  });

  it('knows its limits', () => {
    expect([0, 0.5, 1, -0.1, 1.1, NaN].map(normalQuantile)).toEqual([-Infinity, 0, Infinity, NaN, NaN, NaN]);
  });

  it('rises, between probabilities that differ by more than its own error', () => {
    const probability = fc.double({ min: 1e-12, max: 0.999_999, noNaN: true });
    fc.assert(
      fc.property(probability, fc.double({ min: 1e-9, max: 1e-6, noNaN: true }), (p, step) => {
        expect(normalQuantile(p * (1 + step))).toBeGreaterThan(normalQuantile(p));
      }),
    );
  });
});

/** Bits that every engine must produce: they change only if the algorithm does, and with it every recorded run. */
describe('golden bits', () => {
  it.each([
    ['ln(2)', ln(2), '3fe62e42fefa39ef'],
    ['ln(0.1)', ln(0.1), 'c0026bb1bbb55515'],
    ['ln(1e300)', ln(1e300), '4085963447f87fb5'],
    ['ln(5e-324)', ln(5e-324), 'c0874385446d71c3'],
    ['ln(1.0000001)', ln(1.0000001), '3e7ad7f2847b6492'],
    ['exp(1)', exp(1), '4005bf0a8b14576a'],
    ['exp(-0.1)', exp(-0.1), '3fecf46d99d52b3a'],
    ['exp(700)', exp(700), '7f0d945df4f8ec8e'],
    ['exp(-740)', exp(-740), '0000000000000055'],
    ['pow(1.1, 100)', pow(1.1, 100), '40caea4e6126bb8c'],
    ['pow(10, -3.5)', pow(10, -3.5), '3f34b96be9c2da2a'],
    ['pow(2, 0.5)', pow(2, 0.5), '3ff6a09e667f3bcc'],
    ['normalQuantile(0.99)', normalQuantile(0.99), '40029c5c4630ff0e'],
    ['normalQuantile(0.3)', normalQuantile(0.3), 'bfe0c7e39582c5fa'],
    ['normalQuantile(0.001)', normalQuantile(0.001), 'c008b8cbb7204470'],
    ['normalQuantile(1e-15)', normalQuantile(1e-15), 'c01fc3f007789667'],
  ])('%s', (_name, value, golden) => {
    expect(bits(value)).toBe(golden);
  });

  it('of 80,000 values, folded into one', () => {
    let hash = 0n;
    const fold = (value: number) => {
      hash = BigInt.asUintN(64, (hash * 0x100000001b3n) ^ BigInt(`0x${bits(value)}`));
    };
    for (let i = 1; i < 20_000; i++) {
      [ln(i / 7), exp((i - 10_000) / 15), pow(i / 100, (i % 37) / 5 - 3), normalQuantile(i / 20_000)].forEach(
        fold,
      );
    }
    expect(hash.toString(16)).toBe('ec8146d75ea5a184');
  });
});
