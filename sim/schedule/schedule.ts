/** How a run is scheduled, as part of its plan: which of the orders that the network allows is taken. Plain JSON. */
import { integer, list, number, object, variant, word, type Read } from '../input/schema.js';
import { MAX_MS } from '../kernel/time.js';

const MAX_MOMENTS = 1000;
const MAX_NTH = 1_000_000;

const moment = object({ atMs: number(0, MAX_MS, 'a time in ms'), nth: integer(1, MAX_NTH) });
const delay = object({ ...moment.shape, delayMs: number(0.001, MAX_MS, 'ms') });

/** The `nth` delivery or timer (from 1) that is put on the calendar at this time or later. */
export type Moment = Read<typeof moment>;

/** One delivery or timer, held back. */
export type Delay = Read<typeof delay>;

const schedules = {
  /** Latencies as the network draws them: what a plan without a schedule means too. */
  random: object({ strategy: word('random') }),
  /**
   * Priorities decide (PCT: Burckhardt et al., "A randomized scheduler with probabilistic guarantees of finding bugs",
   * ASPLOS 2010). Time is cut into windows; what is due within a window happens in the next one, in order of the
   * priorities of lanes. A lane is what one endpoint sends another, or the timers of a node: the chains to which
   * Ozkan et al. (OOPSLA 2018) carry PCT over. At each change the lane at hand falls behind all others for good.
   */
  pct: object({
    strategy: word('pct'),
    /** Decides the priorities at the start. */
    key: integer(0, 0xffff_ffff),
    windowMs: number(0.01, 60_000, 'a window in ms'),
    changes: list(moment, MAX_MOMENTS),
  }),
  /**
   * Every message takes the median latency of its link, so that the order is fixed but for a few delays (delay-bounded
   * scheduling: Emmi, Qadeer and Rakamarić, POPL 2011).
   */
  'delay-bounded': object({ strategy: word('delay-bounded'), delays: list(delay, MAX_MOMENTS) }),
};

export const scheduleSchema = variant('strategy', schedules);

/** Until heal-all, like faults; afterwards messages and timers come as they would. */
export type Schedule = Read<typeof scheduleSchema>;

/** A plan, as far as it schedules. */
export interface Scheduled {
  readonly schedule?: Schedule;
  readonly healAtMs?: number;
}

/** The name of a strategy: `random`, `pct` or `delay-bounded`. */
export type StrategyName = Schedule['strategy'];

/** Every strategy `simulate` and `explore` take. */
export const strategyNames = Object.keys(schedules) as readonly StrategyName[];
