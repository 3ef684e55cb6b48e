/** Latency distributions as plain data. */
import type { z } from 'zod';
import { number, object, refined, variant, word, type Read } from '../input/schema.js';

/** Longer delays than a day are mistakes. */
const MAX_MS = 86_400_000;

const delay = number(0, MAX_MS, 'a time in ms');
const positive = number(0.001, MAX_MS, 'a time in ms');

const constant = object({ kind: word('constant'), ms: delay });

const uniform = refined(object({ kind: word('uniform'), minMs: delay, maxMs: delay }), ({ minMs, maxMs }) =>
  maxMs < minMs ? ['maxMs', `at least minMs (${minMs})`] : undefined,
);

/** What nothing beats, `minMs` (default 0), and an exponential wait on top; the mean of the whole is `meanMs`. */
const exponential = refined(
  object({ kind: word('exponential'), meanMs: positive, minMs: delay.optional() }),
  ({ meanMs, minMs = 0 }) => (meanMs < minMs ? ['meanMs', `at least minMs (${minMs})`] : undefined),
);

/** Half the delays are below `medianMs`; the spread is given by the 99th percentile, or by sigma of the logarithm. */
const lognormal = refined(
  object({
    kind: word('lognormal'),
    medianMs: positive,
    p99Ms: positive.optional(),
    sigma: number(0, 10).optional(),
  }),
  ({ medianMs, p99Ms, sigma }) => {
    if (p99Ms === undefined && sigma === undefined) return ['p99Ms', 'a time in ms, or sigma in its place'];
    if (p99Ms !== undefined && sigma !== undefined) return ['sigma', 'nothing, as p99Ms gives the spread'];
    return p99Ms !== undefined && p99Ms < medianMs ? ['p99Ms', `at least medianMs (${medianMs})`] : undefined;
  },
);

/** Pareto: at least `minMs`; the chance of exceeding x falls as x^-alpha, and is 0 beyond `maxMs`. */
const heavyTailed = refined(
  object({ kind: word('heavy-tailed'), minMs: positive, alpha: number(0.05, 100), maxMs: positive }),
  ({ minMs, maxMs }) => (maxMs < minMs ? ['maxMs', `at least minMs (${minMs})`] : undefined),
);

const anyLatency = variant('kind', {
  constant,
  uniform,
  exponential,
  lognormal,
  'heavy-tailed': heavyTailed,
});

/** A distribution of one-way delays. Everything in milliseconds. */
export type Latency = Exclude<Read<typeof anyLatency>, { kind: 'lognormal' }> | Lognormal;

export const latencySchema = anyLatency as z.ZodType<Latency>;

/** Exactly one of the two says how far the delays spread. */
type Lognormal =
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly p99Ms: number }
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly sigma: number };
