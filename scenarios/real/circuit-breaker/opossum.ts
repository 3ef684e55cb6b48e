/** The npm package `opossum`, in three versions that are installed side by side. */
import { CALLS, WINDOW_MS, type Guard } from './breaker.js';

/** What we use of it. */
interface Breaker<Args extends unknown[], Result> {
  /** Runs the action, or rejects at once with the code `EOPENBREAKER` while the circuit is open. */
  fire(...args: Args): Promise<Result>;
  on(event: 'open' | 'halfOpen' | 'close', listener: () => void): this;
}

interface BreakerOptions {
  /** How long the action may take. */
  readonly timeout: number;
  /** How long the circuit stays open before it lets one call through to try. */
  readonly resetTimeout: number;
  /** Above this share of failures among the calls of `rollingCountTimeout` ms the circuit opens. */
  readonly errorThresholdPercentage: number;
  readonly rollingCountTimeout: number;
  readonly rollingCountBuckets: number;
  /** With fewer calls than this the circuit never opens. */
  readonly volumeThreshold: number;
}

type CircuitBreaker = new <Args extends unknown[], Result>(
  action: (...args: Args) => Promise<Result>,
  /** The breaker keeps it and writes into it. */
  options: BreakerOptions,
) => Breaker<Args, Result>;

export function opossum(loaded: unknown): Guard {
  const Breaker = loaded as CircuitBreaker;
  return (action, { timeoutMs, resetMs, announce }) => {
    // Without a name, so that the breaker draws one with Math.random.
    const breaker = new Breaker(action, {
      timeout: timeoutMs,
      resetTimeout: resetMs,
      errorThresholdPercentage: 50,
      rollingCountTimeout: WINDOW_MS,
      rollingCountBuckets: 5,
      volumeThreshold: CALLS,
    });
    breaker.on('open', () => announce('open'));
    breaker.on('halfOpen', () => announce('half-open'));
    breaker.on('close', () => announce('closed'));
    return {
      fire: (...args) => breaker.fire(...args),
      isRefusal: (error) => (error as { readonly code?: unknown }).code === 'EOPENBREAKER',
    };
  };
}
