/** How an answer reaches a session of protocol 2, which knows texts, integers, lists and errors only. */
import { redisDouble } from './doubles.js';
import type { RedisReply } from './reply.js';

/** An answer in the shapes of protocol 2. */
export function redisResp2(reply: RedisReply): RedisReply {
  if (reply === null || typeof reply !== 'object') return reply;
  if (Array.isArray(reply)) return (reply as readonly RedisReply[]).map(redisResp2);
  if ('record' in reply) return reply.record.flat().map(redisResp2);
  if ('pairs' in reply) return reply.pairs.flat().map(redisResp2);
  if ('byKey' in reply) return reply.byKey.map((pair) => pair.map(redisResp2));
  if ('set' in reply) return reply.set.map(redisResp2);
  if ('push' in reply) return reply.push.map(redisResp2);
  if ('double' in reply) return redisDouble(reply.double);
  if ('boolean' in reply) return Number(reply.boolean);
  if ('verbatim' in reply) return reply.verbatim;
  return reply;
}
