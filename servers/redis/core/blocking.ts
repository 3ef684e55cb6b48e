/** Clients that wait for a key, and what they are given when it has something for them. */
import { answerToWaiter } from '../streams/waiting.js';
import type { Redis, RedisDatabase, RedisValue, RedisWaiter, Wish } from './data.js';
import { findTyped, isOver, typeOf } from './keyspace.js';
import { listOf, moveItem, take } from './lists.js';
import { NIL_LIST, Refusal, type RedisReply } from './reply.js';
import { notesStream } from './stream-writes.js';
import { flushWrites, say, writeToo, type RedisOutcome, type RedisSaid, type Turn } from './turn.js';
import { takeExtremes, zsetOf } from './zsets.js';

/** The client waits from now on; inside a transaction or a script nobody does: undefined, and `over` is the answer. */
export function wait(
  turn: Turn,
  keys: readonly string[],
  wish: Wish,
  timeoutMs: number,
): RedisReply | undefined {
  if (turn.inside !== undefined || turn.as === 'follower')
    return wish.type === 'list' && wish.moves !== undefined ? null : overFor(turn.redis, wish);
  const untilMs = timeoutMs === 0 ? undefined : turn.nowMs + timeoutMs;
  turn.redis.waiting.push({ client: turn.session.client, db: turn.db.index, keys, wish, untilMs });
  return undefined;
}

/** What is said to somebody who has waited in vain, and may not wait on. */
export function overFor(redis: Redis, wish: Wish): RedisReply {
  return wish.type === 'replicas' ? followersAt(redis, wish.upTo) : NIL_LIST;
}

/** How many followers have acknowledged all up to an offset. */
export const followersAt = ({ followers }: Redis, offset: number): number =>
  [...followers.values()].filter(({ upTo, isOnline }) => isOnline && upTo >= offset).length;

/** A follower has acknowledged all up to an offset: who waited for that is told. */
export function redisAcknowledged(redis: Redis, follower: number, upTo: number, nowMs = 0): RedisOutcome {
  const before = redis.followers.get(follower) ?? { host: '127.0.0.1', port: follower };
  redis.followers.set(follower, { ...before, isOnline: true, upTo, heardMs: nowMs });
  const said: RedisSaid[] = [];
  for (const waiter of [...redis.waiting]) {
    const { wish, client } = waiter;
    if (wish.type !== 'replicas' || followersAt(redis, wish.upTo) < wish.count) continue;
    redis.waiting.splice(redis.waiting.indexOf(waiter), 1);
    said.push({ client, reply: followersAt(redis, wish.upTo) });
  }
  return { said, written: [] };
}

/** Gives those who wait for keys that are there now what there is, the longest waiter first. */
export function serveReady(turn: Turn): void {
  const { redis } = turn;
  while (turn.ready.length > 0) {
    const ready = turn.ready;
    turn.ready = [];
    for (const { db: index, key } of ready) {
      const db = redis.databases[index] as RedisDatabase;
      const isGone = db.expires.size > 0 && isOver(turn, key, db);
      if (isGone) flushWrites(turn);
      for (const waiter of redis.waiting.filter((one) => one.db === index && one.keys.includes(key)))
        serve(turn, db, key, waiter);
    }
  }
}

function serve(turn: Turn, db: RedisDatabase, key: string, waiter: RedisWaiter): void {
  const { redis } = turn;
  const value = db.keys.get(key);
  const session = redis.sessions.get(waiter.client);
  if (session === undefined) return;
  if (waiter.wish.type === 'replicas') return;
  if (waiter.wish.type !== 'stream' && (value === undefined || typeOf(value) !== waiter.wish.type)) return;
  const before = { db: turn.db, session: turn.session };
  turn.db = db;
  turn.session = session;
  turn.inside = 'exec';
  let reply: RedisReply | undefined;
  try {
    reply = given(turn, key, value, waiter.wish);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    reply = { error: error.message };
  }
  turn.inside = undefined;
  flushWrites(turn);
  turn.db = before.db;
  turn.session = before.session;
  if (reply === undefined) return;
  redis.waiting.splice(redis.waiting.indexOf(waiter), 1);
  session.wroteUpTo = redis.offset;
  say(turn, waiter.client, reply);
}

function given(turn: Turn, key: string, value: RedisValue | undefined, wish: Wish): RedisReply | undefined {
  if (wish.type === 'list') {
    const list = listOf(turn, key);
    if (list === undefined) return undefined;
    const pop = wish.from === 'left' ? 'LPOP' : 'RPOP';
    if (wish.moves !== undefined) {
      const { to, at, name } = wish.moves;
      findTyped(turn, to, 'list');
      const reply = moveItem(turn, key, to, [wish.from, at]);
      writeToo(turn, name === 'BRPOPLPUSH' ? ['RPOPLPUSH', key, to] : ['LMOVE', key, to, wish.from, at]);
      return reply;
    }
    const taken = take(turn, key, list, wish.from, wish.count ?? 1);
    writeToo(turn, wish.count === undefined ? [pop, key] : [pop, key, String(taken.length)]);
    return wish.count === undefined ? [key, taken[0] as string] : [key, taken];
  }
  if (wish.type === 'zset') {
    const set = zsetOf(turn, key);
    if (set === undefined) return undefined;
    const taken = takeExtremes(turn, key, set, wish.from, wish.count ?? 1);
    const pop = wish.from === 'min' ? 'ZPOPMIN' : 'ZPOPMAX';
    writeToo(turn, wish.count === undefined ? [pop, key] : [pop, key, String(taken.length)]);
    const shown = taken.map(({ member, score }) => [member, { double: score }]);
    return wish.count === undefined ? [key, ...(shown[0] as RedisReply[])] : [key, shown];
  }
  if (wish.type !== 'stream') return undefined;
  const isStream = value !== undefined && typeof value !== 'string' && value.type === 'stream';
  const { waiter } = wish;
  const wanted = waiter.wants.find((one) => one.key === key);
  if (wanted === undefined) return undefined;
  const answer = (): RedisReply | undefined =>
    answerToWaiter(isStream ? value.stream : undefined, waiter, wanted, turn.nowMs);
  const { reader } = waiter;
  const reply =
    isStream && reader !== undefined
      ? notesStream(
          turn,
          value,
          { key, name: reader.group, consumer: reader.consumer, keeps: reader.keeps },
          answer,
        )
      : answer();
  return Array.isArray(reply) ? { byKey: reply as (readonly [string, RedisReply])[] } : reply;
}
