/**
 * A rate limiter as the commands it gives to a Redis. Run without a pause it is what a script does; command by command, each
 * a call of its own, it is what an application does that reads, thinks, and writes.
 */
import type { RedisReply } from 'seedstorm/servers';

export interface Ask {
  readonly key: string;
  readonly weight: number;
}

export interface Decision {
  readonly admits: boolean;
  /** Which of its own windows it counted in, if it has any. */
  readonly window?: number;
  /** A command that the gateway gives by a call of its own, when it has heard the decision. */
  readonly afterwards?: readonly string[];
}

/** Yields commands, gets their answers, and ends with the decision. */
export type Steps = Generator<readonly string[], Decision, RedisReply>;
export type Algorithm = (ask: Ask) => Steps;

/** So much in a window: what every algorithm is asked to keep, in its own way. */
export interface Limit {
  readonly limit: number;
  readonly windowMs: number;
}

/** Clocks may run wrong by less than this: limiters that count time make it so much longer. */
export const CLOCK_ERROR = 0.001;

/** The window by a clock that may be fast: no shorter than it should be. */
export const safeWindowMs = (windowMs: number): number => windowMs * (1 + CLOCK_ERROR);

/** Commands without a pause: nobody comes between. */
export function runAtOnce(steps: Steps, run: (words: readonly string[]) => RedisReply): Decision {
  let step = steps.next();
  while (step.done !== true) step = steps.next(run(step.value));
  return step.value;
}

/** Command by command: others come between. */
export async function runStepByStep(
  steps: Steps,
  run: (words: readonly string[]) => Promise<RedisReply>,
): Promise<Decision> {
  let step = steps.next();
  while (step.done !== true) step = steps.next(await run(step.value));
  return step.value;
}

/** The time in ms, to the microsecond, from the answer of TIME. */
export function timeIn(reply: RedisReply): number {
  const [seconds, micros] = reply as readonly string[];
  return Number(seconds) * 1000 + Number(micros) / 1000;
}

/** What GET answers, as a number. */
export const countIn = (reply: RedisReply): number => Number(reply ?? 0);

/** How long a key is kept after its last use: PEXPIRE takes whole ms. */
export const keptMs = (ms: number): string => String(Math.ceil(ms));
