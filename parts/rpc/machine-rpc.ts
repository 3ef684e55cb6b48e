/** Calls under one key for state machines: the calls under way are plain data in the state. */
import type { Random } from 'seedstorm';
import {
  attemptFailed,
  mayHedge,
  newCall,
  nextAttempt,
  rpcRules,
  type RpcCall,
  type RpcOutcome,
  type RpcPolicy,
  type RpcRules,
} from './call.js';

/** What it needs of a node. */
export interface RpcNode {
  readonly random: Pick<Random, 'float'>;
  monotonicMs(): number;
  call(
    to: string,
    message: unknown,
    options: { readonly timeoutMs: number; readonly token: unknown; readonly after?: 'sync' },
  ): void;
  setTimer(name: string, delayMs: number): void;
  clearTimer(name: string): void;
}

/** For the member `token` of the protocol's types. */
export interface RpcToken {
  readonly rpc: string;
}

/** For the member `timer` of the protocol's types. */
export type RpcTimer = `rpc-again/${string}` | `rpc-hedge/${string}`;

/** The calls under way, by key. `M`: what is asked, without its key. `B`: what a call is about. */
export type RpcCalls<M extends object, B = undefined> = Record<string, MachineCall<M, B>>;

interface MachineCall<M extends object, B> extends RpcCall {
  readonly message: M;
  readonly about: B;
  readonly timeoutMs: number;
  readonly after?: 'sync';
}

/** A call of a state machine: key, nodes, message and time-out. */
export interface CallSettings<M extends object, B> extends RpcPolicy {
  /** Which call it is: the same for all its attempts, and of no other call. */
  readonly key: string;
  /** Who is asked: attempts take turns. */
  readonly to: string | readonly string[];
  /** What is asked; the key goes along as its field `key`. */
  readonly message: M;
  /** How long one attempt waits for its answer, in ms. */
  readonly timeoutMs: number;
  /** What comes back with the outcome. */
  readonly about: B;
  /** `sync`: no attempt leaves the node before all that it has written is durable. */
  readonly after?: 'sync';
  readonly rules?: RpcRules;
}

/** A call that ended. */
export interface CallEnded<A, B> {
  readonly key: string;
  readonly about: B;
  readonly outcome: RpcOutcome<A>;
}

/** How an attempt ended, as `onReply` is told. */
type AttemptResult<A> = { readonly token: unknown; readonly from: string } & (
  | { readonly kind: 'answer'; readonly value: A }
  | { readonly kind: 'refused'; readonly error: string; readonly definite: boolean }
  | { readonly kind: 'timeout' }
);

/** Begins a call. @throws TypeError where its key belongs to a call under way */
export function startCall<M extends object, B>(
  calls: RpcCalls<M, B>,
  { key, to, message, timeoutMs, about, after, rules = rpcRules, ...policy }: CallSettings<M, B>,
  node: RpcNode,
): void {
  if (Object.hasOwn(calls, key)) throw new TypeError(`rpc: a call with key '${key}' is under way`);
  const call = newCall(key, typeof to === 'string' ? [to] : to, policy, rules, node.monotonicMs());
  calls[key] = { ...call, message, about, timeoutMs, ...(after && { after }) };
  ask(calls[key], node);
}

/** For `onReply`: tells how the call ended, if this ended one. */
export function callReply<A, B>(
  calls: RpcCalls<object, B>,
  result: AttemptResult<A>,
  node: RpcNode,
): CallEnded<A, B> | undefined {
  const key = (result.token as Partial<RpcToken> | undefined)?.rpc;
  // What comes after the first answer counts for nothing.
  const call = key !== undefined && Object.hasOwn(calls, key) ? calls[key] : undefined;
  if (call === undefined) return undefined;
  if (result.kind === 'answer')
    return end(calls, call, { kind: 'ok', value: result.value, from: result.from }, node);
  const failure =
    result.kind === 'refused' ? result : { definite: false, error: `no answer within ${call.timeoutMs} ms` };
  const next = attemptFailed(call, failure, node.monotonicMs(), node.random);
  if (next.kind === 'again') node.setTimer(`rpc-again/${call.key}`, next.afterMs);
  return next.kind === 'ended' ? end(calls, call, next.outcome, node) : undefined;
}

/** For `onTimer`: whether the timer was one of a call, which then asks again. */
export function callTimer(calls: RpcCalls<object, unknown>, timer: string, node: RpcNode): boolean {
  const [, kind, key = ''] = /^rpc-(again|hedge)\/(.*)$/s.exec(timer) ?? [];
  if (kind === undefined) return false;
  const call = Object.hasOwn(calls, key) ? calls[key] : undefined;
  if (call !== undefined && (kind === 'again' || mayHedge(call))) ask(call, node);
  return true;
}

function ask(call: MachineCall<object, unknown>, node: RpcNode): void {
  const { timeoutMs, after, policy } = call;
  const { to, key } = nextAttempt(call);
  const token: RpcToken = { rpc: call.key };
  node.call(to, { ...call.message, key }, { timeoutMs, token, ...(after && { after }) });
  if (mayHedge(call)) node.setTimer(`rpc-hedge/${call.key}`, policy.hedgeAfterMs as number);
}

function end<A, B>(
  calls: RpcCalls<object, B>,
  { key, about, policy }: MachineCall<object, B>,
  outcome: RpcOutcome<A>,
  node: RpcNode,
): CallEnded<A, B> {
  delete calls[key];
  if (policy.hedgeAfterMs !== undefined) node.clearTimer(`rpc-hedge/${key}`);
  return { key, about, outcome };
}
