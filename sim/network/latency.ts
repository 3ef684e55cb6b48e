/** Latency distributions as plain data. */

/** A distribution of one-way delays. Everything in milliseconds. */
export type Latency = Constant | Uniform | Exponential | Lognormal | HeavyTailed;

interface Constant {
  readonly kind: 'constant';
  readonly ms: number;
}

interface Uniform {
  readonly kind: 'uniform';
  readonly minMs: number;
  readonly maxMs: number;
}

/** What nothing beats, `minMs` (default 0), and an exponential wait on top; the mean of the whole is `meanMs`. */
interface Exponential {
  readonly kind: 'exponential';
  readonly meanMs: number;
  readonly minMs?: number;
}

/** Half the delays are below `medianMs`; the spread is given by the 99th percentile, or by sigma of the logarithm. */
type Lognormal =
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly p99Ms: number }
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly sigma: number };

/** Pareto: at least `minMs`; the chance of exceeding x falls as x^-alpha, and is 0 beyond `maxMs`. */
interface HeavyTailed {
  readonly kind: 'heavy-tailed';
  readonly minMs: number;
  readonly alpha: number;
  readonly maxMs: number;
}
