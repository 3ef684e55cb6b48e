/** Leases for state machines: the granter's book and the holder's lease are plain data in the state. */
import {
  answerLease,
  leaseAnswered,
  leaseQuestion,
  recoverLeases,
  type Granted,
  type LeaseAnswer,
  type LeaseQuestion,
  type Leases,
  type LeaseSettings,
  type MyLease,
} from './lease.js';

/** What the granter needs of a node. */
export interface GranterNode {
  readonly disk: { read(file: string): unknown; write(file: string, value: unknown): void };
  monotonicMs(): number;
}

type Kept = Record<string, Pick<Granted, 'token' | 'holder'>>;

/** Opens the granter's book in `start`. @throws DiskError */
export function openLeases(node: GranterNode, settings: LeaseSettings, file = 'leases'): Leases {
  return recoverLeases((node.disk.read(file) ?? {}) as Kept, node.monotonicMs(), settings);
}

/** Answers a question about a lease: reply with `{ after: 'sync' }`. @throws DiskError */
export function grantLease(
  leases: Leases,
  question: LeaseQuestion,
  from: string,
  settings: LeaseSettings,
  node: GranterNode,
  file = 'leases',
): LeaseAnswer {
  const { answer, changed } = answerLease(leases, question, from, node.monotonicMs(), settings);
  if (changed) node.disk.write(file, keptOf(leases));
  return answer;
}

export function keptOf(leases: Leases): Kept {
  return Object.fromEntries(
    Object.entries(leases).map(([name, { token, holder }]) => [name, { token, holder }]),
  );
}

/** What the holder needs of a node. */
export interface HolderNode {
  monotonicMs(): number;
  call(to: string, message: unknown, options: { readonly timeoutMs: number; readonly token: unknown }): void;
  setTimer(name: string, delayMs: number): void;
}

/** For the members `token` and `timer` of the protocol's types. */
export interface LeaseToken {
  readonly leaseAskedMs: number;
}
/** The timer of a lease: for the member `timer` of the protocol's types. */
export type LeaseTimer = `lease/${string}`;

/** Asks the granter for a lease, and from then on again and again: for it, or to keep it. In `start`. */
export function askForLease(mine: MyLease, granter: string, node: HolderNode, timeoutMs = 50): void {
  const token: LeaseToken = { leaseAskedMs: node.monotonicMs() };
  node.call(granter, leaseQuestion(mine), { timeoutMs, token });
}

/** For `onReply`: takes in the granter's answer, if it is one, and sets the timer for the next question. */
export function leaseReply(
  mine: MyLease,
  result: { readonly token: unknown; readonly kind: string; readonly value?: unknown },
  settings: LeaseSettings,
  node: HolderNode,
  pauseMs = 10,
): boolean {
  const askedMs = (result.token as Partial<LeaseToken> | undefined)?.leaseAskedMs;
  if (askedMs === undefined) return false;
  const nowMs = node.monotonicMs();
  // No answer: it may have been granted, so the lease is asked for anew where it ran out.
  if (result.kind !== 'answer' && nowMs >= mine.untilMs) mine.token = null;
  const againMs =
    result.kind === 'answer' ? leaseAnswered(mine, result.value as LeaseAnswer, askedMs, nowMs, settings) : 0;
  node.setTimer(`lease/${mine.name}`, Math.max(pauseMs, againMs));
  return true;
}

/** For `onTimer`: whether the timer was that of the lease, which is then asked for again. */
export function leaseTimer(
  mine: MyLease,
  timer: string,
  granter: string,
  node: HolderNode,
  timeoutMs = 50,
): boolean {
  if (timer !== `lease/${mine.name}`) return false;
  askForLease(mine, granter, node, timeoutMs);
  return true;
}
