/**
 * Handing a log on: what a leader sends to each of its followers, what they do with it, and what it learns from their
 * answers. Plain data and decisions about logs without snapshots; who leads, and when to send, is up to the protocol.
 *
 * The leader sends ahead without waiting for answers, and where one is missing it begins again at what the follower is
 * known to have. A follower takes a batch only where its log agrees with the leader's up to there (Ongaro & Ousterhout,
 * USENIX ATC 2014, AppendEntries; the primary of Alsberg & Day, ICSE 1976, does as much).
 */
import { appendTo, truncateLog, type LogNode } from './machine-log.js';
import { mayShare, partsAt, positionOf, reachedBy, type LogPosition, type OfEpoch } from './positions.js';
import type { DurableLog } from './recover.js';

/** Entries that follow on a position. */
export interface Batch<T extends OfEpoch> {
  readonly after: LogPosition;
  readonly entries: readonly T[];
}

/** What a follower answers to a batch. */
export type BatchAnswer =
  /** The log is the leader's up to `length`. */
  | { readonly kind: 'have'; readonly length: number }
  /** It does not reach that far, or differs there: up to here they may agree. */
  | { readonly kind: 'behind'; readonly agrees: LogPosition };

/** What a leader knows of its followers. */
export interface Shipping {
  /** Number of the last sending to all: an answer tells what was known after which of them. */
  round: number;
  readonly followers: Record<string, Followed>;
}

interface Followed {
  /** Where the next entries to send begin. */
  next: number;
  /** How much of the log it is known to have. */
  length: number;
  /** The newest sending that it answered. */
  round: number;
}

/** Each rule can be replaced, to see what it is there for. */
export interface ShippingRules {
  /** A follower compares the epoch before a batch too, or only how long its log is. */
  readonly compare: 'position' | 'length';
}

/** The rules of handing a log on, as they should be. */
export const shippingRules: ShippingRules = { compare: 'position' };

/** A leader begins: that followers have what it has is a guess, which their answers correct. */
export function newShipping(followers: readonly string[], length: number): Shipping {
  const guess = (name: string) => [name, { next: length, length: 0, round: 0 }] as const;
  return { round: 0, followers: Object.fromEntries(followers.map(guess)) };
}

/**
 * What to send to each follower now.
 * @param what.again begins at what a follower is known to have; else at what it was not sent yet
 * @param what.most how many entries a batch has at most
 */
export function nextBatches<T extends OfEpoch>(
  shipping: Shipping,
  entries: readonly T[],
  { again, most }: { readonly again: boolean; readonly most: number },
): [to: string, batch: Batch<T>][] {
  shipping.round++;
  return Object.entries(shipping.followers).map(([to, follower]) => {
    if (again && follower.length > 0) follower.next = follower.length;
    const after = positionOf(entries, follower.next);
    const batch = entries.slice(after.length, after.length + most);
    follower.next += batch.length;
    return [to, { after, entries: batch }];
  });
}

/**
 * A follower makes its log the leader's up to the end of the batch, if it is up to its beginning.
 * @returns the answer, to be given when the log is durable; `kept`: how many entries of what was there before stayed
 */
export function takeBatch<T extends OfEpoch>(
  log: DurableLog<T, never>,
  { after, entries }: Batch<T>,
  node: LogNode,
  { compare }: ShippingRules = shippingRules,
): { readonly answer: BatchAnswer; readonly kept: number } {
  let kept = log.entries.length;
  const isBlind = compare === 'length' && after.length <= kept;
  const agrees = isBlind ? undefined : partsAt(log.entries, after);
  if (agrees !== undefined) return { answer: { kind: 'behind', agrees }, kept };
  for (const [index, entry] of entries.entries()) {
    const at = after.length + index;
    // A late copy of a batch takes nothing back that came after it.
    if (log.entries[at]?.epoch === entry.epoch) continue;
    kept = Math.min(kept, at);
    truncateLog(log, at, node);
    appendTo(log, entry, node);
  }
  return { answer: { kind: 'have', length: after.length + entries.length }, kept };
}

/** A follower answered the sending with that number. @returns how many entries it lacks */
export function batchAnswered(
  { followers }: Shipping,
  from: string,
  round: number,
  answer: BatchAnswer,
  entries: readonly OfEpoch[],
): number {
  const follower = followers[from];
  if (follower === undefined) return 0;
  if (answer.kind === 'have') {
    follower.length = Math.max(follower.length, answer.length);
    follower.next = Math.max(follower.next, follower.length);
  } else if (round > follower.round) {
    // A late answer would send one that has begun to catch up back to the beginning, again and again.
    follower.next = mayShare(entries, answer.agrees);
    follower.length = Math.min(follower.length, follower.next);
  }
  follower.round = Math.max(follower.round, round);
  return entries.length - follower.next;
}

/** How much of the log at least so many followers have. */
export function heldBy(count: number, { followers }: Shipping): number {
  return reachedBy(
    count,
    Object.values(followers).map(({ length }) => length),
  );
}

/** The newest sending that at least so many followers have answered. */
export function answeredBy(count: number, { followers }: Shipping): number {
  return reachedBy(
    count,
    Object.values(followers).map(({ round }) => round),
  );
}
