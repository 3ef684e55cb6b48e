/** How long a request keeps a worker busy: distributions as plain data, with their moments for the theory of queues. */
import { exactMath, type Random } from 'seedstorm';
import { assertCount, assertNumber, assertTime, unknownKind } from './bad-load.js';
import { exponential } from './exponential.js';

/** One kind of request among several: its share of all, and how long it takes on average. */
export interface ServiceBranch {
  readonly share: number;
  readonly meanMs: number;
}

/** How long a request takes. */
export type ServiceTimes =
  | { readonly kind: 'constant'; readonly ms: number }
  | { readonly kind: 'uniform'; readonly minMs: number; readonly maxMs: number }
  | { readonly kind: 'exponential'; readonly meanMs: number }
  /** So many exponential stages one after the other: between exponential and constant. */
  | { readonly kind: 'erlang'; readonly meanMs: number; readonly stages: number }
  /** Short requests and long ones: exponential each, with other means. Shares add up to 1. See {@link hyperExponential}. */
  | { readonly kind: 'hyper-exponential'; readonly branches: readonly ServiceBranch[] }
  /** Half take less than `medianMs`; `sigma` is the spread of the logarithm. */
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly sigma: number }
  /** Pareto: the chance to take longer than x falls as x^-alpha, from `minMs` on, and is 0 beyond `maxMs`. */
  | { readonly kind: 'heavy-tailed'; readonly minMs: number; readonly alpha: number; readonly maxMs: number };

const KINDS: readonly ServiceTimes['kind'][] = [
  'constant',
  'uniform',
  'exponential',
  'erlang',
  'hyper-exponential',
  'lognormal',
  'heavy-tailed',
];

/** Draws how long a request takes, in ms. */
export function serviceTime(times: ServiceTimes, random: Pick<Random, 'float'>): number {
  switch (times.kind) {
    case 'exponential':
      return times.meanMs * exponential(random);
    case 'constant':
      return times.ms;
    case 'uniform':
      return times.minMs + random.float() * (times.maxMs - times.minMs);
    case 'erlang': {
      let sum = 0;
      for (let stage = 0; stage < times.stages; stage++) sum += exponential(random);
      return (times.meanMs / times.stages) * sum;
    }
    case 'hyper-exponential': {
      let left = random.float();
      for (const { share, meanMs } of times.branches)
        if ((left -= share) < 0) return meanMs * exponential(random);
      return (times.branches.at(-1) as ServiceBranch).meanMs * exponential(random);
    }
    case 'lognormal':
      // Half a step of the draw away from 0, where the quantile has no end.
      return (
        times.medianMs *
        exactMath.exp(times.sigma * exactMath.normalQuantile(random.float() + 1 / 0x2_0000_0000))
      );
    case 'heavy-tailed': {
      const { minMs, alpha, maxMs } = times;
      const beyond = exactMath.pow(minMs / maxMs, alpha);
      return Math.min(maxMs, minMs * exactMath.pow(1 - random.float() * (1 - beyond), -1 / alpha));
    }
  }
}

/** What the theory of queues asks of a distribution. */
export interface ServiceMoments {
  readonly meanMs: number;
  /** Mean of the square, in ms². */
  readonly squareMs2: number;
  /** Variance divided by the square of the mean: 0 for constant, 1 for exponential times. */
  readonly squaredVariation: number;
}

/** Mean and mean square. */
export function serviceMoments(times: ServiceTimes): ServiceMoments {
  const [meanMs, squareMs2] = momentsOf(times);
  return { meanMs, squareMs2, squaredVariation: squareMs2 / (meanMs * meanMs) - 1 };
}

function momentsOf(times: ServiceTimes): [mean: number, square: number] {
  switch (times.kind) {
    case 'constant':
      return [times.ms, times.ms * times.ms];
    case 'uniform': {
      const { minMs, maxMs } = times;
      return [(minMs + maxMs) / 2, (minMs * minMs + minMs * maxMs + maxMs * maxMs) / 3];
    }
    case 'exponential':
      return [times.meanMs, 2 * times.meanMs * times.meanMs];
    case 'erlang':
      return [times.meanMs, times.meanMs * times.meanMs * (1 + 1 / times.stages)];
    case 'hyper-exponential':
      return [
        times.branches.reduce((sum, { share, meanMs }) => sum + share * meanMs, 0),
        times.branches.reduce((sum, { share, meanMs }) => sum + 2 * share * meanMs * meanMs, 0),
      ];
    case 'lognormal': {
      const spread = times.sigma * times.sigma;
      return [
        times.medianMs * exactMath.exp(spread / 2),
        times.medianMs * times.medianMs * exactMath.exp(2 * spread),
      ];
    }
    case 'heavy-tailed':
      return [paretoMoment(times, 1), paretoMoment(times, 2)];
  }
}

/** Mean of the given power of a Pareto distribution that is cut off. */
function paretoMoment(
  { minMs, alpha, maxMs }: { readonly minMs: number; readonly alpha: number; readonly maxMs: number },
  power: 1 | 2,
): number {
  if (minMs === maxMs) return power === 1 ? minMs : minMs * minMs;
  const low = exactMath.pow(minMs, alpha);
  const all = 1 - exactMath.pow(minMs / maxMs, alpha);
  if (alpha === power) return ((low * alpha) / all) * exactMath.ln(maxMs / minMs);
  return (
    (((low * alpha) / all) * (exactMath.pow(minMs, power - alpha) - exactMath.pow(maxMs, power - alpha))) /
    (alpha - power)
  );
}

/**
 * Two kinds of requests with this mean and squared coefficient of variation (above 1), each with half of all the work.
 * @throws RangeError below 1
 */
export function hyperExponential(meanMs: number, squaredVariation: number): ServiceTimes {
  assertTime('hyperExponential: meanMs', meanMs);
  assertNumber('hyperExponential: squaredVariation', squaredVariation, 1);
  const share = (1 + Math.sqrt((squaredVariation - 1) / (squaredVariation + 1))) / 2;
  return {
    kind: 'hyper-exponential',
    branches: [
      { share, meanMs: meanMs / (2 * share) },
      { share: 1 - share, meanMs: meanMs / (2 * (1 - share)) },
    ],
  };
}

/** @throws RangeError or TypeError in one sentence for times that cannot be */
export function assertServiceTimes(times: ServiceTimes, where = 'serviceTimes'): void {
  switch (times.kind) {
    case 'constant':
      return assertNumber(`${where}: ms`, times.ms, 0, undefined, 'a time in ms');
    case 'uniform':
      assertNumber(`${where}: minMs`, times.minMs, 0, undefined, 'a time in ms');
      return assertNumber(`${where}: maxMs`, times.maxMs, times.minMs, undefined, 'a time in ms');
    case 'exponential':
      return assertTime(`${where}: meanMs`, times.meanMs);
    case 'erlang':
      assertTime(`${where}: meanMs`, times.meanMs);
      return assertCount(`${where}: stages`, times.stages);
    case 'hyper-exponential': {
      for (const [index, { share, meanMs }] of times.branches.entries()) {
        assertNumber(`${where}: branches[${index}].share`, share, 0, 1, 'a share');
        assertTime(`${where}: branches[${index}].meanMs`, meanMs);
      }
      const sum = times.branches.reduce((total, { share }) => total + share, 0);
      if (Math.abs(sum - 1) > 1e-9)
        throw new RangeError(`${where}: branches: expected shares that add up to 1, got ${sum}`);
      return;
    }
    case 'lognormal':
      assertTime(`${where}: medianMs`, times.medianMs);
      return assertNumber(`${where}: sigma`, times.sigma, 0, 10);
    case 'heavy-tailed':
      assertTime(`${where}: minMs`, times.minMs);
      assertNumber(`${where}: alpha`, times.alpha, 0.05, 100);
      return assertNumber(`${where}: maxMs`, times.maxMs, times.minMs, undefined, 'a time in ms');
    default:
      return unknownKind(where, (times as Partial<ServiceTimes>).kind, KINDS);
  }
}
