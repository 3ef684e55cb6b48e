/** Counts in Redis for its clients, by the npm package ioredis. OPTIONS: what its client is given beside the host, as JSON. */
import { Redis } from 'ioredis';
import { log, onRequest } from 'seedstorm/node';
const options = JSON.parse(process.env['OPTIONS'] ?? '{}');
const redis = new Redis({ host: 'redis', ...options });
redis.on('error', ({ message }) => log(`redis: ${message}`));
onRequest(({ value }) => redis.incr(value));
