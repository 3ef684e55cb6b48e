/** What time does by itself: keys that are over are deleted, and who has waited long enough is told so. */
import { overFor } from './blocking.js';
import type { Redis } from './data.js';
import { nextDeadline } from './deadlines.js';
import { endKey } from './keyspace.js';
import { newSession } from './redis.js';
import {
  flushWrites,
  newTurn,
  outcomeOf,
  say,
  type RedisMoment,
  type RedisOutcome,
  type Turn,
} from './turn.js';

/** So many keys are deleted in one tick: the real server gives a quarter of its time to it. */
const MOST_IN_A_TICK = 8_000;

/** A tick of the server's clock, `hz` times a second. */
export function redisTick(redis: Redis, at: RedisMoment): RedisOutcome {
  const turn = newTurn(redis, newSession(-1), at, 'clock');
  if (redis.role === 'master' && redis.expiresActively) {
    let left = MOST_IN_A_TICK;
    for (const db of redis.databases)
      for (let next = nextDeadline(db); next !== undefined && next.atMs < turn.nowMs && left > 0; left--) {
        endKey(turn, next.key, db);
        next = nextDeadline(db);
      }
    flushWrites(turn, false);
  }
  endWaits(turn);
  return outcomeOf(turn);
}

/** When there is something for the next tick: a multiple of 1000 / hz; undefined: nothing is to come. */
export function redisNextTickMs(redis: Redis, nowMs: number): number | undefined {
  let dueMs = Infinity;
  if (redis.role === 'master' && redis.expiresActively)
    for (const db of redis.databases) dueMs = Math.min(dueMs, (nextDeadline(db)?.atMs ?? Infinity) + 1);
  for (const { untilMs = Infinity } of redis.waiting) dueMs = Math.min(dueMs, untilMs);
  if (dueMs === Infinity) return undefined;
  const stepMs = 1000 / Number(redis.config.get('hz'));
  const after = Math.max(dueMs, Math.floor(nowMs) + 1);
  return Math.ceil(after / stepMs) * stepMs;
}

/** Tells those who have waited long enough, whenever the server is awake. */
export function endWaits(turn: Turn): void {
  const { waiting } = turn.redis;
  const over = waiting.filter(({ untilMs }) => untilMs !== undefined && untilMs <= turn.nowMs);
  for (const waiter of over) {
    waiting.splice(waiting.indexOf(waiter), 1);
    say(turn, waiter.client, overFor(turn.redis, waiter.wish));
  }
}
