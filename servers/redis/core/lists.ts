/** Commands of lists that wait for nobody. */
import type { CommandRows, RunCommand } from './command.js';
import type { RedisList, Side } from './data.js';
import { readInteger } from './integers.js';
import { changed, findTyped, put, removeEmpty, touch } from './keyspace.js';
import { notify } from './notify.js';
import { NIL_LIST, OK, refuse, refuseSyntax, type RedisReply } from './reply.js';
import { writeInstead, type Turn } from './turn.js';
import { readPositive, readRange } from './words.js';

export const listOf = (turn: Turn, key: string): RedisList | undefined => findTyped(turn, key, 'list');

const push =
  (side: Side, onlyIfThere: boolean): RunCommand =>
  ([, key = '', ...items], turn) => {
    let list = listOf(turn, key);
    if (list === undefined) {
      if (onlyIfThere) return 0;
      list = { type: 'list', items: [] };
      put(turn, key, list);
    }
    if (side === 'right') for (const item of items) list.items.push(item);
    else list.items.unshift(...items.reverse());
    changed(turn, key, 'l', side === 'right' ? 'rpush' : 'lpush', items.length);
    return list.items.length;
  };

const POPPED = { left: 'lpop', right: 'rpop' } as const;

/** Takes so many, the first as they come; a list that is empty then is gone. */
export function take(turn: Turn, key: string, { items }: RedisList, side: Side, count: number): string[] {
  const taken =
    count === 1
      ? [(side === 'left' ? items.shift() : items.pop()) as string]
      : side === 'left'
        ? items.splice(0, count)
        : items.splice(Math.max(0, items.length - count)).reverse();
  notify(turn, 'l', POPPED[side], key);
  removeEmpty(turn, key, items.length);
  touch(turn, key);
  turn.changes += taken.length;
  return taken;
}

const pop =
  (side: Side): RunCommand =>
  (words, turn) => {
    const [, key = '', given] = words;
    if (words.length > 3) return refuse(`wrong number of arguments for '${POPPED[side]}' command`);
    const count = given === undefined ? 1 : readPositive(given);
    const list = listOf(turn, key);
    if (list === undefined) return given === undefined ? null : NIL_LIST;
    if (count === 0) return [];
    const taken = take(turn, key, list, side, count);
    return given === undefined ? (taken[0] as string) : taken;
  };

const llen: RunCommand = ([, key = ''], turn) => listOf(turn, key)?.items.length ?? 0;

const lrange: RunCommand = ([, key = '', from, to], turn) => {
  const [start, end] = [readInteger(from), readInteger(to)];
  const items = listOf(turn, key)?.items ?? [];
  const [first, last] = readRange(start, end, items.length);
  return items.slice(first, last + 1);
};

const lindex: RunCommand = ([, key = '', word], turn) => {
  const items = listOf(turn, key)?.items;
  if (items === undefined) return null;
  return items.at(readInteger(word)) ?? null;
};

const lset: RunCommand = ([, key = '', word, item = ''], turn) => {
  const items = listOf(turn, key)?.items;
  if (items === undefined) return refuse('no such key');
  const index = readInteger(word);
  const at = index < 0 ? items.length + index : index;
  if (at < 0 || at >= items.length) return refuse('index out of range');
  items[at] = item;
  changed(turn, key, 'l', 'lset');
  return OK;
};

const linsert: RunCommand = ([, key = '', where = '', pivot = '', item = ''], turn) => {
  const side = where.toUpperCase();
  if (side !== 'BEFORE' && side !== 'AFTER') return refuseSyntax();
  const items = listOf(turn, key)?.items;
  if (items === undefined) return 0;
  const at = items.indexOf(pivot);
  if (at < 0) return -1;
  items.splice(side === 'BEFORE' ? at : at + 1, 0, item);
  changed(turn, key, 'l', 'linsert');
  return items.length;
};

const lrem: RunCommand = ([, key = '', word, item = ''], turn) => {
  const count = readInteger(word);
  const list = listOf(turn, key);
  if (list === undefined) return 0;
  const places = [...list.items.keys()].filter((at) => list.items[at] === item);
  const most = count === 0 ? places.length : Math.abs(count);
  const gone = new Set(count < 0 ? places.slice(-most) : places.slice(0, most));
  if (gone.size === 0) return 0;
  const left = list.items.filter((_, at) => !gone.has(at));
  list.items.length = 0;
  for (const one of left) list.items.push(one);
  changed(turn, key, 'l', 'lrem', gone.size);
  removeEmpty(turn, key, list.items.length);
  return gone.size;
};

const ltrim: RunCommand = ([, key = '', from, to], turn) => {
  const [start, end] = [readInteger(from), readInteger(to)];
  const items = listOf(turn, key)?.items;
  if (items === undefined) return OK;
  const before = items.length;
  const [first, last] = readRange(start, end, before);
  items.length = Math.max(0, Math.min(before, last + 1));
  items.splice(0, first);
  notify(turn, 'l', 'ltrim', key);
  removeEmpty(turn, key, items.length);
  touch(turn, key);
  turn.changes += before - items.length;
  return OK;
};

const lpos: RunCommand = ([, key = '', item = '', ...options], turn): RedisReply => {
  let [rank, count, most]: [number, number | undefined, number] = [1, undefined, 0];
  for (let at = 0; at < options.length; at += 2) {
    const option = (options[at] as string).toUpperCase();
    const word = options[at + 1];
    if (word === undefined) return refuseSyntax();
    if (option === 'RANK') {
      rank = readInteger(word);
      if (rank === 0)
        return refuse(
          "RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list",
        );
    } else if (option === 'COUNT') count = readPositive(word, "COUNT can't be negative");
    else if (option === 'MAXLEN') most = readPositive(word, "MAXLEN can't be negative");
    else return refuseSyntax();
  }
  const items = listOf(turn, key)?.items ?? [];
  const found: number[] = [];
  const looks = most === 0 ? items.length : Math.min(most, items.length);
  const wanted = count === undefined ? 1 : count === 0 ? Infinity : count;
  let hits = 0;
  for (let look = 0; look < looks && found.length < wanted; look++) {
    const at = rank > 0 ? look : items.length - 1 - look;
    if (items[at] === item && ++hits >= Math.abs(rank)) found.push(at);
  }
  return count === undefined ? (found[0] ?? null) : found;
};

/** @throws Refusal */
export function readSide(word: string | undefined): Side {
  const side = word?.toUpperCase();
  return side === 'LEFT' ? 'left' : side === 'RIGHT' ? 'right' : refuseSyntax();
}

/** One item from the end of a list to the end of another one, or of the same. */
export function moveItem(turn: Turn, from: string, to: string, sides: readonly [Side, Side]): RedisReply {
  const list = listOf(turn, from);
  if (list === undefined) return null;
  let other = listOf(turn, to);
  const item = (sides[0] === 'left' ? list.items.shift() : list.items.pop()) as string;
  if (other === undefined) {
    other = { type: 'list', items: [] };
    put(turn, to, other);
  }
  if (sides[1] === 'left') other.items.unshift(item);
  else other.items.push(item);
  touch(turn, to);
  notify(turn, 'l', sides[1] === 'left' ? 'lpush' : 'rpush', to);
  notify(turn, 'l', POPPED[sides[0]], from);
  removeEmpty(turn, from, list.items.length);
  touch(turn, from);
  turn.changes++;
  return item;
}

const lmove: RunCommand = ([, from = '', to = '', side, otherSide], turn) =>
  moveItem(turn, from, to, [readSide(side), readSide(otherSide)]);

/** What LMPOP takes, from the first of the keys that has something; undefined: none has. */
export function takeFirst(
  turn: Turn,
  keys: readonly string[],
  side: Side,
  count: number,
): RedisReply | undefined {
  for (const key of keys) {
    const list = listOf(turn, key);
    if (list === undefined) continue;
    const taken = take(turn, key, list, side, count);
    writeInstead(turn, [side === 'left' ? 'LPOP' : 'RPOP', key, String(taken.length)]);
    return [key, taken];
  }
  return undefined;
}

/** `numkeys key … where [COUNT count]`. @throws Refusal */
export function readPops<T>(
  words: readonly string[],
  readWhere: (word: string) => T,
): { keys: readonly string[]; where: T; count: number } {
  const size = readPositive(words[0], 'numkeys should be greater than 0', 1);
  const place = words[size + 1];
  if (place === undefined) return refuseSyntax();
  const where = readWhere(place);
  let count: number | undefined;
  for (let at = size + 2; at < words.length; at += 2) {
    if (count !== undefined || words[at]?.toUpperCase() !== 'COUNT' || at + 1 >= words.length) refuseSyntax();
    count = readPositive(words[at + 1], 'count should be greater than 0', 1);
  }
  return { keys: words.slice(1, size + 1), where, count: count ?? 1 };
}

const lmpop: RunCommand = ([, ...words], turn) => {
  const { keys, where, count } = readPops(words, readSide);
  return takeFirst(turn, keys, where, count) ?? NIL_LIST;
};

export const listCommands: CommandRows = {
  LPUSH: [-3, 'write oom', push('left', false)],
  RPUSH: [-3, 'write oom', push('right', false)],
  LPUSHX: [-3, 'write oom', push('left', true)],
  RPUSHX: [-3, 'write oom', push('right', true)],
  LPOP: [-2, 'write', pop('left')],
  RPOP: [-2, 'write', pop('right')],
  LLEN: [2, 'read', llen],
  LRANGE: [4, 'read', lrange],
  LINDEX: [3, 'read', lindex],
  LSET: [4, 'write oom', lset],
  LINSERT: [5, 'write oom', linsert],
  LREM: [4, 'write', lrem],
  LTRIM: [4, 'write', ltrim],
  LPOS: [-3, 'read', lpos],
  LMOVE: [5, 'write oom', lmove],
  RPOPLPUSH: [3, 'write oom', ([, from = '', to = ''], turn) => moveItem(turn, from, to, ['right', 'left'])],
  LMPOP: [-4, 'write', lmpop],
};
