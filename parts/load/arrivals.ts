/** When requests come, whoever is slow: a rate over time, as plain data, and the time of the next by chance. */
import type { Random } from 'seedstorm';
import { assertNumber, assertRate, assertTime, unknownKind } from './bad-load.js';
import { exponential } from './exponential.js';

/** A rate from a time on. */
export interface RateStep {
  readonly fromMs: number;
  readonly perSecond: number;
}

/** How the gaps between two arrivals come about. */
interface Spacing {
  /** `random`: independent of each other, as Poisson has it (the default); `even`: all alike while the rate is. */
  readonly spacing?: 'random' | 'even';
}

/** Requests over time. Rates are requests a second, times are those of the run. */
export type Arrivals =
  /** One every so often, like a clock. */
  | { readonly kind: 'constant'; readonly perSecond: number }
  /** Many who know nothing of each other: the gaps are exponential. */
  | { readonly kind: 'poisson'; readonly perSecond: number }
  /**
   * A day of 24 hours, each with its own rate: lowest at midnight, highest at noon. `perSecond` is the mean of a day, and the
   * rate goes up and down by the share `swing` of it. A run starts at midnight; `dayMs` says how long its day is.
   */
  | ({
      readonly kind: 'diurnal';
      readonly perSecond: number;
      readonly swing: number;
      readonly dayMs: number;
    } & Spacing)
  /** Again and again, every `everyMs`, for `forMs` another rate: the first burst is at 0, or at `atMs`. */
  | ({
      readonly kind: 'burst';
      readonly perSecond: number;
      readonly burstPerSecond: number;
      readonly everyMs: number;
      readonly forMs: number;
      readonly atMs?: number;
    } & Spacing)
  /** From each time on another rate; before the first there is none. */
  | ({ readonly kind: 'step'; readonly steps: readonly RateStep[] } & Spacing);

const KINDS: readonly Arrivals['kind'][] = ['constant', 'poisson', 'diurnal', 'burst', 'step'];

/** The cosine of the middle of each hour from midnight to six: written out, as engines differ in its last digit. */
const COSINES = [
  0.9914448613738104, 0.9238795325112867, 0.7933533402912352, 0.6087614290087207, 0.3826834323650898,
  0.1305261922200516,
] as const;

/** A time in which the rate stays as it is. */
interface Piece {
  perSecond: number;
  untilMs: number;
}

/**
 * The time of the next arrival after `afterMs`, in ms; `Infinity`: there is none any more. The rate is the same for a while,
 * and then another: an exponential amount of work, at this rate, is left until the next arrival (a Poisson process whose
 * clock runs as fast as its rate).
 */
export function nextArrival(arrivals: Arrivals, afterMs: number, random: Pick<Random, 'float'>): number {
  const { kind } = arrivals;
  if (kind === 'poisson') return afterMs + (1000 / arrivals.perSecond) * exponential(random);
  if (kind === 'constant') return afterMs + 1000 / arrivals.perSecond;
  let left = arrivals.spacing === 'even' ? 1 : exponential(random);
  let atMs = afterMs;
  for (;;) {
    const { perSecond, untilMs } = pieceAt(arrivals, atMs);
    const neededMs = left * (1000 / perSecond);
    if (atMs + neededMs <= untilMs && neededMs < Infinity) return atMs + neededMs;
    if (untilMs === Infinity) return Infinity;
    left -= ((untilMs - atMs) * perSecond) / 1000;
    atMs = untilMs;
  }
}

/** The rate at a time, in requests a second. */
export function rateAt(arrivals: Arrivals, atMs: number): number {
  return arrivals.kind === 'constant' || arrivals.kind === 'poisson'
    ? arrivals.perSecond
    : pieceAt(arrivals, atMs).perSecond;
}

/** The highest rate there ever is. */
export function peakRate(arrivals: Arrivals): number {
  switch (arrivals.kind) {
    case 'constant':
    case 'poisson':
      return arrivals.perSecond;
    case 'diurnal':
      return arrivals.perSecond * (1 + arrivals.swing * COSINES[0]);
    case 'burst':
      return Math.max(arrivals.perSecond, arrivals.burstPerSecond);
    case 'step':
      return Math.max(...arrivals.steps.map(({ perSecond }) => perSecond));
  }
}

/**
 * All arrivals up to a time, in ms, rounded to what the clock counts.
 * @throws RangeError for a load that cannot be
 */
export function arrivalTimes(
  arrivals: Arrivals,
  { fromMs = 0, untilMs }: { readonly fromMs?: number; readonly untilMs: number },
  random: Pick<Random, 'float'>,
): number[] {
  assertArrivals(arrivals);
  const times: number[] = [];
  for (
    let atMs = nextArrival(arrivals, fromMs, random);
    atMs <= untilMs;
    atMs = nextArrival(arrivals, atMs, random)
  )
    times.push(Math.round(atMs * 1000) / 1000);
  return times;
}

/** @throws RangeError or TypeError in one sentence for a load that cannot be */
export function assertArrivals(arrivals: Arrivals, where = 'arrivals'): void {
  switch (arrivals.kind) {
    case 'constant':
    case 'poisson':
      return assertRate(`${where}: perSecond`, arrivals.perSecond);
    case 'diurnal':
      assertNumber(`${where}: swing`, arrivals.swing, 0, 1, 'a share');
      assertTime(`${where}: dayMs`, arrivals.dayMs);
      assertRate(`${where}: perSecond`, arrivals.perSecond);
      return assertRate(`${where}: perSecond at noon`, peakRate(arrivals));
    case 'burst':
      assertRate(`${where}: perSecond`, arrivals.perSecond, true);
      assertRate(`${where}: burstPerSecond`, arrivals.burstPerSecond, arrivals.perSecond > 0);
      assertTime(`${where}: everyMs`, arrivals.everyMs);
      assertNumber(`${where}: atMs`, arrivals.atMs ?? 0, 0);
      assertTime(`${where}: forMs`, arrivals.forMs);
      return assertNumber(`${where}: forMs`, arrivals.forMs, 0, arrivals.everyMs, 'a time in ms');
    case 'step':
      return assertSteps(where, arrivals.steps);
    default:
      return unknownKind(where, (arrivals as Partial<Arrivals>).kind, KINDS);
  }
}

function assertSteps(where: string, steps: readonly RateStep[]): void {
  let lastMs = -1;
  for (const [index, { fromMs, perSecond }] of steps.entries()) {
    assertRate(`${where}: steps[${index}].perSecond`, perSecond, true);
    assertNumber(`${where}: steps[${index}].fromMs`, fromMs, 0);
    if (fromMs <= lastMs)
      throw new RangeError(`${where}: steps: expected them in order of time, got ${fromMs} after ${lastMs}`);
    lastMs = fromMs;
  }
  if (!steps.some(({ perSecond }) => perSecond > 0))
    throw new RangeError(`${where}: steps: expected a rate above 0 at least once`);
}

type Varying = Exclude<Arrivals, { kind: 'constant' | 'poisson' }>;

function pieceAt(arrivals: Varying, atMs: number): Piece {
  switch (arrivals.kind) {
    case 'diurnal': {
      const hourMs = arrivals.dayMs / 24;
      const hour = indexOf(atMs, hourMs);
      const cosine = cosineOf(((hour % 24) + 24) % 24);
      return {
        perSecond: arrivals.perSecond * (1 - arrivals.swing * cosine),
        untilMs: (hour + 1) * hourMs,
      };
    }
    case 'burst': {
      const { perSecond, burstPerSecond, everyMs, forMs, atMs: firstMs = 0 } = arrivals;
      if (atMs < firstMs) return { perSecond, untilMs: firstMs };
      const cycle = indexOf(atMs - firstMs, everyMs);
      const endMs = firstMs + cycle * everyMs + forMs;
      return atMs < endMs
        ? { perSecond: burstPerSecond, untilMs: endMs }
        : { perSecond, untilMs: firstMs + (cycle + 1) * everyMs };
    }
    case 'step': {
      const { steps } = arrivals;
      let index = 0;
      while (index < steps.length && (steps[index] as RateStep).fromMs <= atMs) index++;
      return { perSecond: steps[index - 1]?.perSecond ?? 0, untilMs: steps[index]?.fromMs ?? Infinity };
    }
  }
}

/** Which of the stretches of this length a time is in; a time at a border belongs to the later one. */
function indexOf(atMs: number, lengthMs: number): number {
  const index = Math.floor(atMs / lengthMs);
  return (index + 1) * lengthMs <= atMs ? index + 1 : index;
}

function cosineOf(hour: number): number {
  const half = hour < 12 ? hour : 23 - hour;
  return half < 6 ? (COSINES[half] as number) : -(COSINES[11 - half] as number);
}
