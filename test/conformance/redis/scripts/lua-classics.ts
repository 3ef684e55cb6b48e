/** Scripts as services write them: locks, limits, queues. */
import { script } from '../language.js';
import { lua } from './lua.js';

const RELEASE =
  'if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0';
const EXTEND = `for _, key in ipairs(KEYS) do
  if redis.call("get", key) ~= ARGV[1] then return 0 end
end
for _, key in ipairs(KEYS) do redis.call("pexpire", key, ARGV[2]) end
return #KEYS`;
const WINDOW = `local count = redis.call("incr", KEYS[1])
if count == 1 then redis.call("pexpire", KEYS[1], ARGV[2]) end
if count > tonumber(ARGV[1]) then return {0, redis.call("pttl", KEYS[1]) > 0 and 1 or 0} end
return {1, tonumber(ARGV[1]) - count}`;
const LOG = `local now, span, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call("zremrangebyscore", KEYS[1], "-inf", now - span)
if redis.call("zcard", KEYS[1]) >= most then
  local first = redis.call("zrange", KEYS[1], 0, 0, "WITHSCORES")
  return {0, first[2] + span - now}
end
redis.call("zadd", KEYS[1], now, ARGV[4])
return {1, 0}`;
const BUCKET = `local rate, size, now, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local had = redis.call("hmget", KEYS[1], "tokens", "at")
local tokens = math.min(size, (tonumber(had[1]) or size) + math.max(0, now - (tonumber(had[2]) or now)) * rate / 1000)
local passes = tokens >= cost
if passes then tokens = tokens - cost end
redis.call("hset", KEYS[1], "tokens", tokens, "at", now)
return {passes and 1 or 0, tostring(tokens)}`;
const SEMAPHORE = `redis.call("zremrangebyscore", KEYS[1], "-inf", ARGV[1])
if redis.call("zcard", KEYS[1]) < tonumber(ARGV[2]) then
  redis.call("zadd", KEYS[1], ARGV[3], ARGV[4])
  return redis.status_reply("TAKEN")
end
return redis.error_reply("FULL nobody may enter")`;
const MOVE = `local moved = {}
for _, id in ipairs(redis.call("zrangebyscore", KEYS[1], 0, ARGV[1], "LIMIT", 0, 10)) do
  redis.call("zrem", KEYS[1], id)
  redis.call("lpush", KEYS[2], id)
  local job = cjson.decode(redis.call("hget", KEYS[3], id) or "{}")
  job.moves = (job.moves or 0) + 1
  redis.call("hset", KEYS[3], id, cjson.encode(job))
  moved[#moved + 1] = id
end
return moved`;

export const classicScripts = [
  script(
    'classics/locks',
    'A lock is given back and kept for longer by its owner alone.',
    'SET lock me NX PX 30000',
    lua(RELEASE, ['lock'], ['other']),
    lua(EXTEND, ['lock'], ['me', '60000']),
    lua(EXTEND, ['lock', 'none'], ['me', '60000']),
    lua(RELEASE, ['lock'], ['me']),
    lua(RELEASE, ['lock'], ['me']),
    lua(SEMAPHORE, ['sem'], ['0', '2', '100', 'x']),
    lua(SEMAPHORE, ['sem'], ['0', '2', '100', 'y']),
    lua(SEMAPHORE, ['sem'], ['0', '2', '100', 'z']),
    lua(SEMAPHORE, ['sem'], ['150', '2', '300', 'z']),
  ),
  script(
    'classics/limits',
    'Limits by a window, by a log and by a bucket, each in one script.',
    ...Array.from({ length: 4 }, () => lua(WINDOW, ['w'], ['3', '60000'])),
    ...['0', '10', '20', '1005'].map((now) => lua(LOG, ['l'], [now, '1000', '2', `m${now}`])),
    ...['0', '0', '100', '450', '5000'].map((now) => lua(BUCKET, ['b'], ['10', '5', now, '3'])),
    'HGETALL b',
    'ZRANGE l 0 -1 WITHSCORES',
  ),
  script(
    'classics/queues',
    'What is due moves to a list, and its job is written anew.',
    'ZADD delayed 5 j1 10 j2 99 j3',
    'HSET jobs j1 "{\\"to\\":\\"a/b\\",\\"n\\":1.5}"',
    lua(MOVE, ['delayed', 'ready', 'jobs'], ['50']),
    lua(MOVE, ['delayed', 'ready', 'jobs'], ['50']),
    'HGETALL jobs',
    'LRANGE ready 0 -1',
  ),
];
