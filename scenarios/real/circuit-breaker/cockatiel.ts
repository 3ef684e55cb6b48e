/** The npm package `cockatiel`: half-open, it makes those wait who come while one call tries, and decides then. */
import type * as Cockatiel from 'cockatiel';
import { CALLS, WINDOW_MS, type Guard } from './breaker.js';

export function cockatiel(loaded: typeof Cockatiel): Guard {
  const { circuitBreaker, handleAll, isBrokenCircuitError, SamplingBreaker, timeout, TimeoutStrategy } =
    loaded;
  return (action, { timeoutMs, resetMs, announce }) => {
    const breaker = circuitBreaker(handleAll, {
      halfOpenAfter: resetMs,
      breaker: new SamplingBreaker({
        threshold: 0.5,
        duration: WINDOW_MS,
        minimumRps: (CALLS * 1_000) / WINDOW_MS,
      }),
    });
    breaker.onBreak(() => announce('open'));
    breaker.onHalfOpen(() => announce('half-open'));
    breaker.onReset(() => announce('closed'));
    const limit = timeout(timeoutMs, TimeoutStrategy.Aggressive);
    return {
      fire: (...args) => breaker.execute(() => limit.execute(() => action(...args))),
      isRefusal: isBrokenCircuitError,
    };
  };
}
