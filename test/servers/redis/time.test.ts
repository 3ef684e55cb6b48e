/** What a Redis makes of the time that it is told. */
import { expect, it } from 'vitest';
import { newRedis, redisCommand, redisConnect, type RedisReply } from '../../../servers/index.js';

it('TIME tells microseconds, deadlines are whole milliseconds', () => {
  const redis = newRedis();
  redisConnect(redis, 1);
  const ask = (nowMs: number, ...words: string[]): RedisReply | undefined =>
    redisCommand(redis, 1, words, { nowMs, random: () => 0.5 }).said[0]?.reply;
  expect(ask(1_700_000_000_123.456, 'TIME')).toEqual(['1700000000', '123456']);
  expect(ask(1_700_000_001_000, 'TIME')).toEqual(['1700000001', '0']);
  ask(1_700_000_002_000.9, 'SET', 'key', 'x', 'PX', '10');
  // It lives through the whole millisecond of its deadline.
  expect(ask(1_700_000_002_010.9, 'PTTL', 'key')).toBe(0);
  expect(ask(1_700_000_002_011, 'PTTL', 'key')).toBe(-2);
});
