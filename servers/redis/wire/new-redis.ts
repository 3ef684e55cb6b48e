/** A Redis as its settings say, empty still. */
import type { Redis } from '../core/data.js';
import { redisCommand } from '../core/execute.js';
import { newRedis, redisConnect, redisGone } from '../core/redis.js';
import type { RedisServerSettings } from './settings.js';

/** @throws Error in the words of CONFIG SET for a setting that it does not take */
export function redisOf(settings: RedisServerSettings): Redis {
  const redis = newRedis(settings);
  for (const [name, value] of Object.entries(configOf(settings))) configure(redis, name, value);
  redis.files.changes = 0;
  return redis;
}

function configOf({ persistence = 'none', config }: RedisServerSettings): Record<string, string> {
  const { rdb = [], aof } = persistence === 'none' ? {} : persistence;
  return {
    save: rdb.flat().join(' '),
    ...(aof !== undefined && { appendonly: 'yes', appendfsync: aof }),
    ...config,
  };
}

function configure(redis: Redis, name: string, value: string): void {
  redisConnect(redis, SETTER);
  const { said } = redisCommand(redis, SETTER, ['CONFIG', 'SET', name, value], { nowMs: 0, random: () => 0 });
  redisGone(redis, SETTER);
  const reply = said[0]?.reply;
  if (typeof reply === 'object' && reply !== null && 'error' in reply) throw new Error(reply.error);
}

const SETTER = 0;
