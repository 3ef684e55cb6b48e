/** Commands of sorted sets: adding, removing, popping and looking up members. */
import type { CommandRows, RunCommand } from './command.js';
import type { RedisSortedSet, Scored } from './data.js';
import { redisDouble, readDouble } from './doubles.js';
import { draw } from './drawing.js';
import { matches } from './glob.js';
import { readInt64 } from './integers.js';
import { changed, findTyped, put, removeEmpty, touch } from './keyspace.js';
import { readPops } from './lists.js';
import { notify } from './notify.js';
import { NIL_LIST, refuse, refuseSyntax, type RedisReply } from './reply.js';
import { page, readScan } from './scanning.js';
import { newSortedSet, rankOf, removeMember, setScore } from './sorted-set.js';
import { writeInstead, type Turn } from './turn.js';
import { readPositive } from './words.js';
import { shownEntries } from './zset-ranges.js';

export const zsetOf = (turn: Turn, key: string): RedisSortedSet | undefined => findTyped(turn, key, 'zset');

const OPTIONS = new Set(['NX', 'XX', 'GT', 'LT', 'CH', 'INCR']);

const readScore = (word: string | undefined): number =>
  readDouble(word ?? '') ?? refuse('value is not a valid float');

function zadd(words: readonly string[], turn: Turn, given: readonly string[] = []): RedisReply {
  const [, key = ''] = words;
  const options = new Set(given);
  let at = 2;
  for (; at < words.length && OPTIONS.has((words[at] as string).toUpperCase()); at++)
    options.add((words[at] as string).toUpperCase());
  const rest = words.slice(at);
  if (rest.length === 0 || rest.length % 2 === 1) return refuseSyntax();
  const [nx, xx, gt, lt, incr] = ['NX', 'XX', 'GT', 'LT', 'INCR'].map((option) => options.has(option));
  if (nx && xx) return refuse('XX and NX options at the same time are not compatible');
  if ((gt && nx) || (lt && nx) || (gt && lt))
    return refuse('GT, LT, and/or NX options at the same time are not compatible');
  if (incr && rest.length > 2) return refuse('INCR option supports a single increment-element pair');
  const scores = rest.filter((_, place) => place % 2 === 0).map(readScore);
  let set = zsetOf(turn, key);
  if (set === undefined) {
    if (xx) return incr ? null : 0;
    set = newSortedSet();
    put(turn, key, set);
  }
  let [added, updated] = [0, 0];
  let result: number | undefined;
  for (const [place, asked] of scores.entries()) {
    const member = rest[2 * place + 1] as string;
    const before = set.scores.get(member);
    let score = asked;
    if (before === undefined ? xx : nx) continue;
    if (before !== undefined) {
      if (incr) score += before;
      if (Number.isNaN(score)) return refuse('resulting score is not a number (NaN)');
      if ((lt && score >= before) || (gt && score <= before)) continue;
    }
    result = score;
    if (before === undefined) added++;
    else if (score !== before) updated++;
    setScore(set, member, score, turn.redis);
  }
  if (added + updated > 0) changed(turn, key, 'z', incr ? 'zincr' : 'zadd', added + updated);
  if (incr) return result === undefined ? null : { double: result };
  return options.has('CH') ? added + updated : added;
}

const zrem: RunCommand = ([, key = '', ...members], turn) => {
  const set = zsetOf(turn, key);
  if (set === undefined) return 0;
  const gone = members.filter((member) => removeMember(set, member)).length;
  if (gone > 0) {
    changed(turn, key, 'z', 'zrem', gone);
    removeEmpty(turn, key, set.order.length);
  }
  return gone;
};

const zrank =
  (backwards: boolean): RunCommand =>
  ([, key = '', member = ''], turn) => {
    const set = zsetOf(turn, key);
    const rank = set === undefined ? undefined : rankOf(set, member);
    if (set === undefined || rank === undefined) return null;
    return backwards ? set.order.length - 1 - rank : rank;
  };

const shownScore = (set: RedisSortedSet | undefined, member: string): RedisReply => {
  const score = set?.scores.get(member);
  return score === undefined ? null : { double: score };
};

export type Extreme = 'min' | 'max';

const POPPED = { min: 'zpopmin', max: 'zpopmax' } as const;

/** Takes so many from one end; a set that is empty then is gone. */
export function takeExtremes(
  turn: Turn,
  key: string,
  set: RedisSortedSet,
  from: Extreme,
  count: number,
): Scored[] {
  const { order } = set;
  const taken =
    from === 'min' ? order.splice(0, count) : order.splice(Math.max(0, order.length - count)).reverse();
  for (const { member } of taken) set.scores.delete(member);
  notify(turn, 'z', POPPED[from], key);
  touch(turn, key);
  turn.changes += taken.length;
  removeEmpty(turn, key, order.length);
  return taken;
}

const zpop =
  (from: Extreme): RunCommand =>
  (words, turn) => {
    const [, key = '', given] = words;
    if (words.length > 3) return refuseSyntax();
    const count = given === undefined ? 1 : readPositive(given);
    const set = zsetOf(turn, key);
    if (set === undefined || count === 0) return [];
    const taken = takeExtremes(turn, key, set, from, count);
    if (given !== undefined) return shownEntries(taken, true);
    const { member, score } = taken[0] as Scored;
    return [member, { double: score }];
  };

/** @throws Refusal */
export function readExtreme(word: string): Extreme {
  const upper = word.toUpperCase();
  return upper === 'MIN' ? 'min' : upper === 'MAX' ? 'max' : refuseSyntax();
}

/** What ZMPOP takes, from the first of the keys that has something; undefined: none has. */
export function takeFirstExtremes(
  turn: Turn,
  keys: readonly string[],
  from: Extreme,
  count: number,
): RedisReply | undefined {
  for (const key of keys) {
    const set = zsetOf(turn, key);
    if (set === undefined) continue;
    const taken = takeExtremes(turn, key, set, from, count);
    writeInstead(turn, [POPPED[from].toUpperCase(), key, String(taken.length)]);
    return [key, taken.map(({ member, score }) => [member, { double: score }])];
  }
  return undefined;
}

const zmpop: RunCommand = ([, ...words], turn) => {
  const { keys, where, count } = readPops(words, readExtreme);
  return takeFirstExtremes(turn, keys, where, count) ?? NIL_LIST;
};

const zrandmember: RunCommand = (words, turn) => {
  const [, key = '', given, withScores] = words;
  if (given === undefined) {
    const order = zsetOf(turn, key)?.order;
    return order === undefined ? null : (order[Math.floor(turn.random() * order.length)] as Scored).member;
  }
  const count = Number(readInt64(given));
  if (words.length > 4 || (withScores !== undefined && withScores.toUpperCase() !== 'WITHSCORES'))
    return refuseSyntax();
  if (count <= -9.3e18 || (withScores !== undefined && Math.abs(count) > 4.7e18))
    return refuse('value is out of range');
  return shownEntries(draw(zsetOf(turn, key)?.order ?? [], count, turn.random), withScores !== undefined);
};

/** While it is small the real server keeps whole scores as integers, and ZSCAN shows them so. */
const scanned = (score: number, large: boolean): string =>
  !large && Number.isInteger(score) && Math.abs(score) < 4e18 ? String(BigInt(score)) : redisDouble(score);

const zscan: RunCommand = (words, turn) => {
  const options = readScan(words, 2);
  const set = zsetOf(turn, words[1] as string);
  const members = (set?.order ?? []).map(({ member }) => member);
  const { cursor, items } = set?.large === true ? page(members, options) : { cursor: '0', items: members };
  const shown = items.filter((member) => matches(options.pattern, member));
  return [
    cursor,
    shown.flatMap((member) => [member, scanned(set?.scores.get(member) ?? 0, set?.large === true)]),
  ];
};

export const zsetCommands: CommandRows = {
  ZADD: [-4, 'write oom', (words, turn) => zadd(words, turn)],
  ZINCRBY: [4, 'write oom', (words, turn) => zincrby(words, turn)],
  ZREM: [-3, 'write', zrem],
  ZCARD: [2, 'read', ([, key = ''], turn) => zsetOf(turn, key)?.order.length ?? 0],
  ZSCORE: [3, 'read', ([, key = '', member = ''], turn) => shownScore(zsetOf(turn, key), member)],
  ZMSCORE: [
    -3,
    'read',
    ([, key = '', ...members], turn) => {
      const set = zsetOf(turn, key);
      return members.map((member) => shownScore(set, member));
    },
  ],
  ZRANK: [3, 'read', zrank(false)],
  ZREVRANK: [3, 'read', zrank(true)],
  ZPOPMIN: [-2, 'write', zpop('min')],
  ZPOPMAX: [-2, 'write', zpop('max')],
  ZMPOP: [-4, 'write', zmpop],
  ZRANDMEMBER: [-2, 'read', zrandmember],
  ZSCAN: [-3, 'read', zscan],
};

/** ZINCRBY takes its second word for an increment, never for an option. */
function zincrby([name = '', key = '', by = '', member = '']: readonly string[], turn: Turn): RedisReply {
  readScore(by);
  return zadd([name, key, by, member], turn, ['INCR']);
}
