/** Draws a schedule from a seed: the parameters of a strategy, each seed its own. */
import type { Random } from '../kernel/random.js';
import type { Moment, Schedule, StrategyName } from './schedule.js';

/** From a message's way in one rack to an election timer. */
const WINDOWS_MS = [1, 2, 5, 10, 20, 50] as const;
const DELAYS_MS = [1, 3, 10, 30, 100, 300] as const;
/** PCT's depth is one more: most bugs need one or two changes (Burckhardt et al., 2010, section 4). */
const MAX_CHANGES = 3;
const MAX_DELAYS = 4;
/** Messages often leave together, as in a broadcast; any of them may be the one. */
const MAX_NTH = 8;

/** @returns undefined for `random`: latencies as the network draws them */
export function drawSchedule(
  strategy: StrategyName,
  random: Random,
  horizonMs: number,
): Schedule | undefined {
  const moments = (count: number): Moment[] =>
    Array.from({ length: count }, () => ({
      atMs: Math.floor(random.float() * horizonMs * 1000) / 1000,
      nth: random.int(1, MAX_NTH),
    })).sort((a, b) => a.atMs - b.atMs);
  switch (strategy) {
    case 'random':
      return undefined;
    case 'pct':
      return {
        strategy,
        key: random.int32() >>> 0,
        windowMs: random.pick(WINDOWS_MS),
        changes: moments(random.int(0, MAX_CHANGES)),
      };
    case 'delay-bounded':
      return {
        strategy,
        delays: moments(random.int(1, MAX_DELAYS)).map((moment) => ({
          ...moment,
          delayMs: random.pick(DELAYS_MS),
        })),
      };
  }
}
