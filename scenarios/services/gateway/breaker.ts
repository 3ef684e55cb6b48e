/** A circuit breaker in front of one service: closed, open, and half open with one trial. Plain data and pure functions. */
import { FAILURES, TIMES } from './api.js';

export interface Breaker {
  failures: number;
  /** Open since then; undefined: closed. */
  openedMs: number | undefined;
  /** Counts openings: what was asked before the last one says nothing any more. */
  era: number;
  isTrying: boolean;
}

export const newBreaker = (): Breaker => ({ failures: 0, openedMs: undefined, era: 0, isTrying: false });

/** Whether a request may pass; if so, in which era. `trials`: how many are let through when it is half open. */
export function passes(breaker: Breaker, nowMs: number, trials: 'one' | 'all'): number | undefined {
  if (breaker.openedMs === undefined) return breaker.era;
  if (nowMs - breaker.openedMs < TIMES.open) return undefined;
  if (breaker.isTrying && trials === 'one') return undefined;
  breaker.isTrying = true;
  return breaker.era;
}

/** How a request that passed has ended. */
export function heard(breaker: Breaker, era: number, isOk: boolean, nowMs: number): void {
  if (era !== breaker.era) return;
  if (isOk) {
    Object.assign(breaker, { failures: 0, openedMs: undefined, isTrying: false });
    return;
  }
  breaker.failures++;
  if (breaker.failures < FAILURES && breaker.openedMs === undefined) return;
  Object.assign(breaker, { openedMs: nowMs, era: breaker.era + 1, isTrying: false });
}
