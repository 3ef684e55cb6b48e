/** Commands of strings. */
import type { CommandRows, RunCommand } from './command.js';
import { changed, deadlineOf, expireAt, find, findString, put, remove, replace } from './keyspace.js';
import { notify } from './notify.js';
import { readInteger } from './integers.js';
import { OK, refuse, refuseSyntax } from './reply.js';
import { readDeadline, type DeadlineWords } from './deadline-words.js';
import { writeInstead, type Turn } from './turn.js';

interface SetWords {
  readonly only: 'NX' | 'XX' | undefined;
  readonly gets: boolean;
  readonly keeps: boolean;
  readonly persists: boolean;
  readonly deadline: DeadlineWords | undefined;
}

const UNITS = new Set(['EX', 'PX', 'EXAT', 'PXAT']);

/** Reads what may come behind the value of SET, or the key of GETEX. @throws Refusal */
function readSetWords(words: readonly string[], ofSet: boolean): SetWords {
  let [only, gets, keeps, persists]: [SetWords['only'], boolean, boolean, boolean] = [
    undefined,
    false,
    false,
    false,
  ];
  let deadline: DeadlineWords | undefined;
  for (let at = ofSet ? 3 : 2; at < words.length; at++) {
    const option = (words[at] as string).toUpperCase();
    if (ofSet && (option === 'NX' || option === 'XX') && (only === undefined || only === option))
      only = option;
    else if (ofSet && option === 'GET') gets = true;
    else if (ofSet && option === 'KEEPTTL' && deadline === undefined) keeps = true;
    else if (!ofSet && option === 'PERSIST' && deadline === undefined) persists = true;
    else if (
      UNITS.has(option) &&
      at + 1 < words.length &&
      !keeps &&
      !persists &&
      (deadline === undefined || deadline.unit === option)
    )
      deadline = { unit: option as DeadlineWords['unit'], amount: words[++at] as string };
    else refuseSyntax();
  }
  return { only, gets, keeps, persists, deadline };
}

const set: RunCommand = (words, turn) => {
  const [name = '', key = '', value = ''] = words;
  if (words.length === 3) {
    store(turn, key, value);
    return OK;
  }
  const { only, gets, keeps, deadline } = readSetWords(words, true);
  const atMs = deadline === undefined ? undefined : readDeadline(deadline, turn.nowMs, 'set');
  const before = gets ? (findString(turn, key) ?? null) : null;
  const isThere = find(turn, key) !== undefined;
  if (only !== undefined && isThere !== (only === 'XX')) return gets ? before : null;
  if (keeps) {
    if (typeof turn.db.keys.get(key) === 'string' || !isThere) put(turn, key, value);
    else {
      const kept = deadlineOf(turn.db, key);
      replace(turn, key, value);
      if (kept !== undefined) expireAt(turn, key, kept);
    }
  } else replace(turn, key, value);
  changed(turn, key, '$', 'set');
  if (atMs !== undefined) {
    expireAt(turn, key, Number(atMs));
    notify(turn, 'g', 'expire', key);
    writeInstead(turn, ['SET', key, value, 'PXAT', String(atMs)]);
  } else if (gets)
    writeInstead(turn, [name, key, value, ...words.slice(3).filter((word) => word.toUpperCase() !== 'GET')]);
  return gets ? before : OK;
};

/** SET without conditions. */
function store(turn: Turn, key: string, value: string): void {
  find(turn, key);
  replace(turn, key, value);
  changed(turn, key, '$', 'set');
}

const get: RunCommand = ([, key = ''], turn) => findString(turn, key) ?? null;

const setnx: RunCommand = ([, key = '', value = ''], turn) => {
  if (find(turn, key) !== undefined) return 0;
  store(turn, key, value);
  return 1;
};

const setex =
  (unit: 'EX' | 'PX', name: string): RunCommand =>
  ([, key = '', amount = '', value = ''], turn) => {
    const atMs = readDeadline({ unit, amount }, turn.nowMs, name);
    store(turn, key, value);
    expireAt(turn, key, Number(atMs));
    notify(turn, 'g', 'expire', key);
    writeInstead(turn, ['SET', key, value, 'PXAT', String(atMs)]);
    return OK;
  };

const getset: RunCommand = ([, key = '', value = ''], turn) => {
  const before = findString(turn, key) ?? null;
  store(turn, key, value);
  writeInstead(turn, ['SET', key, value]);
  return before;
};

const getdel: RunCommand = ([, key = ''], turn) => {
  const value = findString(turn, key);
  if (value === undefined) return null;
  remove(turn, key);
  changed(turn, key, 'g', 'del');
  writeInstead(turn, ['DEL', key]);
  return value;
};

const getex: RunCommand = (words, turn) => {
  const [, key = ''] = words;
  const { persists, deadline } = readSetWords(words, false);
  const value = findString(turn, key);
  if (value === undefined) return null;
  if (deadline !== undefined) {
    const atMs = readDeadline(deadline, turn.nowMs, 'getex');
    if (deadline.unit.endsWith('AT') && Number(atMs) <= turn.nowMs && turn.redis.role === 'master') {
      remove(turn, key);
      changed(turn, key, 'g', 'del');
      writeInstead(turn, ['DEL', key]);
    } else {
      expireAt(turn, key, Number(atMs));
      changed(turn, key, 'g', 'expire');
      writeInstead(turn, ['PEXPIREAT', key, String(atMs)]);
    }
  } else if (persists && turn.db.expires.delete(key)) {
    changed(turn, key, 'g', 'persist');
    writeInstead(turn, ['PERSIST', key]);
  }
  return value;
};

const append: RunCommand = ([, key = '', more = ''], turn) => {
  const before = findString(turn, key) ?? '';
  mayBeSoLong(turn, before.length + more.length);
  put(turn, key, before + more);
  changed(turn, key, '$', 'append');
  return before.length + more.length;
};

function mayBeSoLong({ as, redis }: Turn, length: number): void {
  if (as !== 'follower' && length > Number(redis.config.get('proto-max-bulk-len')))
    refuse('string exceeds maximum allowed size (proto-max-bulk-len)');
}

const strlen: RunCommand = ([, key = ''], turn) => findString(turn, key)?.length ?? 0;

const getrange: RunCommand = ([, key = '', from, to], turn) => {
  let [start, end] = [readInteger(from), readInteger(to)];
  const text = findString(turn, key) ?? '';
  if (start < 0 && end < 0 && start > end) return '';
  if (start < 0) start = Math.max(0, text.length + start);
  if (end < 0) end = Math.max(0, text.length + end);
  return text.slice(start, end + 1);
};

const setrange: RunCommand = ([, key = '', offset, part = ''], turn) => {
  const start = readInteger(offset);
  if (start < 0) return refuse('offset is out of range');
  const before = findString(turn, key) ?? '';
  if (part === '') return before.length;
  mayBeSoLong(turn, start + part.length);
  const head = before.slice(0, start).padEnd(start, '\0');
  const text = head + part + before.slice(start + part.length);
  put(turn, key, text);
  changed(turn, key, '$', 'setrange');
  return text.length;
};

const mget: RunCommand = ([, ...keys], turn) =>
  keys.map((key) => {
    const value = find(turn, key);
    return typeof value === 'string' ? value : null;
  });

const mset =
  (isNew: boolean): RunCommand =>
  (words, turn) => {
    if (words.length % 2 === 0)
      return refuse(`wrong number of arguments for '${isNew ? 'msetnx' : 'mset'}' command`);
    if (isNew)
      for (let at = 1; at < words.length; at += 2)
        if (find(turn, words[at] as string) !== undefined) return 0;
    for (let at = 1; at < words.length; at += 2) store(turn, words[at] as string, words[at + 1] as string);
    return isNew ? 1 : OK;
  };

export const stringCommands: CommandRows = {
  SET: [-3, 'write oom', set],
  GET: [2, 'read', get],
  SETNX: [3, 'write oom', setnx],
  SETEX: [4, 'write oom', setex('EX', 'setex')],
  PSETEX: [4, 'write oom', setex('PX', 'psetex')],
  GETSET: [3, 'write oom', getset],
  GETDEL: [2, 'write', getdel],
  GETEX: [-2, 'write', getex],
  APPEND: [3, 'write oom', append],
  STRLEN: [2, 'read', strlen],
  GETRANGE: [4, 'read', getrange],
  SUBSTR: [4, 'read', getrange],
  SETRANGE: [4, 'write oom', setrange],
  MGET: [-2, 'read', mget],
  MSET: [-3, 'write oom', mset(false)],
  MSETNX: [-3, 'write oom', mset(true)],
};
