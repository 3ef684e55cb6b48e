const { Redis } = require('ioredis');
const { onRequest } = require('seedstorm/node');
const redis = new Redis({ host: 'redis', ...JSON.parse(process.env.OPTIONS ?? '{}') });
redis.on('error', (error) => console.log(error.message));
onRequest(({ key }) => redis.incr(key));
