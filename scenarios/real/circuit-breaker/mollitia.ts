/** The npm package `mollitia`. */
import type * as Mollitia from 'mollitia';
import { CALLS, WINDOW_MS, type Guard } from './breaker.js';

export function mollitia(loaded: typeof Mollitia): Guard {
  const { BreakerError, BreakerMaxAllowedRequestError, BreakerState, Circuit, SlidingTimeBreaker, Timeout } =
    loaded;
  return (action, { timeoutMs, resetMs, announce }) => {
    const breaker = new SlidingTimeBreaker({
      slidingWindowSize: WINDOW_MS,
      minimumNumberOfCalls: CALLS,
      failureRateThreshold: 50,
      openStateDelay: resetMs,
      permittedNumberOfCallsInHalfOpenState: 1,
    });
    const states = {
      [BreakerState.OPENED]: 'open',
      [BreakerState.HALF_OPENED]: 'half-open',
      [BreakerState.CLOSED]: 'closed',
    } as const;
    breaker.on('state-changed', (is: Mollitia.BreakerState) => announce(states[is]));
    const circuit = new Circuit({ options: { modules: [breaker, new Timeout({ delay: timeoutMs })] } });
    const guarded = circuit.fn(action as Mollitia.CircuitFunction);
    return {
      fire: (...args) => guarded.execute(...args),
      isRefusal: (error) => error instanceof BreakerError || error instanceof BreakerMaxAllowedRequestError,
    };
  };
}
