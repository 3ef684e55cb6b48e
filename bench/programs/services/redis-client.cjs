// Three askers of one connection: one command after the other, or a hundred at a time.
const { Redis } = require('ioredis');
const ASKERS = 3;
const AT_ONCE = 100;
const { HOST, PORT } = process.env;
const redis = new Redis({ host: HOST, port: Number(PORT) });

const one = (index) =>
  [() => redis.incr('n'), () => redis.set('x', String(index)), () => redis.get('x')][index % 3]();

async function sequentially(count) {
  const asker = async () => {
    for (let index = 0; index < count / ASKERS; index++) await one(index);
  };
  await Promise.all(Array.from({ length: ASKERS }, asker));
}

async function pipelined(count) {
  for (let done = 0; done < count; done += AT_ONCE) {
    const pipeline = redis.pipeline();
    for (let index = 0; index < AT_ONCE; index += 2) pipeline.incr('n').set('x', String(index));
    await pipeline.exec();
  }
}

exports.ask = process.env.PIPELINED ? pipelined : sequentially;
