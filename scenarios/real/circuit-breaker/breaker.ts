/** What circuit breakers of all libraries have in common: the face that the gateway sees. */

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface BreakerSettings {
  /** How long a call may take. */
  readonly timeoutMs: number;
  /** How long the circuit stays open before it tries again. */
  readonly resetMs: number;
  /** Hears of every change that the library tells of. */
  readonly announce: (is: BreakerState) => void;
}

/** A breaker around one action. */
export interface Guarded<Args extends unknown[], Result> {
  /** Runs the action, or rejects without running it. */
  fire(...args: Args): Promise<Result>;
  /** Whether this is how the breaker rejects what it does not run. */
  isRefusal(error: unknown): boolean;
}

/** Puts a breaker of one library around an action. */
export type Guard = <Args extends unknown[], Result>(
  action: (...args: Args) => Promise<Result>,
  settings: BreakerSettings,
) => Guarded<Args, Result>;

/** Every library looks at the calls of so many ms, where it looks at a time at all, */
export const WINDOW_MS = 500;
/** and opens when half of them fail, of at least so many. */
export const CALLS = 5;
