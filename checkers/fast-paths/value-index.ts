/** Gives each different value of a history a small integer: tables instead of maps where values are small integers. */
import { identityOf } from '../identity.js';

/** Below this many values a map costs less than a table. */
const WORTH_A_TABLE = 64;
const NO_TABLE = new Int32Array(0);

/** Interns values; equal JSON-like values get the same number. */
export class ValueIndex {
  /** How many different values were seen. */
  size = 0;
  /** Number + 1 of small non-negative integers, 0 where unseen. */
  private readonly small: Int32Array;
  private others: Map<unknown, number> | undefined;

  /** `expected`: how many values there will be about; integers below four times that many are looked up fastest. */
  constructor(expected: number) {
    this.small = expected < WORTH_A_TABLE ? NO_TABLE : new Int32Array(4 * expected);
  }

  /** The number of the value, a new one if it is seen for the first time. */
  intern(value: unknown): number {
    if (typeof value === 'number' && value >= 0 && value < this.small.length && Number.isInteger(value)) {
      const known = this.small[value]!;
      if (known !== 0) return known - 1;
      this.small[value] = ++this.size;
      return this.size - 1;
    }
    this.others ??= new Map();
    const identity = identityOf(value);
    const known = this.others.get(identity);
    if (known !== undefined) return known;
    this.others.set(identity, this.size);
    return this.size++;
  }
}
