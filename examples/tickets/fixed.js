import express from 'express';
import { Redis } from 'ioredis';

const redis = new Redis({ host: process.env.REDIS_HOST });

express()
  .post('/tickets', async (request, response) => response.json(await redis.incr('tickets')))
  .listen(3000);
