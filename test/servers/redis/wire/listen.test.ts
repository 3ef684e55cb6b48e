/** ioredis, not a line of it changed, talks to our Redis on a port of this machine. */
import { connect } from 'node:net';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listenRedis, type RedisListener } from 'seedstorm/servers';

let server: RedisListener;
const open: Redis[] = [];

function client(): Redis {
  const redis = new Redis({ port: server.port, host: '127.0.0.1', maxRetriesPerRequest: 0 });
  open.push(redis);
  return redis;
}

beforeAll(async () => {
  server = await listenRedis({ port: 0 });
});
afterAll(async () => {
  for (const redis of open) redis.disconnect();
  await server.close();
});

it('keeps bytes as they are', async () => {
  const redis = client();
  const bytes = Buffer.from([0, 255, 13, 10, 128, 36, 42]);
  expect(await redis.set('bytes', bytes)).toBe('OK');
  expect(await redis.getBuffer('bytes')).toEqual(bytes);
  expect(await redis.get('none')).toBeNull();
});

it('answers a pipeline in its order', async () => {
  const redis = client();
  const pipeline = redis.pipeline();
  for (let i = 0; i < 200; i++) pipeline.incr('pipelined');
  const answers = await pipeline.exec();
  expect(answers?.map(([, value]) => value)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
});

it('lets keys end', async () => {
  const redis = client();
  await redis.set('brief', '1');
  expect(await redis.expire('brief', 100)).toBe(1);
  expect(await redis.ttl('brief')).toBe(100);
  await redis.pexpire('brief', 20);
  await expect.poll(() => redis.exists('brief')).toBe(0);
});

it('carries out transactions, unless a watched key changed', async () => {
  const [redis, other] = [client(), client()];
  expect(await redis.multi().set('t', '1').incr('t').exec()).toEqual([
    [null, 'OK'],
    [null, 2],
  ]);
  await redis.watch('t');
  await other.set('t', '7');
  expect(await redis.multi().incr('t').exec()).toBeNull();
});

it('wakes who waits for a list, and ends a wait when its time is over', async () => {
  const [waiting, other] = [client(), client()];
  const got = waiting.blpop('list', 5);
  await expect.poll(() => other.info('clients')).toMatch(/blocked_clients:1/);
  await other.rpush('list', 'a');
  expect(await got).toEqual(['list', 'a']);
  expect(await waiting.blpop('list', 0.05)).toBeNull();
});

it('tells subscribers', async () => {
  const [hearing, other] = [client(), client()];
  const heard = once(hearing, 'message');
  expect(await hearing.subscribe('news')).toBe(1);
  expect(await other.publish('news', 'hello')).toBe(1);
  expect(await heard).toEqual(['news', 'hello']);
});

it('refuses what is no command, and ends the connection', async () => {
  const socket = connect(server.port, '127.0.0.1');
  let said = '';
  socket.on('data', (bytes) => (said += bytes.toString('latin1')));
  socket.write('PING\r\n*1\r\n!\r\n');
  await once(socket, 'close');
  expect(said).toBe("+PONG\r\n-ERR Protocol error: expected '$', got '!'\r\n");
});

it.each<readonly [object, RegExp]>([
  [{ port: 70_000 }, /listenRedis\.port/],
  [{ place: '/x' }, /no setting is called 'place'/],
  [{ config: { appendfsync: 'often' } }, /listenRedis\.config.*must be one of/],
  [{ persistence: { aof: 'often' } }, /listenRedis\.persistence/],
])('refuses settings that are none: %j', async (settings, message) => {
  await expect(listenRedis(settings)).rejects.toThrow(message);
});
