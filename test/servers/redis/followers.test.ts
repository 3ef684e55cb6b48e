/** Who carries out what a Redis has written has what it has; and who loads its dump. */
import { describe, expect, it } from 'vitest';
import {
  newRedis,
  redisAcknowledged,
  redisBecome,
  redisCommand,
  redisConnect,
  redisDump,
  redisIsBlocked,
  redisLoad,
  redisReplicate,
  type Redis,
  type RedisReply,
} from '../../../servers/index.js';
import { draw } from '../../conformance/redis/drawn/scripts.js';
import { readStep, timed } from '../../conformance/redis/language.js';

const at = { nowMs: 1_700_000_000_000, random: () => 0.5 };

const ask = (redis: Redis, client: number, command: string): RedisReply | undefined =>
  redisCommand(redis, client, command.split(' '), at).said.find((one) => one.client === client)?.reply;

function connected(...clients: readonly number[]): Redis {
  const redis = newRedis();
  for (const client of clients) redisConnect(redis, client);
  return redis;
}

/** Without the order of what has none, and without what a follower is not told. */
function contents(redis: Redis): unknown {
  const { databases } = redisDump(redis);
  return databases.map(({ index, keys }) => ({
    index,
    keys: keys
      .map(([key, value, atMs]) => [key, typeof value === 'string' ? value : inOrder(value), atMs])
      .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
  }));
}

function inOrder(value: object): unknown {
  if ('members' in value) return [...(value.members as string[])].sort();
  if ('stream' in value) {
    const { blocks, length, lastId } = value.stream as Record<string, unknown>;
    const entries = (blocks as { entries: unknown[] }[]).flatMap((block) => block.entries);
    return { entries, length, lastId };
  }
  return value;
}

describe('a follower', () => {
  it('has what its master has, in drawn scripts', () => {
    for (let number = 0; number < 300; number++) {
      const [master, follower] = [connected(1, 2, 3), newRedis({ role: 'replica' })];
      for (const line of draw('followers', number).steps) {
        const step = readStep(line);
        if (!('words' in step) || step.client === 'n') continue;
        const client = 'abc'.indexOf(step.client) + 1;
        if (redisIsBlocked(master, client)) continue;
        const { written } = redisCommand(master, client, timed(step.words, at.nowMs), at);
        for (const words of written) redisReplicate(follower, words, at);
      }
      expect(contents(follower), `script ${number}`).toEqual(contents(master));
      const loaded = newRedis();
      redisLoad(loaded, JSON.parse(JSON.stringify(redisDump(master))) as ReturnType<typeof redisDump>);
      expect(redisDump(loaded), `script ${number}`).toEqual({ ...redisDump(master), scripts: [] });
    }
  });

  it('hides a key that is over, and deletes it when its master says so', () => {
    const follower = connected(1);
    redisReplicate(follower, ['SET', 's', 'a', 'PXAT', String(at.nowMs - 1)], at);
    redisBecome(follower, 'replica');
    expect([ask(follower, 1, 'GET s'), ask(follower, 1, 'EXISTS s'), ask(follower, 1, 'DBSIZE')]).toEqual([
      null,
      0,
      1,
    ]);
    redisReplicate(follower, ['DEL', 's'], at);
    expect(ask(follower, 1, 'DBSIZE')).toBe(0);
  });

  it('that has loaded a dump goes on in the database of what was written last', () => {
    const [master, follower] = [connected(1), newRedis({ role: 'replica' })];
    ask(master, 1, 'SELECT 1');
    ask(master, 1, 'SET s a');
    redisLoad(follower, redisDump(master));
    const { written } = redisCommand(master, 1, ['SET', 't', 'b'], at);
    for (const words of written) redisReplicate(follower, words, at);
    expect(written).toEqual([['SET', 't', 'b']]);
    expect(contents(follower)).toEqual(contents(master));
  });

  it('refuses writes; becoming one ends those who wait, and discards a transaction at EXEC', () => {
    const redis = connected(1, 2);
    ask(redis, 1, 'BLPOP l 0');
    ask(redis, 2, 'MULTI');
    ask(redis, 2, 'SET s a');
    const { said, closes } = redisBecome(redis, 'replica');
    expect(said).toEqual([{ client: 1, reply: { error: expect.stringMatching(/^UNBLOCKED /) as string } }]);
    expect(closes).toEqual([1]);
    expect(ask(redis, 2, 'EXEC')).toEqual({
      error: expect.stringMatching(/^EXECABORT .*READONLY/) as string,
    });
    expect(ask(redis, 2, 'SET s a')).toEqual({ error: expect.stringMatching(/^READONLY/) as string });
    expect(ask(redis, 2, 'GET s')).toBe(null);
  });
});

describe('WAIT', () => {
  it('waits for the writes of its own client only', () => {
    const redis = connected(1, 2);
    redisAcknowledged(redis, 1, 0);
    ask(redis, 1, 'SET s a');
    expect(ask(redis, 2, 'WAIT 1 0')).toBe(1);
    expect(ask(redis, 1, 'WAIT 1 0')).toBe(undefined);
    expect(redisAcknowledged(redis, 1, redis.offset).said).toEqual([{ client: 1, reply: 1 }]);
  });
});
