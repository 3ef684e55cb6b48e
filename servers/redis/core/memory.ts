/** How much memory the data takes, by estimate, and whether that is too much. */
import type { Redis, RedisDatabase, RedisValue } from './data.js';

export const OUT_OF_MEMORY = "OOM command not allowed when used memory > 'maxmemory'.";

/** What a real server takes when it is empty. */
const EMPTY_BYTES = 900_000;
/** What a key takes besides its name and its value. */
const KEY_BYTES = 72;
const ITEM_BYTES = 24;

export function usedBytes(redis: Redis): number {
  if (!redis.counted) countAll(redis);
  return EMPTY_BYTES + redis.bytes;
}

export function isOverMemory(redis: Redis): boolean {
  const most = redis.config.get('maxmemory');
  return most !== '0' && usedBytes(redis) > Number(most);
}

/** Counts a key anew, if anybody has asked. */
export function count(redis: Redis, key: string, db: RedisDatabase): void {
  if (!redis.counted) return;
  const place = `${db.index} ${key}`;
  const value = db.keys.get(key);
  const bytes = value === undefined ? 0 : KEY_BYTES + key.length + bytesOf(value);
  redis.bytes += bytes - (redis.sizes.get(place) ?? 0);
  if (bytes === 0) redis.sizes.delete(place);
  else redis.sizes.set(place, bytes);
}

/** Of all keys. From now on each change is counted. */
function countAll(redis: Redis): void {
  redis.counted = true;
  redis.bytes = 0;
  redis.sizes.clear();
  for (const db of redis.databases) for (const key of db.keys.keys()) count(redis, key, db);
}

function bytesOf(value: RedisValue): number {
  if (typeof value === 'string') return value.length;
  let bytes = 0;
  const add = (text: string): void => {
    bytes += ITEM_BYTES + text.length;
  };
  switch (value.type) {
    case 'hash':
      for (const [field, text] of value.fields) add(field + text);
      break;
    case 'list':
      for (const item of value.items) add(item);
      break;
    case 'set':
      for (const member of value.members) add(member);
      break;
    case 'zset':
      for (const { member } of value.order) add(member);
      break;
    case 'stream':
      for (const { entries } of value.stream.blocks)
        for (const { fields } of entries) for (const field of fields) add(field);
  }
  return bytes;
}
