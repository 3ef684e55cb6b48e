/**
 * Durable deduplication for state machines: one record of the log holds what a request did and that it was taken, so a power
 * cut takes both or neither.
 */
import { appendTo, compactLog, openLog, type LogNode, type LogOptions } from '../log/machine-log.js';
import type { DurableLog, LogEnd } from '../log/recover.js';
import {
  copyOf,
  forgetOld,
  nothingTaken,
  remember,
  takeRules,
  type Taken,
  type TakenOnce,
  type TakeRules,
} from './taken.js';

/** Each rule can be replaced, to see what it is there for. */
export interface OnceRules extends TakeRules {
  /** That a request was taken lies in the record of what it did, or in memory only. */
  readonly kept: 'with-effect' | 'in-memory';
  /**
   * Age is counted by the monotonic clock, and anew after a restart: then nothing is forgotten too soon. Or by the wall clock,
   * which may jump.
   */
  readonly age: 'monotonic' | 'wall-clock';
}

/** The rules of durable deduplication as they should be. */
export const onceRules: OnceRules = { ...takeRules, kept: 'with-effect', age: 'monotonic' };

/** Which request it is. What `node.defer()` gives is one. */
export interface AskedBy {
  readonly from: string;
  /** Grows from one request of a client to its next. */
  readonly id: number;
}

/** A record of the log: what a request did, and whose it was. */
export interface OnceEntry<E, A> {
  readonly did: E;
  readonly by?: AskedBy & { readonly atMs: number; readonly answer: A };
}

/** What a request did, for the log, and what is answered, now and to each copy. */
export interface Done<E, A> {
  readonly did: E;
  readonly answer: A;
}

/** What becomes of a request. `older`: a later one of that client was taken; nobody waits for an answer. */
export type TakeResult<A> =
  { readonly kind: 'new' | 'again'; readonly answer: A } | { readonly kind: 'older' };

/** A log of what was done once; part of the state. `S`: the state that a snapshot holds. */
export interface OnceLog<E, A, S = never> {
  readonly log: DurableLog<OnceEntry<E, A>, OnceSnapshot<A, S>>;
  readonly taken: TakenOnce<A>;
  readonly rules: OnceRules;
}

/** What stands for the first entries: the state, and the last request of each client. */
export interface OnceSnapshot<A, S> {
  readonly state: S;
  readonly taken: TakenOnce<A>;
}

/** What it needs of a node. */
export interface OnceNode extends LogNode {
  monotonicMs(): number;
  nowMs(): number;
}

/** The file of the log, and its rules. */
export interface OnceOptions extends Omit<LogOptions, 'rules'> {
  readonly rules?: OnceRules;
}

/**
 * Opens the log in `start`. Make the state again from `once.log.snapshot?.state` and the `did` of `once.log.entries`.
 * @throws DiskError; ends the process where synced records are lost, as `openLog` does
 */
export function openOnce<E, A, S = never>(
  node: OnceNode,
  { rules = onceRules, file = 'once', ...options }: OnceOptions = {},
): { readonly once: OnceLog<E, A, S>; readonly end: LogEnd } {
  const { log, end } = openLog<OnceEntry<E, A>, OnceSnapshot<A, S>>(node, { file, ...options });
  return { once: { log, rules, taken: takenIn(log.entries, log.snapshot, timeOf(node, rules), rules) }, end };
}

/**
 * Carries out a request unless it was taken before. Reply with `{ after: 'sync' }`, to a copy too: the first may not be safe yet.
 *
 * @example
 * const to = node.defer();
 * const taken = takeOnce(state.once, to, () => ({ did: { paid: 30 }, answer: 'paid' }), node);
 * if (taken.kind !== 'older') node.replyTo(to, taken.answer, { after: 'sync' });
 *
 * @param work changes the state, and says what it did; called once for each request
 * @throws DiskError
 */
export function takeOnce<E, A, S>(
  { log, taken, rules }: OnceLog<E, A, S>,
  asked: AskedBy,
  work: () => Done<E, A>,
  node: OnceNode,
): TakeResult<A> {
  const decided = decideOnce(taken, asked, work, timeOf(node, rules), rules);
  if ('entry' in decided) appendTo(log, decided.entry, node);
  return decided.result;
}

/** Puts a snapshot in the place of the first `base` entries; what is too old is forgotten. @throws DiskError */
export function compactOnce<E, A, S>(
  { log, taken, rules }: OnceLog<E, A, S>,
  base: number,
  state: S,
  node: OnceNode,
): void {
  forgetOld(taken, timeOf(node, rules), rules);
  compactLog(log, base, { state, taken: keptCopy(taken, rules) }, node);
}

/** The decision behind both styles: the result, and the entry that goes into the log where the request is new. */
export function decideOnce<E, A>(
  taken: TakenOnce<A>,
  { from, id }: AskedBy,
  work: () => Done<E, A>,
  atMs: number,
  rules: OnceRules,
): { readonly result: TakeResult<A>; readonly entry?: OnceEntry<E, A> } {
  const copy = copyOf(taken, from, id, atMs, rules);
  if (copy.kind === 'older') return { result: copy };
  if (copy.kind === 'again') return { result: { kind: 'again', answer: copy.taken.answer as A } };
  const { did, answer } = work();
  remember(taken, from, id, atMs, answer);
  const by = { from, id, atMs, answer };
  return { result: { kind: 'new', answer }, entry: rules.kept === 'with-effect' ? { did, by } : { did } };
}

/** Who was taken, by a snapshot and the entries after it. */
export function takenIn<A>(
  entries: readonly OnceEntry<unknown, A>[],
  snapshot: OnceSnapshot<A, unknown> | undefined,
  nowMs: number,
  { age }: OnceRules,
): TakenOnce<A> {
  const taken = nothingTaken<A>();
  const note = (from: string, { id, atMs, answer }: Taken<A>): void =>
    remember(taken, from, id, age === 'monotonic' ? nowMs : atMs, answer);
  for (const [from, last] of Object.entries(snapshot?.taken.last ?? {})) note(from, last);
  for (const { by } of entries) if (by !== undefined) note(by.from, by);
  return taken;
}

/** What a snapshot keeps: a copy, for the memory changes. */
export function keptCopy<A>({ last }: TakenOnce<A>, { kept }: OnceRules): TakenOnce<A> {
  return { last: kept === 'with-effect' ? { ...last } : {} };
}

export function timeOf(node: Pick<OnceNode, 'monotonicMs' | 'nowMs'>, { age }: OnceRules): number {
  return age === 'monotonic' ? node.monotonicMs() : node.nowMs();
}
