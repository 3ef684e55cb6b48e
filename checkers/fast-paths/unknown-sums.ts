/** What additions of unknown outcome may come to, any of them or none: never less than they can, at times more. */

/** Sums in a range that is not wider are told one by one. */
const WIDEST = 1 << 16;

export class UnknownSums {
  /** The least and the most that they come to. */
  readonly least: number;
  readonly most: number;
  /** All sums are multiples of it. */
  private readonly divisor: number;
  /** By sum, if that is known: whether some of them come to it. */
  private readonly reached: Uint8Array | undefined;

  constructor(amounts: Iterable<{ readonly amount: number; readonly count: number }>) {
    let [least, most, divisor] = [0, 0, 0];
    const positive: { readonly amount: number; readonly count: number }[] = [];
    for (const { amount, count } of amounts) {
      if (amount === 0 || count === 0) continue;
      if (amount < 0) least += amount * count;
      else most += amount * count;
      if (amount > 0) positive.push({ amount, count });
      divisor = commonDivisor(divisor, Math.abs(amount));
    }
    this.least = least;
    this.most = most;
    this.divisor = divisor;
    this.reached = least === 0 && most <= WIDEST ? sumsOf(positive, most) : undefined;
  }

  /** Whether they only ever add. */
  get onlyUp(): boolean {
    return this.least === 0;
  }

  get isNone(): boolean {
    return this.least === this.most;
  }

  has(sum: number): boolean {
    if (sum < this.least || sum > this.most) return false;
    if (this.reached !== undefined) return this.reached[sum] === 1;
    return sum === 0 || sum % this.divisor === 0;
  }

  /** Whether they may come to `after` once they came to `before`. */
  mayGrow(before: number, after: number): boolean {
    return this.has(after) && (!this.onlyUp || this.has(after - before));
  }
}

function commonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

function sumsOf(
  amounts: readonly { readonly amount: number; readonly count: number }[],
  most: number,
): Uint8Array {
  const reached = new Uint8Array(most + 1);
  reached[0] = 1;
  for (const { amount, count } of amounts) {
    // 1, 2, 4 … of them and the rest: these come to every number of them.
    for (let left = count, size = 1; left > 0; size *= 2) {
      const taken = Math.min(size, left);
      left -= taken;
      for (let sum = most; sum >= taken * amount; sum--)
        if (reached[sum - taken * amount] === 1) reached[sum] = 1;
    }
  }
  return reached;
}
