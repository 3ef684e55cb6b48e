/** The npm package `circuit-breaker-js`: half-open, it lets all calls through. */
import { CALLS, type BreakerState, type Guard } from './breaker.js';

/** What we use of it. */
type CircuitBreakerJs = new (options: {
  readonly windowDuration: number;
  readonly timeoutDuration: number;
  readonly errorThreshold: number;
  readonly volumeThreshold: number;
  onCircuitOpen(): void;
  onCircuitClose(): void;
}) => {
  run(command: (success: () => void, failed: () => void) => void, refused: () => void): void;
  isOpen(): boolean;
};

export function circuitBreakerJs(loaded: unknown): Guard {
  const Breaker = loaded as CircuitBreakerJs;
  const refusal = new Error('the circuit is open');
  return (action, { timeoutMs, resetMs, announce }) => {
    let is: BreakerState = 'closed';
    const become = (next: BreakerState): void => {
      if (next !== is) announce(next);
      is = next;
    };
    const breaker = new Breaker({
      // An open circuit is tried again when the window ends, whenever it began.
      windowDuration: resetMs,
      timeoutDuration: timeoutMs,
      errorThreshold: 50,
      volumeThreshold: CALLS,
      onCircuitOpen: () => become('open'),
      onCircuitClose: () => become('closed'),
    });
    // It tells nobody that it is half-open, nor that it opens again.
    const look = (): void => {
      if (breaker.isOpen()) become('open');
      else if (is === 'open') become('half-open');
    };
    return {
      fire: (...args) =>
        new Promise((resolve, reject) => {
          look();
          breaker.run(
            (success, failed) => {
              action(...args)
                .then((result) => {
                  success();
                  resolve(result);
                })
                .catch((error: unknown) => {
                  failed();
                  reject(error as Error);
                })
                .finally(look);
            },
            () => reject(refusal),
          );
        }),
      isRefusal: (error) => error === refusal,
    };
  };
}
