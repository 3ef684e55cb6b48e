/**
 * Random streams: every draw in a world comes from a stream named after who draws and what for, so that one
 * more draw here moves nothing there.
 *
 * The generator is xorshift128 (Marsaglia 2003) as `seedrandom` ships it. Names are hashed before they seed
 * it, because xorshift is linear: states seeded by similar strings would stay related for ever.
 */
import seedrandom from 'seedrandom';
import { hashString } from './hash.js';

type Xor128 = seedrandom.StatefulPRNG<seedrandom.State.Xor128>;

/** A seed as its user gave it. `7` and `"7"` are the same seed. */
export type Seed = string | number;

/** A stream of random draws. */
export interface Random {
  /** A number in [0, 1) with 32 random bits. */
  float(): number;
  /** An integer in [low, high], both included. */
  int(low: number, high: number): number;
  /** True with the given probability; 0 and 1 are exact. */
  chance(probability: number): boolean;
  /** One of the items, which must not be empty. */
  pick<T>(items: readonly T[]): T;
  /** The items in random order, in a new array. */
  shuffle<T>(items: readonly T[]): T[];
  /** A signed 32-bit integer: the raw draw. */
  int32(): number;
}

/** The state of a stream, as plain data. */
export interface RandomState {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly w: number;
}

/** A stream whose state can be saved and put back. */
export class Stream implements Random {
  private generator: Xor128;

  constructor(name: string) {
    this.generator = seedrandom.xor128(seedText(name), { state: true });
  }

  float(): number {
    return (this.generator.int32() >>> 0) / 0x1_0000_0000;
  }

  int(low: number, high: number): number {
    return low + Math.floor(this.float() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.float() < probability;
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('cannot pick from no items');
    return items[this.int(0, items.length - 1)] as T;
  }

  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.int(0, last);
      const item = shuffled[last] as T;
      shuffled[last] = shuffled[other] as T;
      shuffled[other] = item;
    }
    return shuffled;
  }

  int32(): number {
    return this.generator.int32();
  }

  save(): RandomState {
    return { ...this.generator.state() };
  }

  restore(state: RandomState): void {
    this.generator = seedrandom.xor128('', { state: { ...state } });
  }
}

/** The stream for one purpose of one world: the same seed and name give the same draws everywhere. */
export function stream(seed: Seed, name: string): Stream {
  return new Stream(`${String(seed)}\u0000${name}`);
}

/** 128 well-mixed bits of the name as the eight UTF-16 units from which xor128 takes its state. */
function seedText(name: string): string {
  let text = '';
  for (let lane = 0; lane < 4; lane++) {
    const bits = hashString(name, lane + 1);
    text += String.fromCharCode(bits & 0xffff, bits >>> 16);
  }
  return text;
}
