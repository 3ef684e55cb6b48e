/** Draws: named streams that know nothing of each other, and draws by counter that are spread evenly. */
import { describe, expect, it } from 'vitest';
import { draw, fold, hashString, mix32 } from '../../../sim/kernel/hash.js';
import { stream } from '../../../sim/kernel/random.js';
import { delayMicros, MAX_MS, toMicros, toMs } from '../../../sim/kernel/time.js';

const COUNT = 20_000;

/** How far the counts of ten equal bins are from even, in the usual measure (chi squared, nine degrees of freedom). */
function unevenness(numbers: readonly number[]): number {
  const bins = new Array<number>(10).fill(0);
  for (const number of numbers) bins[Math.floor(number * 10)]!++;
  const expected = numbers.length / 10;
  return bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
/** Beyond this, one in ten thousand even sequences. */
const TOO_UNEVEN = 33.7;

describe('streams', () => {
  it('are the same for one seed and name, whether the seed is a number or a text', () => {
    const draws = (seed: string | number, name: string): number[] => {
      const random = stream(seed, name);
      return Array.from({ length: 5 }, () => random.int32());
    };
    expect(draws(7, 'a')).toEqual(draws('7', 'a'));
    expect(draws(7, 'a')).not.toEqual(draws(7, 'b'));
    expect(draws(7, 'a')).not.toEqual(draws(8, 'a'));
  });

  it('go on from where they were saved', () => {
    const random = stream(1, 'a');
    random.float();
    const saved = random.save();
    const first = [random.float(), random.int(1, 6), random.chance(0.5)];
    random.restore(saved);
    expect([random.float(), random.int(1, 6), random.chance(0.5)]).toEqual(first);
  });

  it('are even, also between neighbouring names', () => {
    const one = stream(1, 'a');
    expect(unevenness(Array.from({ length: COUNT }, () => one.float()))).toBeLessThan(TOO_UNEVEN);
    expect(unevenness(Array.from({ length: COUNT }, (_, n) => stream(1, `n${n}`).float()))).toBeLessThan(
      TOO_UNEVEN,
    );
  });

  it('keep to their bounds, both included', () => {
    const random = stream(1, 'a');
    const dice = new Set(Array.from({ length: 500 }, () => random.int(1, 6)));
    expect([...dice].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    for (let i = 0; i < 500; i++) {
      expect(random.chance(0)).toBe(false);
      expect(random.chance(1)).toBe(true);
    }
    expect(() => random.pick([])).toThrow('cannot pick from no items');
  });

  it('shuffle into every order equally often, and leave the list alone', () => {
    const random = stream(1, 'a');
    const counts = new Map<string, number>();
    const items = ['a', 'b', 'c'];
    for (let i = 0; i < 6000; i++) {
      const text = random.shuffle(items).join('');
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    expect(items).toEqual(['a', 'b', 'c']);
    expect(counts.size).toBe(6);
    // Five standard deviations.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(145);
  });
});

describe('draws by counter', () => {
  it('are even along a key and across keys, and neighbours are unrelated', () => {
    expect(unevenness(Array.from({ length: COUNT }, (_, n) => draw(42, n)))).toBeLessThan(TOO_UNEVEN);
    expect(unevenness(Array.from({ length: COUNT }, (_, key) => draw(key, 1)))).toBeLessThan(TOO_UNEVEN);
    // The distance of a draw to the next, around the circle, is even too if they are unrelated.
    const steps = Array.from({ length: COUNT }, (_, n) => (draw(42, n + 1) - draw(42, n) + 1) % 1);
    expect(unevenness(steps)).toBeLessThan(TOO_UNEVEN);
    const across = Array.from({ length: COUNT }, (_, n) => (draw(n + 1, 5) - draw(n, 5) + 1) % 1);
    expect(unevenness(across)).toBeLessThan(TOO_UNEVEN);
  });

  it('hash every bit of what they are given', () => {
    const hashes = new Set(Array.from({ length: COUNT }, (_, n) => mix32(n)));
    expect(hashes.size).toBe(COUNT);
    expect(hashString('ab')).not.toBe(hashString('ba'));
    expect(hashString('a')).not.toBe(hashString('a', 1));
    expect(hashString('a')).not.toBe(hashString('a\0'));
    expect(fold(fold(0, 1), 2)).not.toBe(fold(fold(0, 2), 1));
    // One bit of input turns half of the output over.
    let turned = 0;
    for (let bit = 0; bit < 32; bit++)
      for (let n = 0; n < 100; n++) turned += ones(mix32(n * 7919) ^ mix32((n * 7919) ^ (1 << bit)));
    expect(turned / 3200).toBeGreaterThan(15);
    expect(turned / 3200).toBeLessThan(17);
  });
});

function ones(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}

describe('time', () => {
  it('is counted in whole microseconds', () => {
    expect([toMicros(1.2344), toMicros(0.0006), toMs(1500)]).toEqual([1234, 1, 1.5]);
    expect(delayMicros(0.0014, 'delay')).toBe(1);
    expect(delayMicros(MAX_MS, 'delay')).toBe(MAX_MS * 1000);
    for (const wrong of [-1, NaN, MAX_MS + 1, Infinity])
      expect(() => delayMicros(wrong, 'setTimer')).toThrow(
        `setTimer: expected a delay from 0 to ${MAX_MS} ms, got ${wrong}`,
      );
  });
});
