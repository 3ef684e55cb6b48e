/** A sorted set: members by score, and by bytes where scores are equal. */
import type { Redis, RedisSortedSet, Scored } from './data.js';

export const newSortedSet = (): RedisSortedSet => ({
  type: 'zset',
  scores: new Map(),
  order: [],
  large: false,
});

export const isBefore = (a: Scored, b: Scored): boolean =>
  a.score < b.score || (a.score === b.score && a.member < b.member);

/** The first place whose entry does not come before this. */
function placeOf(order: readonly Scored[], one: Scored): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(order[middle] as Scored, one)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Gives a member its score, new or not. */
export function setScore(set: RedisSortedSet, member: string, given: number, { config }: Redis): void {
  // While it is small the real server keeps whole scores as integers, which have no -0.
  const score = set.large || given !== 0 ? given : 0;
  const before = set.scores.get(member);
  if (before === score) return;
  if (before !== undefined) set.order.splice(placeOf(set.order, { member, score: before }), 1);
  set.scores.set(member, score);
  const scored = { member, score };
  set.order.splice(placeOf(set.order, scored), 0, scored);
  if (!set.large)
    set.large =
      set.order.length > Number(config.get('zset-max-listpack-entries')) ||
      member.length > Number(config.get('zset-max-listpack-value'));
}

/** @returns whether it was there */
export function removeMember({ scores, order }: RedisSortedSet, member: string): boolean {
  const score = scores.get(member);
  if (score === undefined) return false;
  scores.delete(member);
  order.splice(placeOf(order, { member, score }), 1);
  return true;
}

/** How many come before it; undefined: it is not there. */
export function rankOf({ scores, order }: RedisSortedSet, member: string): number | undefined {
  const score = scores.get(member);
  return score === undefined ? undefined : placeOf(order, { member, score });
}

/** The first place of which this holds; it holds of all after it as well. */
export function firstPlace(order: readonly Scored[], holds: (one: Scored) => boolean): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(order[middle] as Scored)) high = middle;
    else low = middle + 1;
  }
  return low;
}
