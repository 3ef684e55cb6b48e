/** The fingerprint: a rolling 64-bit hash of everything that happened, in order. Equal fingerprints, equal runs. */
import { fold, mix32 } from '../kernel/hash.js';

export interface FingerprintState {
  readonly low: number;
  readonly high: number;
}

export class Fingerprint {
  private low = 0x5eed5eed | 0;
  private high = 0x570a4a11 | 0;

  /** Adds one event. Times and numbers are whole and below 2^53. */
  event(time: number, kind: number, node: number, a: number, b: number, order: number): void {
    let low = fold(this.low, time | 0);
    low = fold(low, (kind << 16) ^ node);
    low = fold(low, a);
    this.low = fold(low, order | 0);
    let high = fold(this.high, b | 0);
    high = fold(high, (time / 0x1_0000_0000) | 0);
    this.high = (high + low) | 0;
  }

  /** Adds any other word: an operation's outcome, a digest. */
  word(word: number): void {
    this.low = fold(this.low, word);
    this.high = (Math.imul(this.high, 0x85ebca6b) + this.low) | 0;
  }

  /** Sixteen hexadecimal digits. */
  toString(): string {
    const hex = (word: number): string => (mix32(word) >>> 0).toString(16).padStart(8, '0');
    return hex(this.low ^ this.high) + hex(this.high);
  }

  save(): FingerprintState {
    return { low: this.low, high: this.high };
  }

  restore(state: FingerprintState): void {
    this.low = state.low;
    this.high = state.high;
  }
}
