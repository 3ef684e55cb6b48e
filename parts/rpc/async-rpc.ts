/** Calls under one key for async programs. */
import { CallFailed } from 'seedstorm';
import type { PatientNode } from '../retry.js';
import {
  attemptFailed,
  mayHedge,
  newCall,
  nextAttempt,
  rpcRules,
  type RpcAttempt,
  type RpcOutcome,
  type RpcPolicy,
  type RpcRules,
} from './call.js';

/** Whom a call asks, under which key, and how it is retried. */
export interface RpcSettings extends RpcPolicy {
  /** Which call it is: the same for all its attempts, and of no other call. */
  readonly key: string;
  /** Who is asked: attempts take turns. */
  readonly to: string | readonly string[];
  readonly rules?: RpcRules;
}

/**
 * Asks until answered, or until the policy gives up. The first answer wins.
 *
 * @example
 * const outcome = await rpc(node, { key: 'order-7/pay', to: 'bank', attempts: 4, hedgeAfterMs: 10 }, ({ to, key }) =>
 *   node.call(to, { f: 'pay', amount: 30, key }, { timeoutMs: 50 }),
 * );
 * if (outcome.kind === 'info') … // nobody knows
 *
 * @param ask one attempt: sends the key along; a CallFailed is asked again
 * @throws whatever else `ask` throws
 */
export function rpc<A>(
  node: PatientNode,
  { key, to, rules = rpcRules, ...policy }: RpcSettings,
  ask: (attempt: RpcAttempt) => Promise<A>,
): Promise<RpcOutcome<A>> {
  const call = newCall(key, typeof to === 'string' ? [to] : to, policy, rules, node.monotonicMs());
  return new Promise((resolve, reject) => {
    let isOver = false;
    attempt();

    function attempt(): void {
      const next = nextAttempt(call);
      ask(next).then(
        (value) => end({ kind: 'ok', value, from: next.to }),
        (error: unknown) => {
          if (!(error instanceof CallFailed)) reject(error as Error);
          else if (!isOver) failed(error);
        },
      );
      if (mayHedge(call)) later(policy.hedgeAfterMs as number, () => mayHedge(call) && attempt());
    }

    function failed({ definite, message }: CallFailed): void {
      const next = attemptFailed(call, { definite, error: message }, node.monotonicMs(), node.random);
      if (next.kind === 'ended') end(next.outcome);
      else if (next.kind === 'again') later(next.afterMs, attempt);
    }

    function later(ms: number, what: () => void): void {
      node.sleep(ms).then(() => {
        if (!isOver) what();
      }, reject);
    }

    function end(outcome: RpcOutcome<A>): void {
      isOver = true;
      resolve(outcome);
    }
  });
}
