/** Becoming a master, or a replica. */
import type { Redis, RedisRole } from './data.js';
import type { RedisOutcome, RedisSaid } from './turn.js';

const DEMOTED =
  'UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)';

/** A replica ends the waiting of all who wait, and their connections; all others stay. */
export function redisBecome(redis: Redis, role: RedisRole): RedisOutcome {
  const said: RedisSaid[] = [];
  const isDemoted = role === 'replica' && redis.role === 'master';
  redis.role = role;
  redis.followers.clear();
  // Whoever reads on is told the database anew.
  redis.writtenDb = undefined;
  if (!isDemoted) return { said, written: [] };
  for (const { client } of redis.waiting.splice(0)) said.push({ client, reply: { error: DEMOTED } });
  return { said, written: [], ...(said.length > 0 && { closes: said.map(({ client }) => client) }) };
}
