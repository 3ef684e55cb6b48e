// Uses Redis by ioredis in the way that a test asks for, and tells what it saw.
const { Redis } = require('ioredis');
const { onRequest } = require('seedstorm/node');

const open = () => {
  const redis = new Redis({ host: 'redis', retryStrategy: () => 20 });
  redis.on('error', () => undefined);
  return redis;
};
const redis = open();
const other = open();
const hearing = open();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const ways = {
  async text() {
    await redis.set('text', 'a b');
    return redis.get('text');
  },
  async expire() {
    await redis.set('brief', '1', 'PX', 50);
    const before = await redis.exists('brief');
    await sleep(200);
    return [before, await redis.exists('brief')];
  },
  multi: async () => (await redis.multi().set('t', '1').incr('t').exec()).map(([, value]) => value),
  async blpop() {
    const got = other.blpop('list', 5);
    await sleep(30);
    await redis.rpush('list', 'x');
    return [await got, await other.blpop('list', 0.05)];
  },
  async messages() {
    const heard = new Promise((resolve) => hearing.once('message', (...message) => resolve(message)));
    await hearing.subscribe('news');
    await redis.publish('news', 'hello');
    return heard;
  },
  grow: () => redis.rpush('all', 'x'),
  keep: ({ value }) => redis.set(value, '1'),
  kept: () => redis.keys('*'),
  incr: ({ value }) => redis.incr(value),
};

onRequest((request) => ways[request.way ?? 'incr'](request));
