/**
 * A call that is asked more than once under one idempotency key: what is sent, when again, and how it ended.
 *
 * Plain data and decisions without effects; `machine-rpc.ts` and `async-rpc.ts` carry them out. Nobody who hears nothing
 * knows whether the call was carried out (Birrell & Nelson, "Implementing remote procedure calls", TOCS 1984), so there
 * are three outcomes. Hedging asks a second time before the first attempt has failed, and takes the answer that comes
 * first (Dean & Barroso, "The tail at scale", CACM 2013).
 */
import type { Random } from 'seedstorm';
import { retry, type RetryPolicy } from '../retry.js';

/** How to ask. All that `retry` knows, and a second attempt before the first has failed. */
export interface RpcPolicy extends RetryPolicy {
  /** After so many ms without an answer another attempt is made beside the one under way. Default: never. */
  readonly hedgeAfterMs?: number;
}

/** Each rule can be replaced, to see what it is there for. */
export interface RpcRules {
  /** All attempts of a call carry one key, or each attempt its own: then whoever is asked takes it for a new call. */
  readonly key: 'per-call' | 'per-attempt';
  /** What a call is that may have been carried out and was not answered. */
  readonly unanswered: 'info' | 'fail';
}

/** The rules of calls as they should be. */
export const rpcRules: RpcRules = { key: 'per-call', unanswered: 'info' };

/** How a call ended. */
export type RpcOutcome<A> =
  | { readonly kind: 'ok'; readonly value: A; readonly from: string }
  /** Every attempt was refused and certainly had no effect. */
  | { readonly kind: 'fail'; readonly error: string }
  /** It may have happened, or may yet happen: an attempt may still be under way. */
  | { readonly kind: 'info'; readonly error: string };

/** A call under way. */
export interface RpcCall {
  readonly key: string;
  /** Who is asked: attempts take turns. */
  readonly to: readonly string[];
  readonly policy: RpcPolicy;
  readonly rules: RpcRules;
  /** When it began, in ms of a clock that does not jump. */
  readonly beganMs: number;
  /** Attempts made. */
  attempts: number;
  /** Attempts that have not ended. */
  underWay: number;
  /** An attempt that ended without an answer may have had an effect. */
  uncertain: boolean;
}

/** One attempt: whom to ask, and under which key. */
export interface RpcAttempt {
  readonly to: string;
  readonly key: string;
  /** From 1. */
  readonly attempt: number;
}

/** What to do after an attempt failed. `wait`: another attempt is still under way. */
export type RpcDecision =
  | { readonly kind: 'again'; readonly afterMs: number }
  | { readonly kind: 'wait' }
  | { readonly kind: 'ended'; readonly outcome: RpcOutcome<never> };

/** A call of which no attempt was made yet. @throws TypeError where there is nobody to ask */
export function newCall(
  key: string,
  to: readonly string[],
  policy: RpcPolicy,
  rules: RpcRules,
  nowMs: number,
): RpcCall {
  if (to.length === 0) throw new TypeError(`rpc: call '${key}' has nobody to ask: 'to' is empty`);
  return { key, to, policy, rules, beganMs: nowMs, attempts: 0, underWay: 0, uncertain: false };
}

/** Notes one more attempt. */
export function nextAttempt(call: RpcCall): RpcAttempt {
  const attempt = ++call.attempts;
  call.underWay++;
  const to = call.to[(attempt - 1) % call.to.length] as string;
  return { to, key: call.rules.key === 'per-call' ? call.key : `${call.key}/${attempt}`, attempt };
}

/** Whether another attempt may be made beside the one under way. */
export function mayHedge({ policy, attempts, underWay }: RpcCall): boolean {
  return policy.hedgeAfterMs !== undefined && underWay === 1 && attempts < (policy.attempts ?? Infinity);
}

/**
 * An attempt was refused, or not answered in time.
 * @param failure `definite`: it certainly had no effect
 * @param random the node's own draws; needed for jitter
 */
export function attemptFailed(
  call: RpcCall,
  failure: { readonly definite: boolean; readonly error: string },
  nowMs: number,
  random?: Pick<Random, 'float'>,
): RpcDecision {
  call.underWay--;
  if (!failure.definite) call.uncertain = true;
  if (call.underWay > 0) return { kind: 'wait' };
  const next = retry(call.policy, { attempts: call.attempts, sinceMs: nowMs - call.beganMs }, random);
  if (next.kind === 'again') return next;
  const kind = call.uncertain ? call.rules.unanswered : 'fail';
  return { kind: 'ended', outcome: { kind, error: failure.error } };
}
