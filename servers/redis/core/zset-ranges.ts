/** Ranges of sorted sets: by place, by score, by bytes. */
import type { CommandRows, RunCommand } from './command.js';
import type { Scored } from './data.js';
import { readDouble } from './doubles.js';
import { readInteger } from './integers.js';
import { changed, find, findTyped, notifyRemoved, remove, removeEmpty, replace, touch } from './keyspace.js';
import { notify } from './notify.js';
import { refuse, refuseSyntax, type RedisReply } from './reply.js';
import { firstPlace, newSortedSet, setScore } from './sorted-set.js';
import type { Turn } from './turn.js';
import { readRange } from './words.js';

type Kind = 'rank' | 'score' | 'lex';

/** A part of the order, from one place up to, not with, another. */
type Places = (order: readonly Scored[]) => readonly [from: number, to: number];

/** @throws Refusal */
function readPlaces(kind: Kind, min: string, max: string): Places {
  if (kind === 'rank') {
    const [start, end] = [readInteger(min), readInteger(max)];
    return (order) => {
      const [first, last] = readRange(start, end, order.length);
      return [first, last + 1];
    };
  }
  return kind === 'score' ? byScore(min, max) : byBytes(min, max);
}

const NO_FLOAT = 'min or max is not a float';

function readEnd(word: string): { value: number; isOpen: boolean } {
  const isOpen = word.startsWith('(');
  const text = (isOpen ? word.slice(1) : word).replace(/^[\t-\r ]+/, '');
  return { value: text === '' ? 0 : (readDouble(text) ?? refuse(NO_FLOAT)), isOpen };
}

/** @throws Refusal */
function byScore(minWord: string, maxWord: string): Places {
  const [min, max] = [readEnd(minWord), readEnd(maxWord)];
  return (order) => [
    firstPlace(order, ({ score }) => (min.isOpen ? score > min.value : score >= min.value)),
    firstPlace(order, ({ score }) => (max.isOpen ? score >= max.value : score > max.value)),
  ];
}

type Edge = { readonly text: string; readonly isOpen: boolean } | 'first' | 'last';

function readEdge(word: string): Edge {
  if (word === '-') return 'first';
  if (word === '+') return 'last';
  if (word.startsWith('(') || word.startsWith('['))
    return { text: word.slice(1), isOpen: word.startsWith('(') };
  return refuse('min or max not valid string range item');
}

/** @throws Refusal */
function byBytes(minWord: string, maxWord: string): Places {
  const [min, max] = [readEdge(minWord), readEdge(maxWord)];
  const isIn = (member: string): boolean =>
    typeof min === 'string' ? min === 'first' : min.isOpen ? member > min.text : member >= min.text;
  const isPast = (member: string): boolean =>
    typeof max === 'string' ? max === 'first' : max.isOpen ? member >= max.text : member > max.text;
  return (order) => [
    firstPlace(order, ({ member }) => isIn(member)),
    firstPlace(order, ({ member }) => isPast(member)),
  ];
}

interface RangeWords {
  readonly key: string;
  readonly places: Places;
  readonly kind: Kind;
  readonly backwards: boolean;
  readonly withScores: boolean;
  readonly offset: number;
  readonly limit: number;
}

/** `key min max` and options; `kind` and `backwards` may be told by the command. @throws Refusal */
function readRangeWords(
  words: readonly string[],
  stores: boolean,
  fixed: { readonly kind?: Kind; readonly backwards?: boolean },
): RangeWords {
  const [key = '', min = '', max = '', ...options] = words;
  let { kind, backwards } = fixed;
  let [withScores, offset, limit] = [false, 0, -1];
  for (let at = 0; at < options.length; at++) {
    const option = (options[at] as string).toUpperCase();
    if (!stores && option === 'WITHSCORES') withScores = true;
    else if (option === 'LIMIT' && at + 2 < options.length) {
      offset = readInteger(options[at + 1]);
      limit = readInteger(options[at + 2]);
      at += 2;
    } else if (fixed.backwards === undefined && backwards === undefined && option === 'REV') backwards = true;
    else if (kind === undefined && option === 'BYLEX') kind = 'lex';
    else if (kind === undefined && option === 'BYSCORE') kind = 'score';
    else return refuseSyntax();
  }
  kind ??= 'rank';
  backwards ??= false;
  if (limit !== -1 && kind === 'rank')
    return refuse('syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX');
  if (withScores && kind === 'lex')
    return refuse('syntax error, WITHSCORES not supported in combination with BYLEX');
  const isSwapped = backwards && kind !== 'rank';
  const places = readPlaces(kind, isSwapped ? max : min, isSwapped ? min : max);
  return { key, places, kind, backwards, withScores, offset, limit };
}

/** What a range has, in its direction. */
function entriesOf(turn: Turn, { key, places, kind, backwards, offset, limit }: RangeWords): Scored[] {
  const order = findTyped(turn, key, 'zset')?.order ?? [];
  if (kind === 'rank') {
    const seen = backwards ? order.toReversed() : order;
    return seen.slice(...places(order));
  }
  const [from, to] = places(order);
  if (from >= to || offset < 0) return [];
  const found = order.slice(from, to);
  if (backwards) found.reverse();
  return found.slice(offset, limit < 0 ? undefined : offset + limit);
}

export const shownEntries = (entries: readonly Scored[], withScores: boolean): RedisReply =>
  withScores
    ? { pairs: entries.map(({ member, score }) => [member, { double: score }] as const) }
    : entries.map(({ member }) => member);

const zrange =
  (fixed: { readonly kind?: Kind; readonly backwards?: boolean }): RunCommand =>
  ([, ...words], turn) => {
    const range = readRangeWords(words, false, fixed);
    return shownEntries(entriesOf(turn, range), range.withScores);
  };

/** Puts what came out under a key, in place of what it had; nothing: the key is gone. */
export function storeEntries(turn: Turn, to: string, entries: readonly Scored[], event: string): number {
  if (entries.length === 0) {
    if (find(turn, to) !== undefined) {
      remove(turn, to);
      touch(turn, to);
      notifyRemoved(turn, to);
      turn.changes++;
    }
    return 0;
  }
  const set = newSortedSet();
  for (const { member, score } of entries) setScore(set, member, score, turn.redis);
  find(turn, to);
  replace(turn, to, set);
  touch(turn, to);
  notify(turn, 'z', event, to);
  turn.changes++;
  return entries.length;
}

const zrangestore: RunCommand = ([, to = '', ...words], turn) =>
  storeEntries(turn, to, entriesOf(turn, readRangeWords(words, true, {})), 'zrangestore');

const zcount =
  (kind: Kind): RunCommand =>
  ([, key = '', min = '', max = ''], turn) => {
    const places = readPlaces(kind, min, max);
    const [from, to] = places(findTyped(turn, key, 'zset')?.order ?? []);
    return Math.max(0, to - from);
  };

const zremrange =
  (kind: Kind, event: string): RunCommand =>
  ([, key = '', min = '', max = ''], turn) => {
    const places = readPlaces(kind, min, max);
    const set = findTyped(turn, key, 'zset');
    if (set === undefined) return 0;
    const [from, to] = places(set.order);
    const gone = set.order.splice(from, Math.max(0, to - from));
    if (gone.length === 0) return 0;
    for (const { member } of gone) set.scores.delete(member);
    changed(turn, key, 'z', event, gone.length);
    removeEmpty(turn, key, set.order.length);
    return gone.length;
  };

export const zsetRangeCommands: CommandRows = {
  ZRANGE: [-4, 'read', zrange({})],
  ZREVRANGE: [-4, 'read', zrange({ kind: 'rank', backwards: true })],
  ZRANGEBYSCORE: [-4, 'read', zrange({ kind: 'score', backwards: false })],
  ZREVRANGEBYSCORE: [-4, 'read', zrange({ kind: 'score', backwards: true })],
  ZRANGEBYLEX: [-4, 'read', zrange({ kind: 'lex', backwards: false })],
  ZREVRANGEBYLEX: [-4, 'read', zrange({ kind: 'lex', backwards: true })],
  ZRANGESTORE: [-5, 'write oom', zrangestore],
  ZCOUNT: [4, 'read', zcount('score')],
  ZLEXCOUNT: [4, 'read', zcount('lex')],
  ZREMRANGEBYRANK: [4, 'write', zremrange('rank', 'zremrangebyrank')],
  ZREMRANGEBYSCORE: [4, 'write', zremrange('score', 'zremrangebyscore')],
  ZREMRANGEBYLEX: [4, 'write', zremrange('lex', 'zremrangebylex')],
};
