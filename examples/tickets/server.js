import express from 'express';
import { Redis } from 'ioredis';

const redis = new Redis({ host: process.env.REDIS_HOST });
let last = Number(await redis.get('tickets'));
setInterval(() => redis.set('tickets', last), 1_000);

express()
  .post('/tickets', (request, response) => response.json(++last))
  .listen(3000);
