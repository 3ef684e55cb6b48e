/** Where a script is carried out. */
import { refuse, type RedisReply } from './reply.js';

/**
 * Carries out a script of Lua. `call` is what `redis.call` and `redis.pcall` do: it answers as a session of protocol 2
 * is answered, and throws a Refusal where the command is refused.
 */
export type RunScript = (
  source: string,
  keys: readonly string[],
  argv: readonly string[],
  call: (words: readonly string[]) => RedisReply,
) => RedisReply;

export const runScript: RunScript = () => refuse('Scripts are not carried out by this Redis');
