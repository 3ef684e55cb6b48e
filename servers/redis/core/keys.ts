/** Commands about keys of whatever type. */
import type { CommandRows, RunCommand } from './command.js';
import { encodingOf } from './encoding.js';
import { copyOf } from './copying.js';
import type { RedisDatabase } from './data.js';
import { setDeadline } from './deadlines.js';
import { matches } from './glob.js';
import { readInteger } from './integers.js';
import { changed, deadlineOf, find, isOver, markReady, put, remove, touch, typeOf } from './keyspace.js';
import { notify } from './notify.js';
import { OK, refuse, refuseSyntax } from './reply.js';
import { page, readScan } from './scanning.js';
import type { Turn } from './turn.js';
import { touchAll } from './watching.js';

const del: RunCommand = ([, ...keys], turn) => {
  let gone = 0;
  for (const key of keys) {
    if (find(turn, key) === undefined) continue;
    remove(turn, key);
    changed(turn, key, 'g', 'del');
    gone++;
  }
  return gone;
};

const exists: RunCommand = ([, ...keys], turn) => keys.filter((key) => find(turn, key) !== undefined).length;

const type: RunCommand = ([, key = ''], turn) => {
  const value = find(turn, key);
  return { status: value === undefined ? 'none' : typeOf(value) };
};

const rename =
  (isNew: boolean): RunCommand =>
  ([, from = '', to = ''], turn) => {
    const value = find(turn, from);
    if (value === undefined) return refuse('no such key');
    if (from === to) return isNew ? 0 : OK;
    const deadline = deadlineOf(turn.db, from);
    if (find(turn, to) !== undefined) {
      if (isNew) return 0;
      remove(turn, to);
    }
    put(turn, to, value);
    if (deadline !== undefined) setDeadline(turn.db, to, deadline);
    remove(turn, from);
    touch(turn, from);
    touch(turn, to);
    notify(turn, 'g', 'rename_from', from);
    notify(turn, 'g', 'rename_to', to);
    turn.changes++;
    return isNew ? 1 : OK;
  };

/** @throws Refusal */
function databaseOf({ redis }: Turn, word: string | undefined, refusal?: string): RedisDatabase {
  const index = readInteger(word, refusal);
  if (Math.abs(index) > 2_147_483_647) refuse('value is out of range');
  return redis.databases[index] ?? refuse('DB index is out of range');
}

const SAME = 'source and destination objects are the same';

const copy: RunCommand = ([, from = '', to = '', ...options], turn) => {
  let other = turn.db;
  let replaces = false;
  for (let at = 0; at < options.length; at++) {
    const option = (options[at] as string).toUpperCase();
    if (option === 'REPLACE') replaces = true;
    else if (option === 'DB' && at + 1 < options.length) other = databaseOf(turn, options[++at]);
    else return refuseSyntax();
  }
  if (other === turn.db && from === to) return refuse(SAME);
  const value = find(turn, from);
  if (value === undefined) return 0;
  if (find(turn, to, other) !== undefined) {
    if (!replaces) return 0;
    remove(turn, to, other);
  }
  put(turn, to, copyOf(value), other);
  const deadline = deadlineOf(turn.db, from);
  if (deadline !== undefined) setDeadline(other, to, deadline);
  touch(turn, to, other);
  notify(turn, 'g', 'copy_to', to, other.index);
  turn.changes++;
  return 1;
};

const move: RunCommand = ([, key = '', index], turn) => {
  const other = databaseOf(turn, index);
  if (other === turn.db) return refuse(SAME);
  const value = find(turn, key);
  if (value === undefined || find(turn, key, other) !== undefined) return 0;
  put(turn, key, value, other);
  const deadline = deadlineOf(turn.db, key);
  if (deadline !== undefined) setDeadline(other, key, deadline);
  remove(turn, key);
  touch(turn, key);
  touch(turn, key, other);
  notify(turn, 'g', 'move_from', key);
  notify(turn, 'g', 'move_to', key, other.index);
  turn.changes++;
  return 1;
};

const keys: RunCommand = ([, pattern = ''], turn) =>
  [...turn.db.keys.keys()].filter((key) => matches(pattern, key) && !isOver(turn, key));

const scan: RunCommand = (words, turn) => {
  const options = readScan(words, 1);
  const { cursor, items } = page([...turn.db.keys.keys()], options);
  const isOfType = (key: string): boolean => {
    const value = turn.db.keys.get(key);
    return (
      options.type === undefined || (value !== undefined && typeOf(value) === options.type.toLowerCase())
    );
  };
  return [
    cursor,
    items.filter((key) => matches(options.pattern, key) && isOfType(key) && !isOver(turn, key)),
  ];
};

const randomkey: RunCommand = (_, turn) => {
  for (let tries = 0; turn.db.keys.size > 0; tries++) {
    const all = [...turn.db.keys.keys()];
    const key = all[Math.floor(turn.random() * all.length)] as string;
    // A replica deletes nothing by itself: where all keys are over, one of them is told at last.
    if (!isOver(turn, key) || tries > 100) return key;
  }
  return null;
};

const dbsize: RunCommand = (_, { db }) => db.keys.size;

const flush =
  (all: boolean): RunCommand =>
  (words, turn) => {
    const mode = words[1]?.toUpperCase();
    if (words.length > 2 || (mode !== undefined && mode !== 'ASYNC' && mode !== 'SYNC'))
      return refuseSyntax();
    for (const db of all ? turn.redis.databases : [turn.db]) empty(turn, db);
    turn.changes++;
    return OK;
  };

function empty(turn: Turn, db: RedisDatabase): void {
  touchAll(turn.redis, db);
  for (const [key, value] of db.keys)
    if (typeof value !== 'string' && value.type === 'stream') markReady(turn, key, db);
  db.keys = new Map();
  db.expires = new Map();
  db.due = [];
  turn.redis.counted = false;
}

const swapdb: RunCommand = ([, first, second], turn) => {
  const one = databaseOf(turn, first, 'invalid first DB index');
  const other = databaseOf(turn, second, 'invalid second DB index');
  turn.changes++;
  if (one === other) return OK;
  turn.redis.counted = false;
  touchAll(turn.redis, one, other);
  touchAll(turn.redis, other, one);
  for (const part of ['keys', 'expires', 'due'] as const) {
    const mine = one[part];
    one[part] = other[part] as never;
    other[part] = mine as never;
  }
  for (const { keys: wanted, db } of turn.redis.waiting)
    for (const key of wanted) {
      const its = turn.redis.databases[db] as RedisDatabase;
      if ((its === one || its === other) && its.keys.has(key)) markReady(turn, key, its);
    }
  return OK;
};

const object: RunCommand = ([, , key = ''], turn) => {
  const value = find(turn, key);
  return value === undefined ? null : encodingOf(value);
};

const objectNumber =
  (number: number): RunCommand =>
  ([, , key = ''], turn) =>
    find(turn, key) === undefined ? null : number;

export const keyCommands: CommandRows = {
  DEL: [-2, 'write', del],
  UNLINK: [-2, 'write', del],
  EXISTS: [-2, 'read', exists],
  TOUCH: [-2, 'read', exists],
  TYPE: [2, 'read', type],
  RENAME: [3, 'write', rename(false)],
  RENAMENX: [3, 'write', rename(true)],
  COPY: [-3, 'write oom', copy],
  MOVE: [3, 'write', move],
  KEYS: [2, 'read', keys],
  SCAN: [-2, 'read', scan],
  RANDOMKEY: [1, 'read', randomkey],
  DBSIZE: [1, 'read', dbsize],
  FLUSHDB: [-1, 'write', flush(false)],
  FLUSHALL: [-1, 'write', flush(true)],
  SWAPDB: [3, 'write', swapdb],
  OBJECT: [-2, 'container', () => refuseSyntax()],
  'OBJECT|ENCODING': [3, 'read', object],
  'OBJECT|REFCOUNT': [3, 'read', objectNumber(1)],
  'OBJECT|IDLETIME': [3, 'read', objectNumber(0)],
};
