/** The Bloom filter: no false negatives, and as many false positives as the formula says. */
import { describe, expect, it } from 'vitest';
import {
  addTo,
  emptyFilter,
  falsePositives,
  mayHold,
} from '../../../scenarios/cache/penetration/bloom-filter.js';
import { mostOf } from '../../../scenarios/cache/penetration/claims.js';

const KEYS = 1_000;
const ASKED = 20_000;

describe('a Bloom filter', () => {
  it.each([
    [10_000, 7],
    [10_000, 1],
    [4_000, 3],
    [16_384, 11],
  ])('of %i bits and %i hashes errs as theory says', (bits, hashes) => {
    const filter = emptyFilter(bits, hashes);
    for (let key = 0; key < KEYS; key++) addTo(filter, `k${key}`);
    for (let key = 0; key < KEYS; key++) expect(mayHold(filter, `k${key}`)).toBe(true);
    let passed = 0;
    for (let key = 0; key < ASKED; key++) if (mayHold(filter, `absent${key}`)) passed++;
    const share = falsePositives({ bits, hashes }, KEYS);
    // Four standard deviations of the sample, and what the bits that happen to be set differ from their mean.
    const slack = 4 * Math.sqrt((share * (1 - share)) / ASKED) + 0.1 * share;
    expect(Math.abs(passed / ASKED - share)).toBeLessThan(slack);
  });

  it('knows the share of ten bits a key', () => {
    expect(falsePositives({ bits: 10_000, hashes: 7 }, 1_000)).toBeCloseTo(0.0082, 4);
  });
});

describe('how many may pass', () => {
  it('is the quantile of a binomial distribution', () => {
    expect(mostOf(0, 0.5)).toBe(0);
    expect(mostOf(10, 0)).toBe(0);
    // 1 - 2^-10 of all draws have less than ten, which is less than the level asks for.
    expect(mostOf(10, 0.5)).toBe(10);
    expect(mostOf(150, 0.0082)).toBe(12);
  });
});
