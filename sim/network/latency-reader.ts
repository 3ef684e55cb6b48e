/** Reads latency distributions from unknown data, and refuses those that make no sense. */
import { number, object, optional, refined, variant, word } from '../input/readers.js';
import type { Reader } from '../input/readers.js';
import type { Latency } from './latency.js';

type LatencyOf<K extends Latency['kind']> = Extract<Latency, { kind: K }>;

/** Longer delays than a day are mistakes. */
const MAX_MS = 86_400_000;

const delay = number(0, MAX_MS, 'a time in ms');
const positive = number(0.001, MAX_MS, 'a time in ms');

/** Exactly one of `p99Ms` and `sigma` is given. */
interface AnyLognormal {
  readonly kind: 'lognormal';
  readonly medianMs: number;
  readonly p99Ms?: number;
  readonly sigma?: number;
}

const lognormal = refined(
  object<AnyLognormal, unknown>({
    kind: word('lognormal'),
    medianMs: positive,
    p99Ms: optional(positive),
    sigma: optional(number(0, 10)),
  }),
  ({ medianMs, p99Ms, sigma }) => {
    if (p99Ms === undefined && sigma === undefined) return ['p99Ms', 'a time in ms, or sigma in its place'];
    if (p99Ms !== undefined && sigma !== undefined) return ['sigma', 'nothing, as p99Ms gives the spread'];
    return p99Ms !== undefined && p99Ms < medianMs ? ['p99Ms', `at least medianMs (${medianMs})`] : undefined;
  },
) as Reader<LatencyOf<'lognormal'>>;

export const latencyReader: Reader<Latency> = variant<Latency, unknown>('kind', {
  constant: object<LatencyOf<'constant'>, unknown>({ kind: word('constant'), ms: delay }),
  uniform: refined(
    object<LatencyOf<'uniform'>, unknown>({ kind: word('uniform'), minMs: delay, maxMs: delay }),
    ({ minMs, maxMs }) => (maxMs < minMs ? ['maxMs', `at least minMs (${minMs})`] : undefined),
  ),
  exponential: refined(
    object<LatencyOf<'exponential'>, unknown>({
      kind: word('exponential'),
      meanMs: positive,
      minMs: optional(delay),
    }),
    ({ meanMs, minMs = 0 }) => (meanMs < minMs ? ['meanMs', `at least minMs (${minMs})`] : undefined),
  ),
  lognormal,
  'heavy-tailed': refined(
    object<LatencyOf<'heavy-tailed'>, unknown>({
      kind: word('heavy-tailed'),
      minMs: positive,
      alpha: number(0.05, 100),
      maxMs: positive,
    }),
    ({ minMs, maxMs }) => (maxMs < minMs ? ['maxMs', `at least minMs (${minMs})`] : undefined),
  ),
});
