/** The seeds of a campaign: one after another from a first one, all of them or one shard's share. */
import type { Seed } from '../sim/kernel/random.js';

/** Every `of`-th seed, beginning with number `index` (from 0). */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** One seed of a campaign, and which it is: numbers are the same whatever the shard. */
export interface NumberedSeed {
  readonly number: number;
  readonly seed: Seed;
}

/** 7, 8, 9 … from the number 7; `night/0`, `night/1` … from the text `night`. */
export function* campaignSeeds(
  first: Seed,
  count: number,
  shard: Shard = { index: 0, of: 1 },
): Generator<NumberedSeed> {
  for (let number = shard.index; number < count; number += shard.of) {
    yield { number, seed: typeof first === 'number' ? first + number : `${first}/${number}` };
  }
}
