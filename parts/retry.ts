/**
 * Asking again: how often, after what pause, and when to give up, as data and a pure decision.
 *
 * Pauses grow by a factor up to a limit. Jitter keeps clients that failed together from coming back together (Brooker,
 * "Exponential backoff and jitter", AWS 2015). A budget shared by all calls of a client keeps retries from burying who is
 * overloaded (gRPC proposal A6: a bucket of tokens that failures empty and successes fill).
 */
import { CallFailed, type Random } from 'seedstorm';

/** How often to ask, with which pauses, and for how long. */
export interface RetryPolicy {
  /** How often to ask in all, the first time included. Default: for ever. */
  readonly attempts?: number;
  /** Pause before the second attempt, in ms. Default 20. */
  readonly pauseMs?: number;
  /** By how much each pause is longer than the last. Default 1: all are equal. */
  readonly factor?: number;
  /** The longest pause, in ms. Default: none. */
  readonly maxPauseMs?: number;
  /** `full`: each pause is drawn between 0 and its length. Default `none`. */
  readonly jitter?: 'none' | 'full';
  /** No attempt begins later than this many ms after the first. Default: none. */
  readonly deadlineMs?: number;
}

/** Tokens that retries need: plain data, shared by all calls of one client. */
export interface RetryBudget {
  readonly max: number;
  /** How much a success gives back; a failure takes one. */
  readonly perSuccess: number;
  tokens: number;
}

/** What to do after an attempt that failed. */
export type RetryDecision =
  | { readonly kind: 'again'; readonly afterMs: number }
  | { readonly kind: 'give-up'; readonly why: 'attempts' | 'deadline' | 'budget' };

/** What became of a call so far. */
export interface Tried {
  /** Attempts that failed. */
  readonly attempts: number;
  /** Time since the first began, in ms of a clock that does not jump. */
  readonly sinceMs: number;
}

/** A full bucket. */
export function retryBudget(max = 10, perSuccess = 0.1): RetryBudget {
  return { max, perSuccess, tokens: max };
}

/** A call succeeded, or an attempt failed. */
export function settle(budget: RetryBudget, outcome: 'ok' | 'failed'): void {
  const { max, perSuccess, tokens } = budget;
  budget.tokens = Math.min(max, Math.max(0, tokens + (outcome === 'ok' ? perSuccess : -1)));
}

/** What to do after an attempt failed. @param random the node's own draws; needed for jitter */
export function retry(
  policy: RetryPolicy,
  { attempts, sinceMs }: Tried,
  random?: Pick<Random, 'float'>,
  budget?: RetryBudget,
): RetryDecision {
  const { attempts: most = Infinity, deadlineMs = Infinity, jitter = 'none' } = policy;
  if (attempts >= most) return { kind: 'give-up', why: 'attempts' };
  if (budget !== undefined && budget.tokens <= budget.max / 2) return { kind: 'give-up', why: 'budget' };
  const pauseMs = pauseAfter(policy, attempts);
  if (jitter === 'full' && random === undefined)
    throw new TypeError('retry: full jitter needs random: node.random');
  const afterMs = jitter === 'full' ? pauseMs * (random as Pick<Random, 'float'>).float() : pauseMs;
  if (sinceMs + afterMs > deadlineMs) return { kind: 'give-up', why: 'deadline' };
  return { kind: 'again', afterMs };
}

/** Length of the pause after so many attempts, in ms, without jitter. */
export function pauseAfter(
  { pauseMs = 20, factor = 1, maxPauseMs = Infinity }: RetryPolicy,
  attempts: number,
): number {
  let pause = pauseMs;
  for (let n = 1; n < attempts && pause < maxPauseMs && factor !== 1; n++) pause *= factor;
  return Math.min(pause, maxPauseMs);
}

/**
 * For `catch` of a call: a call that failed becomes a value. `await node.call(…).catch(orFailed)`
 * @throws whatever else went wrong
 */
export function orFailed(error: unknown): CallFailed {
  if (error instanceof CallFailed) return error;
  throw error;
}

/** The same, for whoever only wants to know that there is no answer. @throws whatever else went wrong */
export function orUndefined(error: unknown): undefined {
  orFailed(error);
}

/** What it needs of an async node. */
export interface PatientNode {
  readonly random: Pick<Random, 'float'>;
  monotonicMs(): number;
  sleep(ms: number): Promise<void>;
}

/**
 * Asks until answered; `undefined` when the policy gives up.
 * @param ask one attempt: a call that throws CallFailed is asked again; carry one idempotency key in all of them
 * @throws whatever else `ask` throws
 */
export async function insist<T>(
  node: PatientNode,
  ask: (attempt: number) => Promise<T>,
  policy: RetryPolicy = {},
  budget?: RetryBudget,
): Promise<T | undefined> {
  const beganMs = node.monotonicMs();
  for (let attempts = 1; ; attempts++) {
    try {
      const answer = await ask(attempts);
      if (budget !== undefined) settle(budget, 'ok');
      return answer;
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
    }
    if (budget !== undefined) settle(budget, 'failed');
    const next = retry(policy, { attempts, sinceMs: node.monotonicMs() - beganMs }, node.random, budget);
    if (next.kind === 'give-up') return undefined;
    await node.sleep(next.afterMs);
  }
}
