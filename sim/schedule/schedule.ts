/** How a run is scheduled, as part of its plan: which of the orders that the network allows is taken. Plain JSON. */
import { integer, list, number, object, variant, type Reader } from '../input/readers.js';
import { MAX_MS } from '../kernel/time.js';

/** The `nth` delivery or timer (from 1) that is put on the calendar at this time or later. */
export interface Moment {
  readonly atMs: number;
  readonly nth: number;
}

/**
 * Priorities decide (PCT: Burckhardt et al., "A randomized scheduler with probabilistic guarantees of finding bugs",
 * ASPLOS 2010). Time is cut into windows; what is due within a window happens in the next one, in order of the
 * priorities of lanes. A lane is what one endpoint sends another, or the timers of a node: the chains to which
 * Ozkan et al. (OOPSLA 2018) carry PCT over. At each change the lane at hand falls behind all others for good.
 */
interface PctSchedule {
  readonly strategy: 'pct';
  /** Decides the priorities at the start. */
  readonly key: number;
  readonly windowMs: number;
  readonly changes: readonly Moment[];
}

/** One delivery or timer, held back. */
export interface Delay extends Moment {
  readonly delayMs: number;
}

/**
 * Every message takes the median latency of its link, so that the order is fixed but for a few delays (delay-bounded
 * scheduling: Emmi, Qadeer and Rakamarić, POPL 2011).
 */
interface DelayBoundedSchedule {
  readonly strategy: 'delay-bounded';
  readonly delays: readonly Delay[];
}

/** Latencies as the network draws them: what a plan without a schedule means too. */
interface RandomSchedule {
  readonly strategy: 'random';
}

/** Until heal-all, like faults; afterwards messages and timers come as they would. */
export type Schedule = RandomSchedule | PctSchedule | DelayBoundedSchedule;

/** A plan, as far as it schedules. */
export interface Scheduled {
  readonly schedule?: Schedule;
  readonly healAtMs?: number;
}

export type StrategyName = Schedule['strategy'];

/** Every strategy `simulate` and `explore` take. */
export const strategyNames: readonly StrategyName[] = ['random', 'pct', 'delay-bounded'];

const MAX_MOMENTS = 1000;
const MAX_NTH = 1_000_000;

const time = number(0, MAX_MS, 'a time in ms');
const moment = { atMs: time, nth: integer(1, MAX_NTH) };

/** @throws InputError in one sentence, as readers do */
export const scheduleReader: Reader<Schedule> = variant<Schedule, unknown>('strategy', {
  random: object<RandomSchedule, unknown>({ strategy: only('random') }),
  pct: object<PctSchedule, unknown>({
    strategy: only('pct'),
    key: integer(0, 0xffff_ffff),
    windowMs: number(0.01, 60_000, 'a window in ms'),
    changes: list(object<Moment, unknown>(moment), MAX_MOMENTS),
  }),
  'delay-bounded': object<DelayBoundedSchedule, unknown>({
    strategy: only('delay-bounded'),
    delays: list(object<Delay, unknown>({ ...moment, delayMs: number(0.001, MAX_MS, 'ms') }), MAX_MOMENTS),
  }),
});

/** What the variant has already looked at. */
function only<T extends StrategyName>(name: T): Reader<T> {
  return { expects: name, read: () => name };
}
