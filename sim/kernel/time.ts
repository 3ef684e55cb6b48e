/** Time: the API speaks milliseconds, as timers in JavaScript do; the engine counts whole microseconds. */

/** Virtual time in whole microseconds since the start of the run. */
export type Micros = number;

/** The longest a run, a delay or a fault may be: 10,000 virtual hours, far inside exact integers. */
export const MAX_MS = 36_000_000_000;

/** Milliseconds to whole microseconds. */
export function toMicros(ms: number): Micros {
  return Math.round(ms * 1000);
}

/** Whole microseconds to milliseconds. */
export function toMs(micros: Micros): number {
  return micros / 1000;
}

/**
 * A delay as a program gave it, in microseconds.
 * @throws RangeError unless it is a number from 0 to {@link MAX_MS}
 */
export function delayMicros(ms: number, what: string): Micros {
  if (typeof ms !== 'number' || !(ms >= 0 && ms <= MAX_MS)) {
    throw new RangeError(`${what}: expected a delay from 0 to ${MAX_MS} ms, got ${String(ms)}`);
  }
  return Math.round(ms * 1000);
}
