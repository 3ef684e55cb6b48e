/** The keys of a database: looking one up, which ends it if it is over, making, replacing and deleting it. */
import type {
  RedisDatabase,
  RedisHash,
  RedisList,
  RedisSet,
  RedisSortedSet,
  RedisStreamValue,
  RedisValue,
} from './data.js';
import { setDeadline } from './deadlines.js';
import { count } from './memory.js';
import { notify, type EventKind } from './notify.js';
import { Refusal } from './reply.js';
import { writeToo, type Turn } from './turn.js';
import { touchWatched } from './watching.js';

/** The type of a value, as TYPE tells it. */
export const typeOf = (value: RedisValue): 'string' | Exclude<RedisValue, string>['type'] =>
  typeof value === 'string' ? 'string' : value.type;

/** What the key has; what is over is not there, and a master deletes it. */
export function find(turn: Turn, key: string, db = turn.db): RedisValue | undefined {
  if (db.expires.size > 0 && isOver(turn, key, db)) return undefined;
  return db.keys.get(key);
}

/** Is its deadline past? A key lives through the whole millisecond of it. A master deletes it then. */
export function isOver(turn: Turn, key: string, db = turn.db): boolean {
  const atMs = db.expires.get(key);
  if (atMs === undefined || turn.nowMs <= atMs || turn.as === 'follower') return false;
  if (turn.redis.role === 'master') endKey(turn, key, db);
  return true;
}

/** Deletes a key that is over. */
export function endKey(turn: Turn, key: string, db: RedisDatabase): void {
  drop(db, key);
  notify(turn, 'x', 'expired', key, db.index);
  touch(turn, key, db);
  writeToo(turn, ['DEL', key], db.index);
}

function drop(db: RedisDatabase, key: string): boolean {
  db.expires.delete(key);
  return db.keys.delete(key);
}

/** Those who watch the key will not carry out their transactions. */
export function touch(turn: Turn, key: string, db = turn.db): void {
  if (turn.redis.watchers.size > 0) touchWatched(turn.redis, key, db);
  count(turn.redis, key, db);
}

/** The value was changed by this command: that is written, and told to whoever asked. */
export function changed(turn: Turn, key: string, kind: EventKind, event: string, times = 1): void {
  touch(turn, key);
  notify(turn, kind, event, key);
  turn.changes += times;
}

/** Gives a key its value, new or not; its deadline stays. */
export function put(turn: Turn, key: string, value: RedisValue, db = turn.db): void {
  if (typeof value === 'string') {
    db.keys.set(key, value);
    return;
  }
  const before = db.keys.size;
  db.keys.set(key, value);
  if (db.keys.size > before && turn.redis.waiting.length > 0) markReady(turn, key, db);
}

/** Somebody may have waited for this key. */
export function markReady(turn: Turn, key: string, db = turn.db): void {
  if (turn.redis.waiting.length === 0) return;
  if (!turn.ready.some((one) => one.key === key && one.db === db.index))
    turn.ready.push({ db: db.index, key });
}

/** Gives a key a value in place of what it had, and of its deadline. */
export function replace(turn: Turn, key: string, value: RedisValue, db = turn.db): void {
  const before = db.keys.get(key);
  put(turn, key, value, db);
  if (db.expires.size > 0) db.expires.delete(key);
  if (before !== undefined && typeof before !== 'string' && before.type === 'stream')
    markReady(turn, key, db);
}

/** Deletes a key. @returns whether it was there */
export function remove(turn: Turn, key: string, db = turn.db): boolean {
  const value = db.keys.get(key);
  if (value === undefined) return false;
  drop(db, key);
  if (typeof value !== 'string' && value.type === 'stream') markReady(turn, key, db);
  return true;
}

/** Deletes a key whose last element is gone, and tells that. */
export function removeEmpty(turn: Turn, key: string, size: number): void {
  if (size > 0) return;
  remove(turn, key);
  notify(turn, 'g', 'del', key);
}

export const deadlineOf = ({ expires }: RedisDatabase, key: string): number | undefined => expires.get(key);

export function expireAt({ db }: Turn, key: string, atMs: number): void {
  setDeadline(db, key, atMs);
}

const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';

export const refuseType = (): never => {
  throw new Refusal(WRONG_TYPE);
};

export function findString(turn: Turn, key: string): string | undefined {
  const value = find(turn, key);
  return value === undefined || typeof value === 'string' ? value : refuseType();
}

interface Typed {
  readonly hash: RedisHash;
  readonly list: RedisList;
  readonly set: RedisSet;
  readonly zset: RedisSortedSet;
  readonly stream: RedisStreamValue;
}

/** The value of a key, which must be of this type if it is there. @throws Refusal */
export function findTyped<T extends keyof Typed>(turn: Turn, key: string, type: T): Typed[T] | undefined {
  const value = find(turn, key);
  if (value === undefined) return undefined;
  return typeof value !== 'string' && value.type === type ? (value as Typed[T]) : refuseType();
}

export const notifyRemoved = (turn: Turn, key: string): void => notify(turn, 'g', 'del', key);
